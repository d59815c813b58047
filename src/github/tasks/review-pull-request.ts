import type { Analyse } from "../../analysis/analysis.js";
import type { RenderElsewhere } from "../../analysis/render-elsewhere.js";
import { circumstancesAt } from "../../review/circumstances.js";
import { ENDED_TWICE } from "../check/no-verdict.js";
import { publishCheck } from "../check/publish-check.js";
import { wasTaken, whileTaken } from "../check/while-taken.js";
import type { GitHubClient } from "../client/github-client.js";
import { GitHubFailure } from "../client/github-failure.js";
import type { Log } from "../client/log.js";
import { allows } from "../client/permissions.js";
import { externalIdOf } from "../load/external-id.js";
import { type LoadingTools, loadNewest } from "../load/load-newest.js";
import { loadRenderings } from "../load/load-renderings.js";
import type { LoadedReview } from "../load/load-review.js";
import { policyForAuthor } from "../load/policy-for-author.js";
import type { ReviewTarget } from "../load/review-target.js";
import type { RecentPosts } from "../memory/recent-posts.js";
import { publishReview } from "../publish/publish-review.js";
import { pullRequestKey, type ReviewPullRequest } from "../task.js";

interface ReviewTools extends LoadingTools {
  publicUrl: string | undefined;
  log: Log;
  recent: RecentPosts;
  analyse: Analyse;
  render: RenderElsewhere | undefined;
  /** Does one such work at a time. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** aborted where the process stops */
  stopped: AbortSignal;
  /** Has other pull requests reviewed too, since this one has left the head that they had with it. */
  reviewToo(numbers: readonly number[]): Promise<void>;
}

/** Reviews a pull request at its newest head and posts what is not posted yet. */
export async function reviewPullRequest(
  octokit: GitHubClient,
  task: ReviewPullRequest,
  tools: ReviewTools,
): Promise<void> {
  const started = Date.now();
  const { granted, attempt, heads, recent, stopped } = tools;
  const { target, loaded } = await loadNewest(octokit, task, tools);
  if (!loaded.pullRequest!.open) return passOver(task, tools);
  const state = await recent.complete(pullRequestKey(task), loaded);
  const toReview = { task, target, started };
  if (task.occasion !== "missed" || !allows(granted, "checks", "write"))
    return judge(octokit, toReview, state, tools);
  await tools.alone(async () => {
    const missed = { target, runs: state.checkRuns, stopped };
    // At a further try the process is the one that took it.
    if (attempt === 1 && wasTaken(missed)) return refuse(octokit, toReview, state, tools);
    await whileTaken(octokit, missed, heads, (checkRuns) =>
      judge(octokit, toReview, { ...state, checkRuns }, tools),
    );
  });
}

interface ToReview {
  task: ReviewPullRequest;
  target: ReviewTarget;
  /** milliseconds */
  started: number;
}

async function judge(
  octokit: GitHubClient,
  { task, target, started }: ToReview,
  loaded: LoadedReview,
  tools: ReviewTools,
): Promise<void> {
  const { repository, number } = task;
  const { granted, signal, heads, recent, log, analyse } = tools;
  const change = await loadRenderings(loaded, tools);
  signal.throwIfAborted();
  const plan = await analyse("review", {
    ...change,
    policy: policyForAuthor(loaded),
    circumstances: circumstancesAt(new Date(), tools.publicUrl),
  });
  const askedAgain = task.occasion === "asked-again";
  const options = { askedAgain, granted, signal, heads, log };
  const published = await publishReview(octokit, target, plan, loaded, options);
  await recent.remember(pullRequestKey(task), plan, published, loaded.pullRequest!.threads);
  await tools.reviewToo(loaded.sharers);
  await heads.lookedAt(repository, number, target.formerHeads ?? []);
  log.info(
    {
      ...repository,
      pull: number,
      head: target.headSha,
      conclusion: plan.conclusion,
      workloads: plan.workloads.length,
      comments: published.review?.comments.length ?? 0,
      ms: Date.now() - started,
    },
    "Reviewed",
  );
}

/** Ends the check of a change that the process did not survive: each start would end with it again. */
async function refuse(
  octokit: GitHubClient,
  { task: { repository, number }, target }: ToReview,
  { checkRuns: runs, repositoryUrl, policy }: LoadedReview,
  { heads, log }: ReviewTools,
): Promise<void> {
  const verdict = {
    ...{ headSha: target.headSha, externalId: externalIdOf(target), conclusion: policy.onError },
    ...{ title: ENDED_TWICE, annotations: [], actions: [], detailsUrl: null },
    summary:
      "Surefoot's process ended while it reviewed this change, and it had no review of it to show before either. It takes it no third time by itself, and nothing of it was judged. Push again, or re-run this check to try once more.",
  };
  await publishCheck(octokit, { target, verdict, runs, repositoryUrl, askedAgain: false }, heads);
  log.error(
    { ...repository, pull: number, head: target.headSha },
    "A pull request that ended the process was not taken again",
  );
}

// GitHub's copies can lag behind a webhook that tells of a pull request which was opened again.
function passOver({ repository, number, head }: ReviewPullRequest, { attempt, log }: ReviewTools): void {
  if (head !== null && attempt === 1)
    throw new GitHubFailure("The pull request is closed", { retryable: true });
  log.info({ ...repository, pull: number }, "A closed pull request was passed over");
}
