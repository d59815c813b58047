/** The differences of two commits, file by file, with the hunks that GitHub shows: real git makes them. */
import { runGit } from "../../src/changeset/git-process.js";
import type { Git } from "./bare-repository.js";
import { remember } from "./remember.js";

export interface DiffFile {
  path: string;
  /** set where the file was renamed */
  previousPath: string | null;
  status: "added" | "modified" | "removed" | "renamed" | "changed";
  /** the blob at the head, or at the base where it was removed */
  oid: string;
  additions: number;
  deletions: number;
  /** the hunks without a file header; null for a binary file and where no line differs */
  patch: string | null;
}

const DIFF = [
  ...["diff-tree", "-r", "--no-commit-id", "--no-ext-diff", "--no-textconv", "--no-color"],
  // GitHub finds renames of half a file and shows three lines around a change.
  ...["--find-renames=50%", "-l1000", "--unified=3", "--diff-algorithm=myers", "--full-index"],
];

const STATUS: Record<string, DiffFile["status"]> = {
  A: "added",
  M: "modified",
  D: "removed",
  R: "renamed",
  T: "changed",
};

/** Compares two commits; a file's place in the list is git's order, which is GitHub's too. */
export function diffFiles(git: Git, base: string, head: string): Promise<DiffFile[]> {
  return remember(git, `diff ${base} ${head}`, () => readDiff(git, base, head));
}

async function readDiff(git: Git, base: string, head: string): Promise<DiffFile[]> {
  const [raw, patches] = await Promise.all([
    runGit(git, [...DIFF, "-z", "--raw", "--numstat", "--no-abbrev", base, head]),
    runGit(git, [...DIFF, "--patch", base, head]),
  ]);
  const files = readRaw(raw.toString("utf8"));
  // Only a line feed ends a line here: a file may hold any other sign that something takes for one.
  const sections = `\n${patches.toString("utf8")}`.split("\ndiff --git ").slice(1);
  let at = 0;
  return files.map((file) => {
    // A file that becomes a link is shown as one file taken away and another one added.
    const own = sections.slice(at, file.status === "changed" ? at + 2 : at + 1);
    at += own.length;
    const patch = own.flatMap((section) => hunksOf(section) ?? []).join("\n");
    return { ...file, patch: patch === "" ? null : patch };
  });
}

function hunksOf(section: string): string | null {
  const start = section.indexOf("\n@@ ");
  return start < 0 ? null : section.slice(start + 1).replace(/\n$/, "");
}

// `:<mode> <mode> <id> <id> <status>` and one path or two, for every file; then `<added>\t<removed>\t<path>`, where a
// renamed file has an empty path and then two more.
function readRaw(text: string): Omit<DiffFile, "patch">[] {
  const parts = text.split("\0");
  const files: Omit<DiffFile, "patch">[] = [];
  let at = 0;
  for (; parts[at]?.startsWith(":"); at += 1) {
    const [, , before, after, letter] = parts[at]!.split(" ");
    const status = STATUS[letter!.charAt(0)] ?? "modified";
    at += 1;
    const previousPath = status === "renamed" ? parts[at]! : null;
    if (previousPath !== null) at += 1;
    const oid = status === "removed" ? before! : after!;
    files.push({ path: parts[at]!, previousPath, status, oid, additions: 0, deletions: 0 });
  }
  for (const file of files) {
    const [added, removed] = parts[at]!.split("\t");
    at += file.previousPath === null ? 1 : 3;
    // A dash stands for a binary file.
    file.additions = Number(added) || 0;
    file.deletions = Number(removed) || 0;
  }
  return files;
}
