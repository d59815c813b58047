/**
 * Which files may be edited in place of what was built of them: a change of a file is the same change in every
 * kustomization that takes it in only where nothing that is laid over its objects can undo it.
 */
import type { KustomizeAnswer } from "../../renderer/kustomize.js";
import type { Rendering } from "../rendering.js";
import type { MadeOf } from "./map-lines.js";

/** `whole` where any entry may be edited, `probes` where a probe may be added; null where nothing may. */
export type Editability = "whole" | "probes" | null;

/** Names, labels and what stands in fields of its own: they leave every other entry of an object as it was written. */
const HARMLESS: ReadonlySet<string> = new Set([
  "PrefixTransformer",
  "SuffixTransformer",
  "NamespaceTransformer",
  "LabelTransformer",
  "AnnotationsTransformer",
  "ImageTagTransformer",
  "ReplicaCountTransformer",
  "HashTransformer",
]);

/** Returns what may be edited of an object, as far as one kustomization tells. */
export function editabilityOf(
  { transformers = [] }: KustomizeAnswer["objects"][number],
  { merged, operations }: Pick<MadeOf, "merged" | "operations">,
): Editability {
  const others = transformers.filter(({ kind }) => !HARMLESS.has(kind));
  if (others.length === 0) return "whole";
  if (!others.every(({ kind }) => kind.startsWith("Patch"))) return null;
  const laysProbes =
    merged.some(({ text }) => OF_PROBES.test(text)) ||
    operations.some(({ text, pointer }) => OF_PROBES.test(text) || pointer.some(isOfProbes));
  return laysProbes ? null : "probes";
}

/** Directives replace what they stand in. */
const OF_PROBES = /probe\b|\$patch\b|\$retainKeys\b|\$setElementOrder\b|\$deleteFromPrimitiveList\b/i;

function isOfProbes(key: string | number): boolean {
  return OF_PROBES.test(String(key));
}

/** Returns the lesser of two. */
export function lesser(left: Editability, right: Editability): Editability {
  if (left === null || right === null) return null;
  return left === "whole" ? right : left;
}

/**
 * Returns the renderings with each file as editable as all of them have it. Where one of them could not be built, what it
 * lays over the files is not known.
 */
export function editableInAll(renderings: readonly Rendering[]): Rendering[] {
  const all = new Map<string, Editability>();
  const isKnown = renderings.every(({ after }) => after?.kind !== "failed");
  for (const { after } of renderings) {
    for (const { path, edits = null } of after?.kind === "rendered" ? after.texts : []) {
      const known = all.get(path);
      all.set(path, known === undefined ? edits : lesser(known, edits));
    }
  }
  return renderings.map((rendering): Rendering => {
    const { after } = rendering;
    if (after?.kind !== "rendered") return rendering;
    const texts = after.texts.map((text) => {
      const { edits: _, ...others } = text;
      const edits = isKnown ? all.get(text.path) : null;
      return edits == null ? others : { ...others, edits };
    });
    return { ...rendering, after: { ...after, texts } };
  });
}
