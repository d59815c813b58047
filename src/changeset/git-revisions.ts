import { ChangeSetError } from "./change-set-error.js";
import { askGit, type Git, gitFailure, tryGit } from "./git-process.js";

const DEEPEN =
  "this clone is shallow, fetch the whole history (git fetch --unshallow, or fetch-depth: 0 in a checkout action)";
const OBJECT_ID = /^[0-9a-f]{40,64}$/;

/** The id of the commit that a revision names; a ChangeSetError where it names none. */
export async function resolveCommit(git: Git, revision: string): Promise<string> {
  const id = await findCommit(git, revision);
  if (id !== null) return id;
  const hint = (await isShallow(git))
    ? "this clone is shallow: fetch it, or more history"
    : "check the name, or fetch it";
  throw new ChangeSetError(
    "unknown-revision",
    `no commit is named ${JSON.stringify(revision)} here; ${hint}`,
  );
}

/** The commit at HEAD; a ChangeSetError where the repository has none yet. */
export async function resolveHead(git: Git): Promise<string> {
  const id = await findCommit(git, "HEAD");
  if (id !== null) return id;
  throw new ChangeSetError(
    "no-commit",
    "this repository has no commit at HEAD; commit something first, or look at the files with surefoot scan",
  );
}

/** The tip of the default branch: what pull requests are usually made against. */
export async function resolveDefaultBranch(git: Git, bare: boolean): Promise<string> {
  for (const ref of await defaultBranchRefs(git, bare)) {
    const id = await findCommit(git, ref);
    if (id !== null) return id;
  }
  const hint = (await isShallow(git)) ? `${DEEPEN}, or ` : "";
  throw new ChangeSetError(
    "no-default-branch",
    `found no default branch (looked for origin/HEAD, main, master and init.defaultBranch); ${hint}name the base with --base REV`,
  );
}

/** Where the two lines of history part: GitHub compares a head with this commit, not with the base branch's tip. */
export async function mergeBase(git: Git, base: string, head: string): Promise<string> {
  const { status, stdout, stderr } = await tryGit(git, ["merge-base", base, head]);
  if (status === 0) return stdout.toString("latin1").trim();
  // 1 says that there is none, anything else that git could not tell.
  if (status !== 1) throw gitFailure(git, "merge-base", stderr);
  const hint = (await isShallow(git)) ? DEEPEN : "name another base with --base REV";
  throw new ChangeSetError("no-merge-base", `the base and the head have no common commit here; ${hint}`);
}

async function findCommit(git: Git, revision: string): Promise<string | null> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
  const answer = revision === "" ? null : await askGit(git, args);
  // `^main` is a revision to rev-parse too, but it names what is left out.
  return answer !== null && OBJECT_ID.test(answer) ? answer : null;
}

async function defaultBranchRefs(git: Git, bare: boolean): Promise<string[]> {
  // A bare clone has no origin/HEAD: its own HEAD names the default branch.
  const refs = [bare ? "HEAD" : "refs/remotes/origin/HEAD"];
  const configured = await askGit(git, ["config", "--get", "init.defaultBranch"]);
  for (const name of ["main", "master", ...(configured ? [configured] : [])]) {
    refs.push(`refs/remotes/origin/${name}`, `refs/heads/${name}`);
  }
  return refs;
}

async function isShallow(git: Git): Promise<boolean> {
  return (await askGit(git, ["rev-parse", "--is-shallow-repository"])) === "true";
}
