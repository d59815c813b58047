/** A repository in memory, as GitHub would hold it: commits, branches, pull requests and what is posted on them. */
import { createHash } from "node:crypto";
import { structuredPatch } from "diff";

export interface Entry {
  mode: number;
  bytes: Buffer;
  oid: string;
}

export interface Commit {
  sha: string;
  parents: string[];
  files: Map<string, Entry>;
}

/** Text or bytes of a file; null removes it. */
export type Content = string | Buffer | { link: string } | { submodule: string } | null;

export interface PostedComment {
  id: string;
  body: string;
  ours: boolean;
  minimizedReason: string | null;
}

export interface Thread {
  id: string;
  path: string;
  line: number;
  startLine: number | null;
  lineText: string | undefined;
  isOutdated: boolean;
  isResolved: boolean;
  resolvedBy: string | null;
  comments: PostedComment[];
}

export interface Review {
  body: string;
  commitId: string;
  ours: boolean;
  comments: number;
}

export interface PullRequest {
  number: number;
  headSha: string;
  baseRef: string;
  draft: boolean;
  state: "OPEN" | "CLOSED" | "MERGED";
  authorType: "User" | "Bot";
  reviews: Review[];
  threads: Thread[];
}

export interface CheckRun {
  id: number;
  headSha: string;
  name: string;
  externalId: string | null;
  status: string;
  conclusion: string | null;
  title: string | null;
  summary: string | null;
  annotations: { path: string; start_line: number; end_line: number; message: string }[];
  detailsUrl: string | null;
  updates: number;
}

export interface ComparedFile {
  filename: string;
  previous_filename?: string;
  status: "added" | "removed" | "modified" | "renamed";
  sha: string;
  additions: number;
  deletions: number;
  changes: number;
  patch?: string;
  hunks: { newStart: number; newLines: number }[];
}

export interface Repository {
  owner: string;
  name: string;
  nodeId: string;
  commits: Map<string, Commit>;
  branches: Map<string, string>;
  /** a comparison takes them before branches of the same name */
  tags: Map<string, string>;
  pulls: Map<number, PullRequest>;
  checkRuns: CheckRun[];
  /** the type of the error that GraphQL answers instead of this repository, such as FORBIDDEN */
  refusedAs: string | null;
  /** contents:write: without it nothing can be resolved */
  canResolve: boolean;
  commit(changes: Record<string, Content>, onto?: string): string;
  open(pull: Partial<PullRequest> & { headSha: string }): PullRequest;
  push(number: number, headSha: string): void;
  compare(base: string, head: string): { mergeBase: string; files: ComparedFile[] };
}

const sha1 = (text: string | Buffer): string => createHash("sha1").update(text).digest("hex");

export function createRepository(owner = "octo", name = "shop"): Repository {
  const commits = new Map<string, Commit>();
  const branches = new Map<string, string>();
  const pulls = new Map<number, PullRequest>();
  const compared = new Map<string, ComparedFile[]>();
  let made = 0;

  function commit(changes: Record<string, Content>, onto?: string): string {
    const files = new Map(onto === undefined ? [] : resolve(onto).files);
    for (const [path, content] of Object.entries(changes)) {
      if (content === null) files.delete(path);
      else files.set(path, entryOf(content));
    }
    made += 1;
    const sha = sha1(`${owner}/${name} ${made}`);
    commits.set(sha, { sha, parents: onto === undefined ? [] : [resolve(onto).sha], files });
    return sha;
  }

  function resolve(ref: string): Commit {
    const found = commits.get(branches.get(ref) ?? ref);
    if (found === undefined) throw new Error(`no commit ${ref}`);
    return found;
  }

  function open(given: Partial<PullRequest> & { headSha: string }): PullRequest {
    const pull: PullRequest = {
      number: pulls.size + 1,
      baseRef: "main",
      draft: false,
      state: "OPEN",
      authorType: "User",
      reviews: [],
      threads: [],
      ...given,
    };
    pulls.set(pull.number, pull);
    return pull;
  }

  // GitHub calls a thread outdated when its line has changed.
  function push(number: number, headSha: string): void {
    const pull = pulls.get(number)!;
    pull.headSha = headSha;
    for (const thread of pull.threads) {
      const lines = resolve(headSha).files.get(thread.path)?.bytes.toString("utf8").split("\n");
      if (lines?.[thread.line - 1] !== thread.lineText) thread.isOutdated = true;
    }
  }

  function mergeBase(base: string, head: string): string {
    const ancestors = new Set(ancestorsOf(base));
    return ancestorsOf(head).find((sha) => ancestors.has(sha))!;
  }

  function ancestorsOf(ref: string): string[] {
    const { sha, parents } = resolve(ref);
    return [sha, ...parents.flatMap(ancestorsOf)];
  }

  function compare(base: string, head: string): { mergeBase: string; files: ComparedFile[] } {
    const from = mergeBase(base, head);
    const key = `${from} ${resolve(head).sha}`;
    const files = compared.get(key) ?? diff(resolve(from).files, resolve(head).files);
    compared.set(key, files);
    return { mergeBase: from, files };
  }

  return {
    owner,
    name,
    nodeId: `R_${sha1(`${owner}/${name}`).slice(0, 8)}`,
    commits,
    branches,
    tags: new Map(),
    pulls,
    checkRuns: [],
    refusedAs: null,
    canResolve: true,
    commit,
    open,
    push,
    compare,
  };
}

function entryOf(content: NonNullable<Content>): Entry {
  if (typeof content === "object" && "link" in content) {
    return { mode: 0o120000, bytes: Buffer.from(content.link), oid: sha1(content.link) };
  }
  if (typeof content === "object" && "submodule" in content) {
    return { mode: 0o160000, bytes: Buffer.alloc(0), oid: content.submodule };
  }
  const bytes = Buffer.from(content as string | Buffer);
  return { mode: 0o100644, bytes, oid: sha1(bytes) };
}

function diff(before: Map<string, Entry>, after: Map<string, Entry>): ComparedFile[] {
  const removed = [...before].filter(([path]) => !after.has(path));
  const files: ComparedFile[] = [];
  for (const [path, entry] of after) {
    const old = before.get(path);
    if (old?.oid === entry.oid) continue;
    const moved = old === undefined ? removed.find(([, each]) => each.oid === entry.oid) : undefined;
    if (moved !== undefined) {
      removed.splice(removed.indexOf(moved), 1);
      files.push({ ...comparedFile(path, entry, entry), status: "renamed", previous_filename: moved[0] });
    } else {
      files.push({ ...comparedFile(path, old, entry), status: old === undefined ? "added" : "modified" });
    }
  }
  for (const [path, entry] of removed)
    files.push({ ...comparedFile(path, entry, undefined), status: "removed" });
  return files.sort((a, b) => (a.filename < b.filename ? -1 : 1));
}

function comparedFile(
  filename: string,
  before: Entry | undefined,
  after: Entry | undefined,
): Omit<ComparedFile, "status"> {
  const old = before?.bytes.toString("utf8") ?? "";
  const now = after?.bytes.toString("utf8") ?? "";
  const common = { filename, sha: (after ?? before)!.oid };
  if (old === now || `${old}${now}`.includes("\0") || now.length > 1_000_000) {
    return { ...common, additions: 0, deletions: 0, changes: 0, hunks: [] };
  }
  const { hunks } = structuredPatch("a", "b", old, now, "", "", { context: 3 });
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const additions = lines.filter((line) => line.startsWith("+")).length;
  const deletions = lines.filter((line) => line.startsWith("-")).length;
  const patch = hunks
    .map(
      ({ oldStart, oldLines, newStart, newLines, lines: each }) =>
        `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@\n${each.join("\n")}`,
    )
    .join("\n");
  return { ...common, additions, deletions, changes: additions + deletions, patch, hunks };
}
