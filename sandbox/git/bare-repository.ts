/**
 * Bare git repositories in a folder of the sandbox: real git makes every commit, diff and merge base. Knows nothing of
 * GitHub.
 */
import { devNull } from "node:os";
import { askGit, type Git, openGit, runGit } from "../../src/changeset/git-process.js";
import { remember } from "./remember.js";

export type { Git } from "../../src/changeset/git-process.js";

/** The id that git gives to "no commit". */
export const NO_COMMIT = "0".repeat(40);

const OBJECT_ID = /^[0-9a-f]{40}$/;

/** Whether a text has the form of an object's full id. */
export function isObjectId(text: string): boolean {
  return OBJECT_ID.test(text);
}

/** A handle whose git reads no settings but those given here: what a user configured must not move a hunk. */
export function openBare(directory: string): Git {
  const git = openGit(directory);
  return {
    directory,
    env: {
      ...git.env,
      GIT_DIR: directory,
      GIT_CONFIG_GLOBAL: devNull,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_NO_LAZY_FETCH: "1",
    },
  };
}

/** Makes an empty repository in an existing folder. */
export async function initBare(directory: string): Promise<Git> {
  const git = openBare(directory);
  await runGit({ ...git, env: { ...git.env, GIT_DIR: undefined } }, [
    ...["init", "--quiet", "--bare", "--initial-branch=main", "--object-format=sha1", "--template="],
    directory,
  ]);
  // Objects that no ref holds any more stay: GitHub too shows commits that a force push left behind.
  await runGit(git, ["config", "gc.auto", "0"]);
  return git;
}

/** Lets a repository read the objects of another in the sandbox, as a fork does on GitHub. */
export async function fetchObjects(git: Git, from: Git, sha: string): Promise<void> {
  await runGit(git, ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", from.directory, sha]);
}

/** The commit that a revision names, or null. */
export async function findCommit(git: Git, revision: string): Promise<string | null> {
  if (isObjectId(revision) && commits.get(git)?.has(revision)) return revision;
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
  const answer = await askGit(git, args);
  if (answer === null || !isObjectId(answer)) return null;
  commits.set(git, (commits.get(git) ?? new Set()).add(answer));
  return answer;
}

// A commit that was there once stays: nothing is ever thrown away.
const commits = new WeakMap<Git, Set<string>>();

/** Points a ref at a commit. */
export async function updateRef(git: Git, ref: string, sha: string): Promise<void> {
  await runGit(git, ["update-ref", "--no-deref", ref, sha]);
}

/** Makes a branch the default one: the commit that HEAD names is its newest. */
export async function setHead(git: Git, branch: string): Promise<void> {
  await runGit(git, ["symbolic-ref", "HEAD", `refs/heads/${branch}`]);
}

/** Takes a ref away. */
export async function deleteRef(git: Git, ref: string): Promise<void> {
  await runGit(git, ["update-ref", "--no-deref", "-d", ref]);
}

/** Whether a name can be a branch's. */
export async function isBranchName(git: Git, name: string): Promise<boolean> {
  return (await askGit(git, ["check-ref-format", `refs/heads/${name}`])) !== null;
}

/** Where two lines of history part; null where they have nothing in common. */
export async function mergeBase(git: Git, base: string, head: string): Promise<string | null> {
  return remember(git, `base ${base} ${head}`, () => askGit(git, ["merge-base", base, head]));
}

/** Whether the first commit is an ancestor of the second, or the same. */
export async function isAncestor(git: Git, ancestor: string, descendant: string): Promise<boolean> {
  const args = ["merge-base", "--is-ancestor", ancestor, descendant];
  return (await remember(git, args.join(" "), () => askGit(git, args))) !== null;
}
