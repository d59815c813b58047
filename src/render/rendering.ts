/**
 * What a tool made of the sources of a change, as plain data: it survives `structuredClone`, so that a review may run in
 * another thread than the renderer.
 */

import type { ProbeOutcome, RenderedContainer } from "../manifest/edit/rendered-probe.js";
import type { JsonObject } from "../manifest/json-value.js";
import type { HelmAnswer } from "../renderer/helm.js";

/** One chart with one set of values, or one kustomization that nothing takes in, at both sides of a change. */
export interface Rendering {
  tool: "helm" | "kustomize";
  /** the chart's folder, or the kustomization's, at the head, or at the base for a removed one; "" for the root */
  folder: string;
  /** the folder at the base, where the change renames it */
  previousFolder?: string;
  /** the name of the set of values, such as `values-prod.yaml`; null where there is only one way to render */
  set: string | null;
  /** the beginning of objects' names that another set has otherwise: the release's name; "" where there is none */
  prefix: string;
  /** the set is there for tests alone, as what stands in `ci/` is: nothing that holds only in it fails a check */
  forTests?: true;
  /** null where the side has no such source */
  before: RenderedSide | null;
  after: RenderedSide | null;
}

/** One side of a rendering, or why there is none. */
export type RenderedSide =
  | {
      kind: "rendered";
      /** in the order of the tool */
      texts: readonly RenderedText[];
      /** where lines come from; the lines of texts are numbers into it */
      spots: readonly SourceSpot[];
      /** what the rendering lacks or does otherwise than a cluster would see, as sentences without a final stop */
      notes: readonly RenderingNote[];
      /** paths of all files that were taken in, where the tool tells: none of them is applied as it is */
      sources?: readonly string[];
      /** Helm's source map, for whoever looks for a place to edit; null where nothing could be mapped */
      map?: HelmMap | null;
      /** what came of the probes that its containers lack */
      probes?: readonly ProbeOutcome[];
      /** which of them they lack could not be asked */
      isUnjudged?: true;
      /** texts of the files that their edits are of, by path */
      edited?: Readonly<Record<string, string>>;
    }
  | { kind: "failed"; failure: RenderingFailure }
  /** nothing was there to be rendered, or to be looked at, and that is told */
  | { kind: "none"; notes: readonly RenderingNote[] };

/** What one template or one file became. */
export interface RenderedText {
  /** the template's path in the repository, or that of the file which an object came from */
  path: string;
  text: string;
  /** one number for each line of the text: −1 where its place is not known, otherwise as of the protocol, see `spotOf` */
  lines: readonly number[];
  /** the text came out of a dependency that somebody else writes: an archive, or a chart within `charts/` */
  vendored?: true;
  /**
   * how an edit of the file is the same edit of what came of it: of any entry, or by adding a probe alone; left out where it
   * is not
   */
  edits?: "whole" | "probes";
  /** names of objects as they are built, each with the name in the source, where the tool gives others */
  names?: readonly (readonly [built: string, source: string])[];
  /** probes that its containers have besides, by edits that were proven */
  added?: readonly AddedProbe[];
  /** what its objects are in place of what it says, by their place in it, from 1 */
  values?: readonly { object: number; value: JsonObject }[];
}

/** A readinessProbe of a container that the text does not show. */
export interface AddedProbe extends Pick<RenderedContainer, "object" | "container"> {
  probe: JsonObject;
}

/** A place in a source. */
export interface SourceSpot {
  /** null in an archive, where nobody can look */
  path: string | null;
  /** 1-based */
  line: number;
  /** what stands there is printed as it is; otherwise something is computed there */
  literal: boolean;
  /** the spot of what used the define in which this one stands; −1 where none did */
  via: number;
}

export interface RenderingNote {
  message: string;
  path: string;
  line: number;
  /** what was rendered is all that there is, whatever the note says of it */
  isWhole?: true;
}

/** Returns what is told of no source, or of one that is not there; nothing where there are no notes. */
export function notesAlone(tool: Rendering["tool"], notes: readonly RenderingNote[]): Rendering[] {
  if (notes.length === 0) return [];
  return [{ tool, folder: "", set: null, prefix: "", before: null, after: { kind: "none", notes } }];
}

export interface RenderingFailure {
  /**
   * `source` is a fault of the chart or the kustomization, in the tool's or its author's words; `refused` what would be
   * fetched or run; `limit` the end of time, memory or size; `not-loaded` files that could not be read; `fault` ours.
   */
  reason: "source" | "refused" | "limit" | "not-loaded" | "fault";
  /** one sentence without a final stop */
  message: string;
  path: string;
  /** 1-based */
  line: number;
}

/** Helm's source map as the renderer gives it, for both sides of a proof; `parts` are by the index of the text. */
export interface HelmMap
  extends Required<Pick<HelmAnswer, "places" | "guards" | "spots" | "values" | "outline">> {
  /** the way of each text's chart from the root chart, by the names under which the values have it */
  charts: readonly (readonly string[])[];
  parts: readonly (readonly number[])[];
}

/** Returns the spot of a rendered line, 1-based; `inside` where the line only continues what the spot printed. */
export function spotOf(
  side: RenderedSide & { kind: "rendered" },
  { lines }: RenderedText,
  line: number,
): { spot: SourceSpot; inside: boolean } | null {
  const number = lines[line - 1] ?? -1;
  const spot = number < 0 ? undefined : side.spots[number >> 1];
  return spot === undefined ? null : { spot, inside: number % 2 === 1 };
}

/** Returns the texts of files of the head that edits are made in, beside those that the change has. */
export function editedTexts(renderings: readonly Rendering[]): ReadonlyMap<string, string> {
  return new Map(
    renderings.flatMap(({ after }) => (after?.kind === "rendered" ? Object.entries(after.edited ?? {}) : [])),
  );
}
