/** Objects by id or by expression, through one process however many are asked for. */
import { runGit, tryGit } from "../../src/changeset/git-process.js";
import type { Git } from "./bare-repository.js";

export type ObjectType = "blob" | "tree" | "commit" | "tag";

export interface GitObject {
  oid: string;
  type: ObjectType;
  bytes: number;
}

export interface TreeEntry {
  mode: number;
  type: "blob" | "tree" | "commit";
  oid: string;
  /** 0 for what is no blob */
  bytes: number;
  name: string;
}

/** Finds the objects that expressions (`<commit>:<path>`, a revision, an id) name, in their order; null for nothing. */
export async function findObjects(git: Git, expressions: readonly string[]): Promise<(GitObject | null)[]> {
  // A line feed would be two questions.
  const asked = expressions.map((expression) => (/[\n\0]/.test(expression) ? "" : expression));
  const input = Buffer.from(`${asked.join("\n")}\n`);
  const { stdout } = await tryGit(git, ["cat-file", "--batch-check"], input);
  const lines = stdout.toString("utf8").split("\n");
  return asked.map((_, i) => {
    const match = lines[i]?.match(/^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)$/);
    return match ? { oid: match[1]!, type: match[2] as ObjectType, bytes: Number(match[3]) } : null;
  });
}

/** The bytes of objects, by id, in their order; null for what is not there. */
export async function readObjects(git: Git, oids: readonly string[]): Promise<(Buffer | null)[]> {
  const output = await runGit(git, ["cat-file", "--batch"], Buffer.from(`${oids.join("\n")}\n`));
  let at = 0;
  return oids.map(() => {
    const end = output.indexOf(0x0a, at);
    const size = Number(output.toString("latin1", at, end).match(/^[0-9a-f]{40} \w+ (\d+)$/)?.[1] ?? -1);
    if (size < 0) {
      at = end + 1;
      return null;
    }
    at = end + 1 + size + 1;
    return output.subarray(end + 1, end + 1 + size);
  });
}

/** Lists a folder: that of a tree, or a commit's root; with all that is below it, under whole paths, where told. */
export async function listTree(git: Git, treeish: string, { recursive = false } = {}): Promise<TreeEntry[]> {
  const options = ["-z", "--long", "--full-tree", ...(recursive ? ["-r", "-t"] : []), "--end-of-options"];
  const output = await runGit(git, ["ls-tree", ...options, treeish]);
  return output
    .toString("utf8")
    .split("\0")
    .flatMap((line) => {
      const match = line.match(/^(\d{6}) (blob|tree|commit) ([0-9a-f]{40}) +(\d+|-)\t(.*)$/s);
      if (match === null) return [];
      const [, mode, type, oid, size, name] = match as unknown as string[];
      return [
        {
          mode: Number.parseInt(mode!, 8),
          type: type as TreeEntry["type"],
          oid: oid!,
          bytes: size === "-" ? 0 : Number(size),
          name: name!,
        },
      ];
    });
}
