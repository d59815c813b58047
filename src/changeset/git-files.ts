import type { FileContent } from "./change-set.js";
import { readBlobBytes, readBlobs } from "./git-blobs.js";
import type { Git } from "./git-process.js";
import { isLinkMode, listFiles, type TreeEntry } from "./git-tree.js";
import type { Tree } from "./tree.js";

/** Returns the files of a commit or a tree, which git is asked for when they are asked for, and listed once. */
export function gitFiles(git: Git, tree: string): Tree {
  let listed: Promise<Map<string, TreeEntry>> | null = null;
  const entries = () => {
    listed ??= listFiles(git, tree).then((found) => new Map(found.map((entry) => [entry.path, entry])));
    return listed;
  };
  const wanted = async (paths: Iterable<string>): Promise<TreeEntry[]> => {
    const known = await entries();
    return [...new Set(paths)].flatMap((path) => known.get(path) ?? []);
  };
  const withIds = async <Content>(
    paths: Iterable<string>,
    read: (ids: string[]) => Promise<Map<string, Content>>,
  ): Promise<Map<string, Content>> => {
    const files = (await wanted(paths)).filter(({ mode }) => !isLinkMode(mode));
    const contents = await read(files.map(({ id }) => id));
    return new Map(
      files.flatMap(({ id, path }): [string, Content][] => {
        const content = contents.get(id);
        return content === undefined ? [] : [[path, content]];
      }),
    );
  };
  return {
    paths: async () => [...(await entries()).keys()],
    read: async (paths) => {
      const list = [...paths];
      const links = (await wanted(list)).filter(({ mode }) => isLinkMode(mode));
      const texts = await withIds<FileContent>(list, (ids) => readBlobs(git, ids));
      return new Map([...texts, ...links.map(({ path }): [string, FileContent] => [path, { kind: "link" }])]);
    },
    readBytes: (paths) => withIds(paths, (ids) => readBlobBytes(git, ids)),
  };
}
