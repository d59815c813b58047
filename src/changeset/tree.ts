/**
 * All files of one commit, read when they are asked for. A chart's rendering needs files that no diff has: whoever wants
 * them asks a tree, and does not know whether git, a folder or GitHub answers.
 */
import type { FileContent } from "./change-set.js";

/** The files of one side of a change. Rejects where they cannot be asked for; what is not there is no failure. */
export interface Tree {
  /** Paths of all files, links included, with `/` between folders, in no order. */
  paths(): Promise<readonly string[]>;
  /** Texts by their path, or why there is none; a file that is not there, or has no content here, is left out. */
  read(paths: Iterable<string>): Promise<ReadonlyMap<string, FileContent>>;
  /** Bytes by their path, of files that have no text, such as archives; what cannot be had is left out. */
  readBytes(paths: Iterable<string>): Promise<ReadonlyMap<string, Uint8Array>>;
  /** Whether `paths` gave only a part of the files, once it was asked; never where it is left out. */
  isInPart?(): boolean;
}

/** Files that make a folder the source of a tool: a chart, or a kustomization. */
export const SOURCE_FILES: readonly string[] = [
  ...["Chart.yaml", "kustomization.yaml", "kustomization.yml", "Kustomization"],
];

/** Both sides of a change. */
export interface Trees {
  /** null where everything counts as new */
  base: Tree | null;
  head: Tree;
}

/** Returns a tree of texts and bytes that are in memory. */
export function treeOf(files: Readonly<Record<string, string | Uint8Array>>): Tree {
  const known = new Map(Object.entries(files));
  const pick = <Content>(paths: Iterable<string>, contentOf: (file: string | Uint8Array) => Content | null) =>
    new Map(
      [...paths].flatMap((path): [string, Content][] => {
        const file = known.get(path);
        const content = file === undefined ? null : contentOf(file);
        return content === null ? [] : [[path, content]];
      }),
    );
  return {
    paths: async () => [...known.keys()],
    read: async (paths) =>
      pick(
        paths,
        (file): FileContent => (typeof file === "string" ? { kind: "text", text: file } : { kind: "binary" }),
      ),
    readBytes: async (paths) => pick(paths, (file) => (typeof file === "string" ? null : file)),
  };
}
