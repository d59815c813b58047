/**
 * Renderings as bytes, for whoever carries them from one thread to another: they are written where they were made and read
 * where they are judged, and a thread in between holds nothing but the bytes.
 */
import { deserialize, serialize } from "node:v8";
import { editedTexts, type RenderedSide, type Rendering } from "./rendering.js";

export interface PackedRenderings {
  kind: "packed";
  /** shared between threads and not copied; nothing is written to them again */
  bytes: Uint8Array<SharedArrayBuffer>;
  /** characters of all texts */
  length: number;
  /** of files of the head that edits are made in, by path */
  edited: ReadonlyMap<string, string>;
}

export type Renderings = readonly Rendering[] | PackedRenderings;

/** Writes renderings, without what is of use only where a chart is rendered again. */
export function packRenderings(renderings: readonly Rendering[]): PackedRenderings {
  const written = serialize(
    renderings.map((one) => ({ ...one, after: withoutMap(one.after), before: withoutMap(one.before) })),
  );
  const bytes = new Uint8Array(new SharedArrayBuffer(written.byteLength));
  bytes.set(written);
  return { kind: "packed", bytes, length: lengthOf(renderings), edited: editedTexts(renderings) };
}

/** Reads them; those that are not packed are returned as they are. */
export function unpackRenderings(renderings: Renderings): readonly Rendering[] {
  return isPacked(renderings) ? deserialize(renderings.bytes) : renderings;
}

/** Returns the characters of all texts. */
export function renderedLength(renderings: Renderings): number {
  return isPacked(renderings) ? renderings.length : lengthOf(renderings);
}

/** Returns the texts of files of the head that edits are made in, beside those that the change has. */
export function textsToEdit(renderings: Renderings): ReadonlyMap<string, string> {
  return isPacked(renderings) ? renderings.edited : editedTexts(renderings);
}

function isPacked(renderings: Renderings): renderings is PackedRenderings {
  return "kind" in renderings;
}

/** Helm's source map is larger than all else, and no review looks at it. */
function withoutMap(side: RenderedSide | null): RenderedSide | null {
  if (side?.kind !== "rendered" || side.map == null) return side;
  return { ...side, map: null };
}

function lengthOf(renderings: readonly Rendering[]): number {
  const texts = renderings.flatMap(({ before, after }) => [...textsOf(before), ...textsOf(after)]);
  return texts.reduce((sum, { text }) => sum + text.length, 0);
}

function textsOf(side: RenderedSide | null): readonly { text: string }[] {
  return side?.kind === "rendered" ? side.texts : [];
}
