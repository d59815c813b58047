import { folderOf } from "../../../changeset/change-set.js";
import type { ListedFile } from "./list-changed-files.js";

/** Files in one query; GitHub gives a query ten seconds. */
export const FILES_A_QUERY = 100;

/** Folders whose unchanged manifests are read; what lies in further ones is told as an omission. */
const MAX_SIBLING_FOLDERS = 300;

/** The files and folders that one query loads. */
export interface Chunk {
  files: ListedFile[];
  /** folders at the head, with all that is in them; "" is the root */
  folders: string[];
  /** files at the head whose folder is not loaded */
  loose: ListedFile[];
}

interface FolderPlan {
  chunks: Chunk[];
  /** folders that hold changed files and whose other files are not read */
  skipped: string[];
}

/** Splits changed files into queries of a hundred; a folder comes with the first file that needs it. */
export function planFolders(files: readonly ListedFile[]): FolderPlan {
  const loaded = new Set<string>();
  const skipped = new Set<string>();
  const chunks: Chunk[] = [];
  for (let start = 0; start < Math.max(files.length, 1); start += FILES_A_QUERY) {
    const chunk: Chunk = { files: files.slice(start, start + FILES_A_QUERY), folders: [], loose: [] };
    for (const file of chunk.files) {
      for (const folder of foldersOf(file)) {
        if (loaded.has(folder) || skipped.has(folder)) continue;
        if (loaded.size >= MAX_SIBLING_FOLDERS) skipped.add(folder);
        else {
          loaded.add(folder);
          chunk.folders.push(folder);
        }
      }
      if (skipped.has(folderOf(file.path)) && file.status !== "removed") chunk.loose.push(file);
    }
    chunks.push(chunk);
  }
  return { chunks, skipped: [...skipped] };
}

// The Service beside a workload before a rename stands in the old folder.
function foldersOf(file: ListedFile): string[] {
  const previous = file.previousPath === null ? [] : [folderOf(file.previousPath)];
  return [folderOf(file.path), ...previous];
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
