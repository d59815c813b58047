import { folderOf } from "../../../changeset/change-set.js";
import { SOURCE_FILES } from "../../../changeset/tree.js";
import type { ListedFile } from "./list-changed-files.js";

/** Paths that are asked for in the first query, beside the texts: each costs GitHub a look and no text. */
const MAX_PROBES = 200;

/** The files that would make a folder around a change a chart or another source of a tool. */
interface ProbePlan {
  /** paths at the head to be asked for; those in folders that come with all their names are left out */
  paths: string[];
  /** there are more folders than can be asked for */
  isCut: boolean;
}

/** Plans how it is found out whether a change touches a source: by the names of one in each folder around a changed file. */
export function planProbes(
  changed: readonly Pick<ListedFile, "path" | "previousPath">[],
  listed: ReadonlySet<string>,
): ProbePlan {
  const folders = new Set<string>();
  for (const { path, previousPath } of changed) {
    for (const each of previousPath === null ? [path] : [path, previousPath])
      for (const folder of foldersAround(each)) folders.add(folder);
  }
  const paths = [...folders].filter((folder) => !listed.has(folder)).flatMap(sourcePaths);
  return { paths: paths.slice(0, MAX_PROBES), isCut: paths.length > MAX_PROBES };
}

/** Returns the paths in a folder that would make it a source. */
export function sourcePaths(folder: string): string[] {
  return SOURCE_FILES.map((name) => (folder === "" ? name : `${folder}/${name}`));
}

function foldersAround(path: string): string[] {
  const folders: string[] = [];
  for (let folder = path; folder !== ""; ) {
    folder = folderOf(folder);
    folders.push(folder);
  }
  return folders;
}
