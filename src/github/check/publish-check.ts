import type { GitHubClient } from "../client/github-client.js";
import { pullNumberOf } from "../load/external-id.js";
import type { ReviewTarget } from "../load/review-target.js";
import type { SharedHeads } from "../memory/shared-heads.js";
import type { PostedCheckRun } from "../posted.js";
import type { CheckContent } from "./check-content.js";
import { loadSharers } from "./load-sharers.js";
import { ownVerdictOf } from "./own-verdict.js";
import { postCheck, type TakenCheck } from "./post-check.js";
import { type CheckRequest, reconcileCheck } from "./reconcile-check.js";
import { type SharedVerdict, shareVerdict } from "./share-verdict.js";

interface CheckToPublish {
  target: ReviewTarget;
  verdict: CheckContent;
  /** this App's runs on the commit, as GitHub shows them */
  runs: readonly PostedCheckRun[];
  repositoryUrl: string;
  /** someone asked for the check to run again */
  askedAgain: boolean;
}

/**
 * Posts the check run of a commit if it does not say so already. It costs a request more where runs on the commit are of
 * other pull requests: the newest run speaks for all that have this head, so it has to be the worst of them.
 */
export async function publishCheck(
  octokit: GitHubClient,
  check: CheckToPublish,
  heads: SharedHeads,
): Promise<void> {
  const { target } = check;
  await heads.inTurn(target, async () => {
    const runs = await heads.complete(target, check.runs);
    const verdict = await sharedVerdict(octokit, check, runs, heads);
    const request = reconcileCheck(verdict, comparable(target, runs), check.askedAgain);
    if (request === null) return;
    const taken = await postCheck(octokit, target.repository, request);
    const known = runs.find((run) => run.id === taken.id);
    await heads.remember(target, toPosted(request, taken, verdict.externalId, known));
  });
}

async function sharedVerdict(
  octokit: GitHubClient,
  { target, verdict, repositoryUrl }: CheckToPublish,
  runs: readonly PostedCheckRun[],
  heads: SharedHeads,
): Promise<CheckContent> {
  const { repository, headSha, pullNumber, base: baseRef } = target;
  if (pullNumber === null) return verdict;
  await heads.arrive(target, pullNumber);
  const verdicts = verdictsOf(runs);
  const leavers = await heads.leavers(target);
  const numbers = [...verdicts.keys()].filter((number) => number !== pullNumber && !leavers.has(number));
  if (numbers.length === 0) return verdict;
  const sharers = await loadSharers(octokit, repository, headSha, numbers);
  if (sharers.length === 0) return verdict;
  const others = sharers.map((sharer): SharedVerdict => ({ ...sharer, ...verdicts.get(sharer.number)! }));
  return shareVerdict(verdict, { number: pullNumber, baseRef }, others, repositoryUrl);
}

/** The newest own verdict of each pull request that has a run. */
function verdictsOf(runs: readonly PostedCheckRun[]): Map<number, Omit<SharedVerdict, "number" | "baseRef">> {
  const verdicts = new Map<number, Omit<SharedVerdict, "number" | "baseRef">>();
  for (const run of runs) {
    const number = pullNumberOf(run.externalId);
    const own = ownVerdictOf(run);
    if (number === null || own === null || verdicts.has(number)) continue;
    verdicts.set(number, { conclusion: own.conclusion, title: own.title, runId: run.id });
  }
  return verdicts;
}

// A group's run waits for no pull request's, and must not outrun one on a branch that is itself a head.
function comparable({ pullNumber }: ReviewTarget, runs: readonly PostedCheckRun[]): PostedCheckRun[] {
  return runs.filter(({ externalId }) => pullNumber !== null || pullNumberOf(externalId) === null);
}

function toPosted(
  { body }: CheckRequest,
  { id, completedAt }: TakenCheck,
  externalId: string,
  known: PostedCheckRun | undefined,
): PostedCheckRun {
  const { conclusion, output } = body;
  return {
    ...{ id, externalId, completed: true, completedAt, conclusion },
    ...{ title: output.title, summary: output.summary },
    // They are only ever added to a run.
    hasAnnotations: (output.annotations ?? []).length > 0 || (known?.hasAnnotations ?? false),
  };
}
