/** Kustomizations that take in themselves, or a folder around them: kustomize builds none of these. */
import { folderOf } from "../../changeset/change-set.js";
import { asArray } from "../../manifest/json-value.js";
import { indexLines } from "../../manifest/line-index.js";
import { entryBelow } from "../../manifest/locate.js";
import { parseYaml } from "../../manifest/parse-yaml.js";
import { quoted } from "../../words/quote.js";
import { folderWithin, inFolder } from "../folders.js";
import type { RenderingFailure } from "../rendering.js";
import { KUSTOMIZATION_FILES, type KustomizationFile, readKustomizationFile } from "./kustomization-file.js";

/** Fields whose entries may be folders of other kustomizations. */
const FOLDERS = ["resources", "bases", "components", "generators", "transformers", "validators"];

/**
 * Returns the failure of a kustomization of which a part takes in the whole again, at the line that does so; null where none
 * does (kustomize: api/internal/loader, fileloader.go errIfArgEqualOrHigher).
 */
export function findCycle(root: string, files: Readonly<Record<string, string>>): RenderingFailure | null {
  const done = new Set<string>();
  /** folders that a part may not take in, by what they are or stand around */
  const closed = new Map<string, string>();
  const visit = (file: KustomizationFile): RenderingFailure | null => {
    done.add(file.folder);
    const added = withParents(file.folder).filter((folder) => !closed.has(folder));
    for (const folder of added) closed.set(folder, file.folder);
    for (const name of file.names) {
      const path = pathIn(name, files);
      if (path === undefined) continue;
      const met = closed.get(name);
      if (met !== undefined) return failureAt(file, name, met);
      const next = done.has(name) ? null : readKustomizationFile(path, files[path] as string);
      const found = next === null ? null : visit(next);
      if (found !== null) return found;
    }
    for (const folder of added) closed.delete(folder);
    return null;
  };
  const own = pathIn(root, files);
  const file = own === undefined ? null : readKustomizationFile(own, files[own] as string);
  return file === null ? null : visit(file);
}

function pathIn(folder: string, files: Readonly<Record<string, string>>): string | undefined {
  return KUSTOMIZATION_FILES.map((name) => inFolder(folder, name)).find((path) => Object.hasOwn(files, path));
}

function withParents(folder: string): string[] {
  if (folder === "") return [""];
  return [folder, ...withParents(folderOf(folder))];
}

function failureAt(file: KustomizationFile, name: string, met: string): RenderingFailure {
  const { path, folder, value, text } = file;
  const [entry] = FOLDERS.flatMap((field) =>
    asArray(value[field]).flatMap((item, index) =>
      typeof item === "string" && folderWithin(folder, item) === name ? [{ field, index, item }] : [],
    ),
  );
  const what = entry === undefined ? "it takes in" : `its ${entry.field} take in`;
  const why = met === name ? "which takes in this one" : "a folder around one that takes this in";
  const read = parseYaml(text);
  const at = read.ok && entry !== undefined ? entryBelow(read.tree, [entry.field, entry.index]) : null;
  return {
    reason: "source",
    path,
    line: at === null ? 1 : indexLines(text).lineAt(at.value.start),
    message: `${what} ${quoted(entry?.item ?? name)}, ${why}: kustomize builds nothing that is a part of itself`,
  };
}
