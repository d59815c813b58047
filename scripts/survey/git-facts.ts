/**
 * Git's own facts about a commit, read without the code under survey: so that a fault in our own reading of diffs cannot
 * hide itself.
 */
import { execFileSync } from "node:child_process";

/** Lines of the head's file that one hunk shows, 1-based and inclusive; `last` is before `first` in a pure removal. */
export interface HunkLines {
  first: number;
  last: number;
}

export interface CommitFacts {
  parent: string;
  /** hunks by the path at the head */
  hunks: Map<string, HunkLines[]>;
  /** path at the base by the path at the head; null for an added file */
  previousPaths: Map<string, string | null>;
  removedPaths: string[];
}

export function git(gitDir: string, ...args: string[]): string {
  return execFileSync("git", ["-C", gitDir, "-c", "core.quotePath=false", ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 30,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** The texts of many files at a commit with one call of git; what is no file there is left out. */
export function textsAt(gitDir: string, revision: string, paths: readonly string[]): Map<string, string> {
  const start = `${revision}:`;
  const texts = objectTexts(
    gitDir,
    paths.map((path) => start + path),
    { mayFetch: true },
  );
  return new Map([...texts].map(([name, text]) => [name.slice(start.length), text]));
}

/**
 * The texts of many blobs by the name that git knows each by, with one call of git; what is no blob is left out, and what a
 * partial clone would have to fetch as well, unless `mayFetch`.
 */
export function objectTexts(
  gitDir: string,
  names: readonly string[],
  { mayFetch }: { mayFetch: boolean },
): Map<string, string> {
  const wanted = [...new Set(names)].filter((name) => !name.includes("\n"));
  const texts = new Map<string, string>();
  if (wanted.length === 0) return texts;
  const output = execFileSync("git", ["-C", gitDir, "cat-file", "--batch"], {
    input: wanted.map((name) => `${name}\n`).join(""),
    maxBuffer: 1 << 30,
    env: mayFetch ? process.env : { ...process.env, GIT_NO_LAZY_FETCH: "1" },
  });
  let at = 0;
  for (const name of wanted) {
    const newline = output.indexOf(10, at);
    const header = output.toString("utf8", at, newline);
    at = newline + 1;
    const size = / (\w+) (\d+)$/.exec(header);
    if (size === null) continue;
    const end = at + Number(size[2]);
    if (size[1] === "blob") texts.set(name, output.toString("utf8", at, end));
    at = end + 1;
  }
  return texts;
}

/** Names of the files that stand in one folder at a commit. */
export function filesInFolder(gitDir: string, revision: string, folder: string): string[] {
  const where = folder === "" ? [revision] : [revision, "--", `${folder}/`];
  return git(gitDir, "ls-tree", "-z", "--name-only", ...where)
    .split("\0")
    .filter(Boolean);
}

/** The first parent; throws where the commit is not here or has none. */
export function parentOf(gitDir: string, sha: string): string {
  return git(gitDir, "rev-parse", `${sha}^`).trim();
}

/** A commit against its first parent. */
export function commitFacts(gitDir: string, sha: string): CommitFacts {
  const parent = parentOf(gitDir, sha);
  const options = ["-M", "--no-color", "--no-ext-diff", "--no-textconv", parent, sha, "--"];
  const hunks = readHunks(git(gitDir, "diff", "-U3", "--src-prefix=a/", "--dst-prefix=b/", ...options));
  const previousPaths = new Map<string, string | null>();
  const removedPaths: string[] = [];
  const fields = git(gitDir, "diff", "--name-status", "-z", ...options).split("\0");
  for (let i = 0; i + 1 < fields.length; ) {
    const status = fields[i++] ?? "";
    const path = fields[i++] ?? "";
    if (/^[RC]/.test(status)) previousPaths.set(fields[i++] ?? "", path);
    else if (status === "D") removedPaths.push(path);
    else previousPaths.set(path, status === "A" ? null : path);
  }
  return { parent, hunks, previousPaths, removedPaths };
}

/** Reads a unified diff by counting lines, so that no content can pass for a header. */
export function readHunks(diff: string): Map<string, HunkLines[]> {
  const result = new Map<string, HunkLines[]>();
  let current: HunkLines[] | undefined;
  let left = { old: 0, new: 0 };
  for (const line of diff.split("\n")) {
    if (left.old > 0 || left.new > 0) {
      if (line[0] !== "+" && line[0] !== "\\") left.old--;
      if (line[0] !== "-" && line[0] !== "\\") left.new--;
      continue;
    }
    if (line.startsWith("diff --git ")) current = undefined;
    if (line.startsWith("+++ ")) current = register(result, line.slice(4));
    const header = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (header === null || current === undefined) continue;
    left = { old: Number(header[1] ?? 1), new: Number(header[3] ?? 1) };
    const first = Number(header[2]);
    current.push({ first, last: first + left.new - 1 });
  }
  return result;
}

function register(hunks: Map<string, HunkLines[]>, quoted: string): HunkLines[] | undefined {
  const name = unquote(quoted.replace(/\t$/, ""));
  if (name === "/dev/null") return undefined;
  const list: HunkLines[] = [];
  hunks.set(name.replace(/^b\//, ""), list);
  return list;
}

/** Git quotes names with quotes, backslashes or control characters like C strings. */
function unquote(name: string): string {
  if (!name.startsWith('"')) return name;
  const escapes: Record<string, string> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v" };
  return name
    .slice(1, -1)
    .replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
      code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] ?? code),
    );
}
