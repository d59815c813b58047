import type { Analyse } from "../../analysis/analysis.js";
import type { RenderElsewhere } from "../../analysis/render-elsewhere.js";
import { circumstancesAt } from "../../review/circumstances.js";
import { describeMergeGroup, type MergeGroupNames } from "../../review/write/describe-merge-group.js";
import type { GitHubClient } from "../client/github-client.js";
import type { Log } from "../client/log.js";
import { mergeGroupBaseOf } from "../load/external-id.js";
import type { LoadingTools } from "../load/load-newest.js";
import { loadRenderings } from "../load/load-renderings.js";
import { type LoadedReview, loadReview } from "../load/load-review.js";
import { retryMissing } from "../load/retry-missing.js";
import type { ReviewTarget } from "../load/review-target.js";
import { publishReview } from "../publish/publish-review.js";
import type { ReviewMergeGroup } from "../task.js";
import { pullsOfGroup, type QueueEntry, readMergeQueue } from "./find-group-pulls.js";
import { loadGroupPaths } from "./load-group-paths.js";
import { readMergeGroupRef } from "./merge-group-ref.js";

interface GroupTools extends LoadingTools {
  publicUrl: string | undefined;
  log: Log;
  analyse: Analyse;
  render: RenderElsewhere | undefined;
}

/**
 * Gives the group's head the verdict of the same review, as a check run only. It is compared with the branch that it is
 * to be merged into and not with its parent: a queue that looks at the head of a group alone (HEADGREEN) merges every
 * entry ahead of it with that one verdict. https://github.com/iotaledger/iota/pull/12491
 */
export async function reviewMergeGroup(
  octokit: GitHubClient,
  task: ReviewMergeGroup,
  { appId, attempt, publicUrl, signal, granted, heads, policies, log, analyse, render }: GroupTools,
): Promise<void> {
  const started = Date.now();
  const { repository, headSha, askedAgain } = task;
  const target = mergeGroupTarget(task, appId);
  const asking = { cache: policies, attempt };
  const [loaded, queue] = await Promise.all([
    retryMissing(attempt, () => loadReview(octokit, target, asking, granted)),
    target.base === task.baseSha ? null : readMergeQueue(octokit, repository, target.base, log),
  ]);
  const change = await loadRenderings(loaded, { attempt, log, analyse, render });
  const circumstances = circumstancesAt(new Date(), publicUrl);
  const plan = await analyse("review", { ...change, policy: loaded.policy, circumstances });
  const described = describeMergeGroup(plan, await namesOf(octokit, task, loaded, queue, log));
  const options = { askedAgain, granted, signal, heads, log };
  await publishReview(octokit, lasting(target, loaded), described, loaded, options);
  const ms = Date.now() - started;
  log.info({ ...repository, head: headSha, conclusion: plan.conclusion, ms }, "Reviewed a merge group");
}

/** Returns the commit of a group that is to be reviewed, and what it is compared with. */
export function mergeGroupTarget(
  { repository, headSha, headRef, baseSha }: ReviewMergeGroup,
  appId: number,
): ReviewTarget {
  const base = readMergeGroupRef(headRef)?.baseRef ?? baseSha;
  return { repository, appId, base, headSha, pullNumber: null, groupBase: baseSha };
}

// The run is to say the same once the branch holds the group, so it keeps where the comparison began.
function lasting(target: ReviewTarget, { changeSet, checkRuns }: LoadedReview): ReviewTarget {
  const kept = checkRuns.flatMap(({ externalId }) => mergeGroupBaseOf(externalId) ?? [])[0];
  const groupBase = kept ?? changeSet.base;
  return groupBase === null ? target : { ...target, groupBase };
}

async function namesOf(
  octokit: GitHubClient,
  { repository, headSha, headRef }: ReviewMergeGroup,
  { changeSet, commits, repositoryUrl }: LoadedReview,
  queue: readonly QueueEntry[] | null,
  log: Log,
): Promise<MergeGroupNames> {
  const group = { headSha, mergeBase: changeSet.base ?? "", commits };
  const { numbers, complete } = pullsOfGroup(group, queue, readMergeGroupRef(headRef));
  const pulls =
    numbers.length > 1
      ? await loadGroupPaths(octokit, repository, numbers, log)
      : numbers.map((number) => ({ number, paths: null }));
  return { pulls, complete, repositoryUrl };
}
