/**
 * Patches as kustomize 4 and kubectl before 1.27 still read them: a list of texts under `patches` is one of
 * `patchesStrategicMerge`, to which they rename the key before they read the file (api/types, fix.go, useLegacyPatch).
 * kustomize 5 refuses such a list.
 */

import { renameEntry } from "../../manifest/edit/rewrite-entry.js";
import { asArray } from "../../manifest/json-value.js";
import { indexLines } from "../../manifest/line-index.js";
import { entryBelow } from "../../manifest/locate.js";
import { parseYaml } from "../../manifest/parse-yaml.js";
import { quoted } from "../../words/quote.js";
import type { RenderingNote } from "../rendering.js";
import { readKustomizationFile } from "./kustomization-file.js";

const [NOW, THEN] = ["patches", "patchesStrategicMerge"] as const;

export interface LegacyPatches {
  /** the kustomization with the key renamed; its lines are the same */
  text: string;
  note: RenderingNote;
}

/** Returns a kustomization as kustomize 4 takes it; null where it has no such patches, or both keys. */
export function legacyPatches(path: string, text: string): LegacyPatches | null {
  const value = readKustomizationFile(path, text)?.value;
  const patches = asArray(value?.[NOW]);
  if (value === undefined || Object.hasOwn(value, THEN)) return null;
  if (patches.length === 0 || !patches.every((patch) => typeof patch === "string")) return null;
  const read = parseYaml(text);
  if (!read.ok) return null;
  const key = entryBelow(read.tree, [NOW])?.key;
  const renamed = renameEntry({ text, tree: read.tree }, [NOW], THEN);
  if (key == null || renamed === null) return null;
  const now = readKustomizationFile(path, renamed)?.value;
  if (now === undefined || Object.hasOwn(now, NOW) || asArray(now[THEN]).length !== patches.length)
    return null;
  return {
    text: renamed,
    note: {
      message: `a kustomization with texts alone as its ${quoted(NOW)}, which kustomize 5 and kubectl from 1.27 refuse: it was built as kustomize 4 reads it, as ${quoted(THEN)}`,
      path,
      line: indexLines(text).lineAt(key.start),
      isWhole: true,
    },
  };
}
