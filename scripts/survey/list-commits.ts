/** Lists commits of local clones that are worth a review, for `--list`. */

import { isManifestPath } from "../../src/changeset/change-set.js";
import { WORKLOAD_KIND_NAMES } from "../../src/policy/kind-names.js";
import { git, objectTexts } from "./git-facts.js";
import { randomOf, shuffled } from "./seeded.js";

/** A commit to review against its first parent. */
export interface ListedCommit {
  gitDir: string;
  sha: string;
  /** `owner/name`; the git directory stands for it where it is not known */
  repo?: string;
}

interface ChangedFile {
  path: string;
  /** ids of blobs; null where the side has no file */
  before: string | null;
  after: string | null;
}

interface Candidate {
  sha: string;
  files: ChangedFile[];
}

const WORKLOAD = new RegExp(
  `^(?:- )?[ \\t]*"?kind"?:[ \\t]*"?(?:${WORKLOAD_KIND_NAMES.join("|")})"?,?[ \\t]*\\r?$`,
  "m",
);
const NOT_ITS_OWN = /(?:^|\/)(?:vendor|node_modules|\.github|third_party)\//;
/** A commit of more files is a move or an import, and no pull request that somebody reads. */
const MOST_FILES = 300;
/** Commits whose files are read with one call of git. */
const AT_ONCE = 50;
/** Commits of a repository that are looked at before it is left. */
const MOST_LOOKED_AT = 4000;
const NO_BLOB = /^0+$/;

/**
 * At most `perRepository` commits of each clone, each with a parent, with a changed file that holds a workload as it is
 * applied, not as a template, and with every blob that it touches. The list goes round the clones, so its beginning is a
 * mix. The same clones and seed give the same list.
 */
export function listCommits(gitDirs: readonly string[], perRepository: number, seed: string): ListedCommit[] {
  const lists = gitDirs.map((gitDir) => {
    const repo = nameOf(gitDir);
    return commitsOf(gitDir, perRepository, `${seed} ${repo ?? gitDir}`).map(
      (sha): ListedCommit => ({ gitDir, sha, ...(repo === null ? {} : { repo }) }),
    );
  });
  return Array.from({ length: perRepository }, (_, turn) => lists.flatMap((list) => list[turn] ?? [])).flat();
}

function commitsOf(gitDir: string, most: number, seed: string): string[] {
  const candidates = shuffled(candidatesIn(manifestLog(gitDir)), randomOf(seed)).slice(0, MOST_LOOKED_AT);
  const found: string[] = [];
  for (let at = 0; at < candidates.length && found.length < most; at += AT_ONCE) {
    const some = candidates.slice(at, at + AT_ONCE);
    const ids = some.flatMap(({ files }) => files.flatMap(({ before, after }) => [before, after]));
    const texts = objectTexts(
      gitDir,
      ids.filter((id) => id !== null),
      { mayFetch: false },
    );
    found.push(...some.filter(({ files }) => isWorthReviewing(files, texts)).map(({ sha }) => sha));
  }
  return found.slice(0, most);
}

function manifestLog(gitDir: string): string {
  const shape = ["--first-parent", "-m", "--no-renames", "--raw", "--no-abbrev", "--format=commit %H %P"];
  return git(gitDir, "log", ...shape, "HEAD", "--", "*.yaml", "*.yml", "*.json");
}

/** Reads git's raw log, each commit begun by `commit <id> <parents>`. */
export function candidatesIn(log: string): Candidate[] {
  const commits: (Candidate & { hasParent: boolean })[] = [];
  for (const line of log.split("\n")) {
    const commit = /^commit (\w+) ?(\w*)/.exec(line);
    if (commit !== null) commits.push({ sha: commit[1]!, hasParent: commit[2] !== "", files: [] });
    const file = /^:\d+ \d+ (\w+) (\w+) [A-Z]\t(.*)$/.exec(line);
    if (file === null || !isManifestPath(file[3]!)) continue;
    const [before, after] = [file[1]!, file[2]!].map((id) => (NO_BLOB.test(id) ? null : id));
    commits.at(-1)?.files.push({ path: file[3]!, before: before ?? null, after: after ?? null });
  }
  return commits.filter(
    ({ hasParent, files }) => hasParent && files.length > 0 && files.length <= MOST_FILES,
  );
}

/** Whether every blob is there, and a file of the head holds a plain workload. */
function isWorthReviewing(files: readonly ChangedFile[], texts: ReadonlyMap<string, string>): boolean {
  const isThere = (id: string | null) => id === null || texts.has(id);
  if (!files.every(({ before, after }) => isThere(before) && isThere(after))) return false;
  return files.some(({ path, after }) => {
    const text = after === null ? "" : (texts.get(after) ?? "");
    return !NOT_ITS_OWN.test(path) && WORKLOAD.test(text) && !text.includes("{{");
  });
}

/** `owner/name` of the clone's origin; null where it has none. */
function nameOf(gitDir: string): string | null {
  // An absent key is no error here, but an empty line.
  const url = git(gitDir, "config", "--default", "", "--get", "remote.origin.url").trim();
  return /([^/:]+\/[^/:]+?)(?:\.git)?\/?$/.exec(url)?.[1] ?? null;
}
