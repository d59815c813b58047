import { reviewChange } from "../../engine.js";
import { renderChange } from "../../render/render-change.js";
import { circumstancesAt } from "../../review/circumstances.js";
import type { GitHubClient } from "../client/github-client.js";
import { GitHubFailure } from "../client/github-failure.js";
import type { Log } from "../client/log.js";
import { type LoadingTools, loadNewest } from "../load/load-newest.js";
import { policyForAuthor } from "../load/policy-for-author.js";
import type { RecentPosts } from "../memory/recent-posts.js";
import { publishReview } from "../publish/publish-review.js";
import { pullRequestKey, type ReviewPullRequest } from "../task.js";

interface ReviewTools extends LoadingTools {
  publicUrl: string | undefined;
  log: Log;
  recent: RecentPosts;
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
  const { repository, number } = task;
  const { granted, signal, heads, recent, log } = tools;
  const { target, loaded } = await loadNewest(octokit, task, tools);
  if (!loaded.pullRequest!.open) return passOver(task, tools);
  const key = pullRequestKey(task);
  const state = await recent.complete(key, loaded);
  const circumstances = circumstancesAt(new Date(), tools.publicUrl);
  const plan = reviewChange(renderChange(loaded.changeSet), policyForAuthor(loaded), circumstances);
  const askedAgain = task.occasion === "asked-again";
  const options = { askedAgain, granted, signal, heads, log };
  const published = await publishReview(octokit, target, plan, state, options);
  await recent.remember(key, plan, published, loaded.pullRequest!.threads);
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

// GitHub's copies can lag behind a webhook that tells of a pull request which was opened again.
function passOver({ repository, number, head }: ReviewPullRequest, { attempt, log }: ReviewTools): void {
  if (head !== null && attempt === 1)
    throw new GitHubFailure("The pull request is closed", { retryable: true });
  log.info({ ...repository, pull: number }, "A closed pull request was passed over");
}
