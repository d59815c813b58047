import { SOURCE_FILES } from "../../../changeset/tree.js";
import { nameOf } from "./folder-plan.js";
import type { ListedFile } from "./list-changed-files.js";
import { sourcePaths } from "./plan-probes.js";
import type { Answered } from "./read-contents.js";

/** What the first queries tell of charts and other sources around a change. */
export interface SourcesFound {
  /** paths of the files that make a folder around a changed file a source, at either side */
  files: string[];
  /** there may be more: the change lies in too many folders to ask for each */
  isCut: boolean;
}

/** Finds the sources around a change in what GitHub answered. */
export function findSources(
  changed: readonly Pick<ListedFile, "path" | "previousPath">[],
  { folders, probes }: Pick<Answered, "folders" | "probes">,
  isCut: boolean,
): SourcesFound {
  const files = new Set(probes);
  for (const [folder, entries] of folders) {
    const names = new Set((entries ?? []).map(({ name }) => name));
    for (const path of sourcePaths(folder)) if (names.has(nameOf(path))) files.add(path);
  }
  // One that the change removes stands at the base alone.
  for (const { path, previousPath } of changed)
    for (const each of [path, previousPath ?? path]) if (SOURCE_FILES.includes(nameOf(each))) files.add(each);
  return { files: [...files].sort(), isCut };
}
