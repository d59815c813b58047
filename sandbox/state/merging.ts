/** Whether a pull request may be merged, and the merge. */
import { tryGit } from "../../src/changeset/git-process.js";
import { isAncestor, mergeBase } from "../git/bare-repository.js";
import { remember } from "../git/remember.js";
import { baseTip } from "./diffs.js";
import type { Account, CheckRun, PullRequest, Repository, RequiredCheck } from "./model.js";
import { pushBranch } from "./push.js";
import { Refusal } from "./refusal.js";
import { newestRuns } from "./suites.js";
import { now, type World } from "./world.js";

export interface Mergeability {
  allowed: boolean;
  /** one sentence */
  reason: string;
}

// https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/about-status-checks
const PASSING = ["success", "neutral", "skipped"];

/** Whether GitHub would let someone press the button, and why or why not. */
export async function mergeability(pull: PullRequest): Promise<Mergeability> {
  if (pull.mergedAt !== null) return { allowed: false, reason: "This pull request is merged." };
  if (pull.state === "closed") return { allowed: false, reason: "This pull request is closed." };
  if (pull.draft) return { allowed: false, reason: "This pull request is still a draft." };
  for (const required of pull.repository.requiredChecks.get(pull.base.ref) ?? []) {
    const run = runFor(pull, required);
    if (run === null || run.status !== "completed")
      return { allowed: false, reason: `The required check ${required.name} has not finished.` };
    if (!PASSING.includes(run.conclusion ?? ""))
      return { allowed: false, reason: `The required check ${required.name} has not passed.` };
  }
  if ((await mergedTree(pull, baseTip(pull))) === null)
    return { allowed: false, reason: "This branch has conflicts that must be resolved." };
  return { allowed: true, reason: "All required checks have passed." };
}

/** The check run that a requirement looks at. */
export function runFor(pull: PullRequest, required: RequiredCheck): CheckRun | null {
  const runs = pull.repository.runs.filter(
    ({ suite, name }) =>
      suite.headSha === pull.head.sha &&
      name === required.name &&
      (required.app === null || suite.app === required.app),
  );
  return newestRuns(runs).at(-1) ?? null;
}

/** Merges with a merge commit; its id. */
export async function mergePullRequest(world: World, pull: PullRequest, user: Account): Promise<string> {
  const { allowed, reason } = await mergeability(pull);
  if (!allowed) throw new Refusal(405, reason);
  const { repository, base } = pull;
  const message = `Merge pull request #${pull.number} from ${pull.head.repository.owner.login}/${pull.head.ref}\n\n${pull.title}\n`;
  const onto = baseTip(pull);
  const tree = await mergedTree(pull, onto);
  const sha = await commitTree(repository, { tree, parents: [onto, pull.head.sha], message, user });
  closeAsMerged(pull, sha, user);
  await pushBranch(world, repository, base.ref, sha, user);
  world.tell({ name: "pull_request", action: "closed", repository, sender: user, pull: { ...pull } });
  return sha;
}

/** Notes that a commit has a pull request's changes in its base. */
export function closeAsMerged(pull: PullRequest, sha: string, user: Account): void {
  const at = now();
  Object.assign(pull, { base: { ...pull.base, sha: baseTip(pull) } });
  Object.assign(pull, { state: "closed", closedAt: at, mergedAt: at, mergedBy: user, mergeCommit: sha });
}

/** Commits a tree, which is null where its parents conflict; no branch has the commit yet. */
export async function commitTree(
  repository: Repository,
  {
    tree,
    parents,
    message,
    user,
  }: { tree: string | null; parents: string[]; message: string; user: Account },
): Promise<string> {
  if (tree === null) throw new Refusal(405, "Pull Request is not mergeable");
  const person = (role: string): Record<string, string> => ({
    [`GIT_${role}_NAME`]: user.name,
    [`GIT_${role}_EMAIL`]: user.email,
  });
  const env = { ...repository.git.env, ...person("AUTHOR"), ...person("COMMITTER") };
  const args = ["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent]), "-F", "-"];
  const { status, stdout } = await tryGit({ ...repository.git, env }, args, Buffer.from(message));
  if (status !== 0) throw new Error("git commit-tree failed");
  return stdout.toString("latin1").trim();
}

/**
 * Returns the tree that a commit of a pull request, its head unless told, becomes on top of another. Null where the two
 * sides conflict. A base that did not move on needs no merge, which older versions of git cannot make without a working
 * tree (`merge-tree --write-tree` came with 2.38).
 */
export async function mergedTree(
  { repository, head }: PullRequest,
  onto: string,
  sha: string = head.sha,
): Promise<string | null> {
  if ((await mergeBase(repository.git, onto, sha)) === onto) return `${sha}^{tree}`;
  if (await isAncestor(repository.git, sha, onto)) return null;
  const args = ["merge-tree", "--write-tree", onto, sha];
  const { status, stdout } = await remember(repository.git, args.join(" "), () =>
    tryGit(repository.git, args),
  );
  return status === 0 ? stdout.toString("latin1").split("\n", 1)[0]! : null;
}
