/** A kustomization without what a build would fetch or run, where the rest can be built without it. */
import { asArray, type JsonObject } from "../../manifest/json-value.js";
import type { KustomizeRefusal } from "../../renderer/kustomize.js";
import { quoted } from "../../words/quote.js";
import { folderWithin } from "../folders.js";
import type { RenderingNote } from "../rendering.js";
import { type KustomizationFile, readKustomizationFile } from "./kustomization-file.js";

export interface WithoutRefused {
  /** the files with the entries taken out; lines are not kept */
  files: Record<string, string>;
  notes: readonly RenderingNote[];
  /** paths of the files that were changed for it */
  changed: ReadonlySet<string>;
}

/**
 * Takes out resources that stand elsewhere, and generators that would be run: both add objects of their own. Null where
 * something else was refused, since it may alter the others.
 */
export function withoutRefused(
  refused: readonly KustomizeRefusal[],
  files: Readonly<Record<string, string>>,
  lineOf: (refusal: KustomizeRefusal) => number,
): WithoutRefused | null {
  const changed: Record<string, string> = { ...files };
  const notes: RenderingNote[] = [];
  for (const refusal of refused) {
    const { reason, kustomization, field, value } = refusal;
    const file = readKustomizationFile(kustomization, changed[kustomization] ?? "");
    const isResource = reason === "remote" && field === "resources";
    if (file === null || !(isResource || (reason === "plugin" && field === "generators"))) return null;
    const isRefused = isResource
      ? (entry: unknown) => entry === value
      : (entry: unknown) => isOfKind(entry, value, file, files);
    const left = without(file.value, isResource ? ["resources", "bases"] : ["generators"], isRefused);
    if (left === null) return null;
    // YAML takes JSON.
    changed[kustomization] = JSON.stringify(left);
    notes.push({
      message: isResource
        ? `a kustomization that was built without ${quoted(value)}, which is elsewhere: nothing is fetched`
        : `a kustomization that was built without its generator of kind ${quoted(value)}: no program of a change is run`,
      path: kustomization,
      line: lineOf(refusal),
      ...(OF_SECRETS.test(value) ? { isWhole: true as const } : {}),
    });
  }
  const paths = new Set(refused.map(({ kustomization }) => kustomization));
  return { files: changed, notes, changed: paths };
}

/** They decrypt secrets, and make no other objects. */
const OF_SECRETS = /^(?:ksops|SopsSecretGenerator|SopsSecret|SecretsFromVault)$/i;

/** Returns the mapping without some entries of its lists; null where there is none of these. */
function without(
  value: JsonObject,
  fields: readonly string[],
  isRefused: (entry: unknown) => boolean,
): JsonObject | null {
  const kept = fields.flatMap((field): [string, unknown[]][] =>
    value[field] === undefined ? [] : [[field, asArray(value[field]).filter((entry) => !isRefused(entry))]],
  );
  const isFound = kept.some(([field, list]) => list.length < asArray(value[field]).length);
  return isFound ? { ...value, ...Object.fromEntries(kept) } : null;
}

/** Whether a generator, in a file or as text, is of a kind. */
function isOfKind(
  entry: unknown,
  kind: string,
  { folder }: KustomizationFile,
  files: Readonly<Record<string, string>>,
): boolean {
  if (typeof entry !== "string") return false;
  const path = entry.includes("\n") ? null : folderWithin(folder, entry);
  const text = path === null ? entry : (files[path] ?? "");
  return text.split("\n").some((line) => line.replaceAll(/["'\s]/g, "") === `kind:${kind}`);
}
