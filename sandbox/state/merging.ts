/** Whether a pull request may be merged, and the merge. */
import { tryGit } from "../../src/changeset/git-process.js";
import { isAncestor, mergeBase, updateRef } from "../git/bare-repository.js";
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
  if ((await mergedTree(pull)) === null)
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
  const sha = await mergeCommit(repository, pull, message, user);
  const at = now();
  Object.assign(pull, { base: { ...base, sha: baseTip(pull) } });
  Object.assign(pull, { state: "closed", closedAt: at, mergedAt: at, mergedBy: user, mergeCommit: sha });
  await pushBranch(world, repository, base.ref, sha, user);
  world.tell({ name: "pull_request", action: "closed", repository, sender: user, pull: { ...pull } });
  return sha;
}

/** A merge queue's group of one pull request: its merge on a branch of the queue's own, to be tested. */
export interface MergeGroup {
  headSha: string;
  headRef: string;
  baseSha: string;
  baseRef: string;
}

/** Puts a pull request into the merge queue and asks for the checks of its group. */
export async function enqueuePullRequest(
  world: World,
  pull: PullRequest,
  user: Account,
): Promise<MergeGroup> {
  const { repository, base, number } = pull;
  const baseSha = baseTip(pull);
  const headSha = await mergeCommit(repository, pull, `Merge pull request #${number}\n`, user);
  const branch = `gh-readonly-queue/${base.ref}/pr-${number}-${baseSha}`;
  await updateRef(repository.git, `refs/heads/${branch}`, headSha);
  repository.branches.set(branch, headSha);
  const group = { headSha, headRef: `refs/heads/${branch}`, baseSha, baseRef: `refs/heads/${base.ref}` };
  world.tell({ name: "merge_group", action: "checks_requested", repository, sender: user, ...group });
  return group;
}

async function mergeCommit(
  repository: Repository,
  pull: PullRequest,
  message: string,
  user: Account,
): Promise<string> {
  const tree = await mergedTree(pull);
  if (tree === null) throw new Refusal(405, "Pull Request is not mergeable");
  const person = (role: string): Record<string, string> => ({
    [`GIT_${role}_NAME`]: user.name,
    [`GIT_${role}_EMAIL`]: user.email,
  });
  const env = { ...repository.git.env, ...person("AUTHOR"), ...person("COMMITTER") };
  const args = ["commit-tree", tree, "-p", baseTip(pull), "-p", pull.head.sha, "-F", "-"];
  const { status, stdout } = await tryGit({ ...repository.git, env }, args, Buffer.from(message));
  if (status !== 0) throw new Error("git commit-tree failed");
  return stdout.toString("latin1").trim();
}

// Null where the two sides conflict. A base that did not move on needs no merge, which older versions of git cannot
// make without a working tree (`merge-tree --write-tree` came with 2.38).
async function mergedTree(pull: PullRequest): Promise<string | null> {
  const { repository, head } = pull;
  const base = baseTip(pull);
  if ((await mergeBase(repository.git, base, head.sha)) === base) return `${head.sha}^{tree}`;
  if (await isAncestor(repository.git, head.sha, base)) return null;
  const args = ["merge-tree", "--write-tree", base, head.sha];
  const { status, stdout } = await remember(repository.git, args.join(" "), () =>
    tryGit(repository.git, args),
  );
  return status === 0 ? stdout.toString("latin1").split("\n", 1)[0]! : null;
}
