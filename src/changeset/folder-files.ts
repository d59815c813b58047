import { lstat, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import {
  decodeContent,
  type FileContent,
  isManifestPath,
  MAX_FILE_BYTES,
  type Omission,
} from "./change-set.js";

/** A manifest found on disk: the path to open it by. */
interface FoundFile {
  location: string;
  content: FileContent;
}

interface FolderFiles {
  files: FoundFile[];
  omissions: Omission[];
}

const SKIPPED_FOLDERS = new Set([".git", "node_modules"]);
const READS_AT_ONCE = 32;

/** Every manifest below a folder, in the order of their names; links are listed but not followed. */
export async function listManifestFiles(
  folder: string,
): Promise<{ locations: string[]; omissions: Omission[] }> {
  const locations: string[] = [];
  const omissions: Omission[] = [];
  async function walk(current: string): Promise<void> {
    const entries = await readdir(current, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const location = join(current, entry.name);
      if (!entry.isDirectory()) {
        if (isManifestPath(entry.name)) locations.push(location);
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
): Promise<FolderFiles> {
  const limit = pLimit(READS_AT_ONCE);
  const results = await limit.map(locations, async (location) => ({
    location,
    content: await readContent(location, follow.has(location)),
  }));
  const files: FoundFile[] = [];
  const omissions: Omission[] = [];
  for (const { location, content } of results) {
    if (typeof content === "string") omissions.push({ path: location, message: content });
    else files.push({ location, content });
  }
  return { files, omissions };
}

async function readContent(location: string, follow: boolean): Promise<FileContent | string> {
  try {
    const found = await (follow ? stat(location) : lstat(location));
    if (found.isSymbolicLink()) return { kind: "link" };
    if (!found.isFile()) return "neither a file nor a link, so it was not read";
    if (found.size > MAX_FILE_BYTES) return { kind: "too-large", bytes: found.size };
    return decodeContent(await readFile(location));
  } catch (error) {
    return unreadable(error);
  }
}

function unreadable(error: unknown): string {
  return `could not be read (${(error as NodeJS.ErrnoException).code ?? "unknown reason"})`;
}
