import { access, readFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import pLimit from "p-limit";
import { MAX_FILE_BYTES } from "./change-set.js";
import { listFilesBelow, readFiles } from "./folder-files.js";
import { SOURCE_FILES, type Tree } from "./tree.js";

const READS_AT_ONCE = 32;

/**
 * Returns the files below folders on disk, listed once, when they are asked for. Paths are relative to `from`; nothing
 * outside of the folders is read, and no link is followed.
 */
export function folderTree(from: string, folders: () => Promise<readonly string[]>): Tree {
  let listed: Promise<Set<string>> | null = null;
  const paths = () => {
    listed ??= list(from, folders);
    return listed;
  };
  const known = async (wanted: Iterable<string>) => {
    const all = await paths();
    return [...new Set(wanted)].filter((path) => all.has(path));
  };
  return {
    paths: async () => [...(await paths())],
    async read(wanted) {
      const locations = new Map((await known(wanted)).map((path) => [resolve(from, path), path]));
      const { files } = await readFiles([...locations.keys()]);
      return new Map(files.map(({ location, content }) => [locations.get(location) as string, content]));
    },
    async readBytes(wanted) {
      const limit = pLimit(READS_AT_ONCE);
      const read = await limit.map(await known(wanted), async (path) => ({
        path,
        bytes: await readBytes(resolve(from, path)),
      }));
      return new Map(
        read.flatMap(({ path, bytes }): [string, Uint8Array][] => (bytes === null ? [] : [[path, bytes]])),
      );
    },
  };
}

async function list(from: string, folders: () => Promise<readonly string[]>): Promise<Set<string>> {
  const found = new Set<string>();
  for (const folder of await folders()) {
    const { locations } = await listFilesBelow(folder);
    for (const location of locations) found.add(slashed(relative(from, location)));
  }
  return found;
}

async function readBytes(location: string): Promise<Uint8Array | null> {
  const { files } = await readFiles([location]);
  if (files[0]?.content.kind !== "binary") return null;
  const bytes = await readFile(location).catch(() => null);
  return bytes === null || bytes.length > MAX_FILE_BYTES ? null : bytes;
}

/** Returns the outermost folder around a folder, at most `top`, that is a tool's source; itself where there is none. */
export async function sourceFolderOf(folder: string, top: string): Promise<string> {
  const inside = (path: string) => path === top || path.startsWith(top.endsWith(sep) ? top : `${top}${sep}`);
  let found = folder;
  for (let current = folder; inside(current); current = dirname(current)) {
    const there = await Promise.all(
      SOURCE_FILES.map((name) =>
        access(join(current, name)).then(
          () => true,
          () => false,
        ),
      ),
    );
    if (there.includes(true)) found = current;
    if (current === top || dirname(current) === current) break;
  }
  return found;
}

function slashed(path: string): string {
  return sep === "/" ? path : path.split(sep).join("/");
}
