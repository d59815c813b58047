/**
 * Objects by id or by expression, through one process however many are asked for. What an id names never changes, so that
 * git is asked for it once as long as it is used.
 */
import { LRUCache } from "lru-cache";
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

// To start a process costs more than all that it is asked here. The bounds are for one repository.
const MOST_ENTRIES = 10_000;
const MOST_BYTES = 32 * 1024 * 1024;

class Known {
  readonly objects = new LRUCache<string, GitObject>({ max: MOST_ENTRIES });
  readonly trees = new LRUCache<string, TreeEntry[]>({ max: MOST_ENTRIES });
  readonly bytes = new LRUCache<string, Buffer>({
    maxSize: MOST_BYTES,
    // An empty file has a size too.
    sizeCalculation: ({ byteLength }) => byteLength + 1,
  });
}

const known = new WeakMap<Git, Known>();

function knownOf(git: Git): Known {
  const found = known.get(git) ?? new Known();
  known.set(git, found);
  return found;
}

/** Finds the objects that expressions (`<commit>:<path>`, a revision, an id) name, in their order; null for nothing. */
export async function findObjects(git: Git, expressions: readonly string[]): Promise<(GitObject | null)[]> {
  const { objects } = knownOf(git);
  const missing = [...new Set(expressions)].filter((expression) => !objects.has(expression));
  const answers = new Map(missing.length === 0 ? [] : await checkObjects(git, missing));
  return expressions.map((expression) => answers.get(expression) ?? objects.get(expression) ?? null);
}

async function checkObjects(
  git: Git,
  expressions: readonly string[],
): Promise<[expression: string, object: GitObject | null][]> {
  const { objects } = knownOf(git);
  // A line feed would be two questions.
  const asked = expressions.map((expression) => (/[\n\0]/.test(expression) ? "" : expression));
  const input = Buffer.from(`${asked.join("\n")}\n`);
  const { stdout } = await tryGit(git, ["cat-file", "--batch-check"], input);
  const lines = stdout.toString("utf8").split("\n");
  return expressions.map((expression, i) => {
    const match = lines[i]?.match(/^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)$/);
    const object = match ? { oid: match[1]!, type: match[2] as ObjectType, bytes: Number(match[3]) } : null;
    // A branch moves; and what is not there may come.
    if (object !== null && /^[0-9a-f]{40}(?![^:^])/.test(expression)) objects.set(expression, object);
    return [expression, object];
  });
}

/** The bytes of objects, by id, in their order; null for what is not there. */
export async function readObjects(git: Git, oids: readonly string[]): Promise<(Buffer | null)[]> {
  const { bytes } = knownOf(git);
  const missing = [...new Set(oids)].filter((oid) => !bytes.has(oid));
  const answers = new Map(missing.length === 0 ? [] : await readBytes(git, missing));
  return oids.map((oid) => answers.get(oid) ?? bytes.get(oid) ?? null);
}

async function readBytes(git: Git, oids: readonly string[]): Promise<[oid: string, bytes: Buffer | null][]> {
  const { bytes } = knownOf(git);
  const output = await runGit(git, ["cat-file", "--batch"], Buffer.from(`${oids.join("\n")}\n`));
  let at = 0;
  return oids.map((oid) => {
    const end = output.indexOf(0x0a, at);
    const size = Number(output.toString("latin1", at, end).match(/^[0-9a-f]{40} \w+ (\d+)$/)?.[1] ?? -1);
    if (size < 0) {
      at = end + 1;
      return [oid, null];
    }
    at = end + 1 + size + 1;
    // A part of the whole answer would keep all of that.
    const read = Buffer.from(output.subarray(end + 1, end + 1 + size));
    bytes.set(oid, read);
    return [oid, read];
  });
}

/** Lists a folder: that of a tree, or a commit's root; with all that is below it, under whole paths, where told. */
export async function listTree(git: Git, treeish: string, { recursive = false } = {}): Promise<TreeEntry[]> {
  const { trees } = knownOf(git);
  const key = `${treeish} ${recursive}`;
  const found = trees.get(key) ?? (await readTree(git, treeish, recursive));
  if (/^[0-9a-f]{40}$/.test(treeish)) trees.set(key, found);
  return found;
}

async function readTree(git: Git, treeish: string, recursive: boolean): Promise<TreeEntry[]> {
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
