import type { FileContent } from "../../../changeset/change-set.js";
import type { Tree } from "../../../changeset/tree.js";
import type { ListedTree, TreeFile } from "./list-tree.js";
import type { SourceTexts } from "./source-texts.js";

/** Files that Helm takes as they are: GraphQL has no text of them. */
const ARCHIVE = /\.(?:tgz|tar\.gz|gz|zip|png|jpe?g|gif|ico|woff2?)$/i;

/** Files of the sources that come with the first that is asked for, so that most of them are one query. */
const MAX_AHEAD = 300;

/** Larger ones are rarely read: definitions of custom resources, dashboards. */
const MAX_AHEAD_BYTES = 64 * 1024;

interface Side {
  /** Lists the files of the commit; called once. */
  list: () => Promise<ListedTree>;
  texts: SourceTexts;
  /** texts of the commit that were loaded before, by path */
  known: ReadonlyMap<string, FileContent>;
  /** folders whose files are likely to be asked for; "" is the root, which holds everything and does not count */
  folders: readonly string[];
}

/** Returns the files of a commit at GitHub, which is asked for them when they are asked for. Rejects with a GitHubFailure. */
export function gitHubTree({ list, texts, known, folders }: Side): Tree {
  let listed: Promise<ReadonlyMap<string, TreeFile>> | null = null;
  let isAhead = false;
  let isInPart = false;
  const entries = () => {
    listed ??= list().then(({ files, isCut }) => {
      isInPart = isCut;
      for (const [path, content] of known) {
        const file = files.get(path);
        if (file !== undefined && content.kind === "text") texts.know(file.oid, content);
      }
      return files;
    });
    return listed;
  };
  const wanted = async (paths: Iterable<string>): Promise<[string, TreeFile][]> => {
    const files = await entries();
    return [...new Set(paths)].flatMap((path): [string, TreeFile][] => {
      const file = files.get(path);
      return file === undefined ? [] : [[path, file]];
    });
  };
  const ahead = async (): Promise<[string, TreeFile][]> => {
    if (isAhead) return [];
    isAhead = true;
    const around = folders.filter((folder) => folder !== "").map((folder) => `${folder}/`);
    const near = [...(await entries())].filter(
      ([path, { bytes }]) =>
        bytes <= MAX_AHEAD_BYTES && around.some((beginning) => path.startsWith(beginning)),
    );
    return near.slice(0, MAX_AHEAD);
  };
  return {
    paths: async () => [...(await entries()).keys()],
    isInPart: () => isInPart,
    async read(paths) {
      const files = await wanted(paths);
      const loaded = await texts.texts(
        [...files, ...(await ahead())].filter(hasText).map(([, file]) => file),
      );
      return byPath(files, (path, file): FileContent | undefined => {
        if (isLink(file)) return { kind: "link" };
        return ARCHIVE.test(path) ? { kind: "binary" } : loaded.get(file.oid);
      });
    },
    async readBytes(paths) {
      const files = (await wanted(paths)).filter(([, file]) => !isLink(file));
      const loaded = await texts.bytes(files.map(([, file]) => file));
      return byPath(files, (_, file) => loaded.get(file.oid));
    },
  };
}

function byPath<Content>(
  files: readonly [string, TreeFile][],
  contentOf: (path: string, file: TreeFile) => Content | undefined,
): Map<string, Content> {
  return new Map(
    files.flatMap(([path, file]): [string, Content][] => {
      const content = contentOf(path, file);
      return content === undefined ? [] : [[path, content]];
    }),
  );
}

function hasText([path, file]: [string, TreeFile]): boolean {
  return !isLink(file) && !ARCHIVE.test(path);
}

function isLink({ mode }: TreeFile): boolean {
  return mode === "120000" || mode === "160000";
}
