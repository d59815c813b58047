import { lstat, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import {
  decodeContent,
  type FileContent,
  isManifestPath,
  MAX_LOCAL_FILE_BYTES,
  type Omission,
} from "./change-set.js";

/** A manifest found on disk: the path to open it by. */
export interface FoundFile {
  location: string;
  content: FileContent;
}

export interface FolderFiles {
  files: FoundFile[];
  omissions: Omission[];
}

const SKIPPED_FOLDERS = new Set([".git", "node_modules"]);
const READS_AT_ONCE = 32;

interface FoundLocations {
  locations: string[];
  omissions: Omission[];
}

/** Every manifest below a folder, in the order of their names; links are listed but not followed. */
export function listManifestFiles(folder: string): Promise<FoundLocations> {
  return listFilesBelow(folder, isManifestPath);
}

/** The same for files whose name is wanted. */
export async function listFilesBelow(
  folder: string,
  isWanted: (name: string) => boolean = () => true,
): Promise<FoundLocations> {
  const locations: string[] = [];
  const omissions: Omission[] = [];
  async function walk(current: string): Promise<void> {
    const entries = await readdir(current, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const location = join(current, entry.name);
      if (!entry.isDirectory()) {
        if (isWanted(entry.name)) locations.push(location);
      } else if (!SKIPPED_FOLDERS.has(entry.name)) {
        await walk(location).catch((error) => omissions.push({ path: location, message: unreadable(error) }));
      }
    }
  }
  await walk(folder);
  return { locations, omissions };
}

/** The manifests that lie directly in a folder. */
export async function listManifestsBeside(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory() && isManifestPath(entry.name))
    .map(({ name }) => name);
  return names.sort().map((name) => join(folder, name));
}

/** Reads files, many at once. A file that cannot be read is an omission, so that it never loses the others. */
export async function readFiles(
  locations: readonly string[],
  follow: ReadonlySet<string> = new Set(),
  most = MAX_LOCAL_FILE_BYTES,
): Promise<FolderFiles> {
  const limit = pLimit(READS_AT_ONCE);
  const results = await limit.map(locations, async (location) => ({
    location,
    content: await readContent(location, follow.has(location), most),
  }));
  const files: FoundFile[] = [];
  const omissions: Omission[] = [];
  for (const { location, content } of results) {
    if (typeof content === "string") omissions.push({ path: location, message: content });
    else files.push({ location, content });
  }
  return { files, omissions };
}

async function readContent(location: string, follow: boolean, most: number): Promise<FileContent | string> {
  try {
    const found = await (follow ? stat(location) : lstat(location));
    if (found.isSymbolicLink()) return { kind: "link" };
    if (!found.isFile()) return "neither a file nor a link, so it was not read";
    if (found.size > most) return { kind: "too-large", bytes: found.size, limit: most };
    return decodeContent(await readFile(location), most);
  } catch (error) {
    return unreadable(error);
  }
}

function unreadable(error: unknown): string {
  return `could not be read (${(error as NodeJS.ErrnoException).code ?? "unknown reason"})`;
}
