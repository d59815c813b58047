import { type Hunk, MAX_LOCAL_FILE_BYTES } from "./change-set.js";
import { lacksContent, withoutRemote } from "./git-offline.js";
import { type Git, gitFailure, streamGit } from "./git-process.js";

/** One path of a diff between two trees, as git's raw format has it. */
export interface DiffEntry {
  oldMode: string;
  newMode: string;
  oldId: string;
  newId: string;
  status: "added" | "modified" | "removed" | "renamed" | "type-changed";
  path: string;
  previousPath: string | null;
  /** null where git lacks contents that it would compare */
  hunks: Hunk[] | null;
}

const RAW = ["diff-tree", "-r", "-z", "--raw", "--no-abbrev"];

const DIFF_TREE = [
  // A file too large to review is not worth a diff either: git takes it for binary then.
  ...["-c", `core.bigFileThreshold=${MAX_LOCAL_FILE_BYTES}`],
  ...[...RAW, "--patch", "--full-index"],
  // Everything that decides about hunks, so that no configuration moves them away from what GitHub shows.
  ...["--unified=3", "--inter-hunk-context=0", "--diff-algorithm=myers", "--indent-heuristic"],
  ...["--find-renames=50%", "-l1000", "--no-ext-diff", "--no-textconv", "--no-color", "--submodule=short"],
];

const STATUS: Record<string, DiffEntry["status"]> = {
  A: "added",
  M: "modified",
  D: "removed",
  R: "renamed",
  T: "type-changed",
};

const MANIFESTS = ["--", ":(icase)*.yaml", ":(icase)*.yml", ":(icase)*.json"];

/** Returns the differences of two trees, with the hunks that GitHub shows: three lines of context, renames found. */
export async function diffTrees(git: Git, base: string, head: string): Promise<DiffEntry[]> {
  const whole = await readDiff(git, [base, head]);
  // Some clones leave out large files: without those, only renames from and to other kinds of files go unseen.
  if (whole.status === 0) return whole.reader.end();
  if (!lacksContent(whole.stderr)) throw gitFailure(git, "diff-tree", whole.stderr);
  return withoutRemote(git, async (local) => {
    const manifests = await readDiff(local, [base, head, ...MANIFESTS]);
    if (manifests.status === 0) return manifests.reader.end();
    // Where a manifest is left out too, names and ids are all that is told: of renames, those without an edit.
    const raw = await readDiff(local, [base, head, ...MANIFESTS], [...RAW, "--find-renames=100%"]);
    if (raw.status !== 0) throw gitFailure(git, "diff-tree", raw.stderr);
    return raw.reader.entries.map((entry) => ({ ...entry, hunks: null }));
  });
}

async function readDiff(git: Git, what: string[], command = DIFF_TREE) {
  const reader = createDiffReader();
  const { status, stderr } = await streamGit(git, [...command, ...what], null, reader.push);
  return { status, stderr, reader };
}

/**
 * Reads `git diff-tree -z --raw --patch` as it comes. Paths are taken from the raw part, where they are exact; the
 * patches follow in the same order. Lines inside a hunk are counted off, so no content can pass for a header.
 */
function createDiffReader(): {
  push(chunk: Buffer): void;
  end(): DiffEntry[];
  /** without their hunks before the end */
  entries: DiffEntry[];
} {
  const entries: DiffEntry[] = [];
  const hunks = createHunkReader();
  let rest: Buffer = Buffer.alloc(0);
  let fields: string[] = [];
  let inPatch = false;

  function push(chunk: Buffer): void {
    if (inPatch) {
      hunks.push(chunk);
      return;
    }
    rest = Buffer.concat([rest, chunk]);
    let from = 0;
    for (let at = rest.indexOf(0); at >= 0 && !inPatch; at = rest.indexOf(0, from)) {
      const field = rest.toString("utf8", from, at);
      from = at + 1;
      // An empty field stands between the raw part and the patches.
      if (fields.length === 0 && field === "") inPatch = true;
      else fields.push(field);
      if (fields.length >= 2 && fields.length === fieldCount(fields[0]!)) {
        entries.push(readEntry(fields));
        fields = [];
      }
    }
    rest = rest.subarray(from);
    if (inPatch) hunks.push(rest);
  }

  function end(): DiffEntry[] {
    const patches = hunks.end();
    // git splits a change of type into a removal and an addition.
    const expected = entries.reduce((sum, entry) => sum + (entry.status === "type-changed" ? 2 : 1), 0);
    if (patches.length !== expected) {
      throw new Error(`git diff-tree printed ${patches.length} patches for ${expected} changes`);
    }
    let next = 0;
    for (const entry of entries) {
      if (entry.status === "type-changed") next += 2;
      else entry.hunks = patches[next++]!;
    }
    return entries;
  }

  return { push, end, entries };
}

function fieldCount(meta: string): number {
  return /[RC]\d*$/.test(meta) ? 3 : 2;
}

function readEntry([meta, first, second]: string[]): DiffEntry {
  const [oldMode, newMode, oldId, newId, letter] = meta!.slice(1).split(" ") as [
    string,
    string,
    string,
    string,
    string,
  ];
  const status = STATUS[letter[0]!];
  if (status === undefined) throw new Error(`git diff-tree printed the status ${letter}`);
  const path = second ?? first!;
  const previousPath = second === undefined ? null : first!;
  return { oldMode, newMode, oldId, newId, status, path, previousPath, hunks: [] };
}

const LINE_FEED = 0x0a;
const HEADER_BYTES = 120;

function createHunkReader(): { push(chunk: Buffer): void; end(): Hunk[][] } {
  const patches: Hunk[][] = [];
  let head = ""; // the beginning of the current line: a minified line may be megabytes long
  let oldLeft = 0;
  let newLeft = 0;

  function readLine(): void {
    if (oldLeft > 0 || newLeft > 0) {
      const mark = head[0] ?? " ";
      if (mark === " " || mark === "-") oldLeft--;
      if (mark === " " || mark === "+") newLeft--;
      return;
    }
    if (head.startsWith("diff --git ")) patches.push([]);
    const hunk = parseHunkHeader(head);
    if (hunk === null) return;
    patches.at(-1)!.push(hunk);
    oldLeft = hunk.oldLines;
    newLeft = hunk.newLines;
  }

  function push(chunk: Buffer): void {
    let from = 0;
    for (;;) {
      const at = chunk.indexOf(LINE_FEED, from);
      const stop = at < 0 ? chunk.length : at;
      const room = HEADER_BYTES - head.length;
      if (room > 0) head += chunk.toString("latin1", from, Math.min(stop, from + room));
      if (at < 0) return;
      readLine();
      head = "";
      from = at + 1;
    }
  }

  return { push, end: () => patches };
}

/** Reads `@@ -a,b +c,d @@`; null where the line is none. A count left out is 1. */
function parseHunkHeader(line: string): Hunk | null {
  const match = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
  if (match === null) return null;
  const [, oldStart, oldLines, newStart, newLines] = match;
  return {
    oldStart: Number(oldStart),
    oldLines: Number(oldLines ?? 1),
    newStart: Number(newStart),
    newLines: Number(newLines ?? 1),
  };
}
