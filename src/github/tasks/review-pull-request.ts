import { reviewChangeSet } from "../../engine.js";
import type { Policy } from "../../policy/policy.js";
import { circumstancesAt } from "../../review/circumstances.js";
import type { GitHubClient } from "../client/github-client.js";
import { GitHubFailure } from "../client/github-failure.js";
import type { Log } from "../client/log.js";
import { type LoadingTools, loadNewest, type Progress, type PullRequestHead } from "../load/load-newest.js";
import type { LoadedReview } from "../load/load-review.js";
import type { RecentPosts } from "../memory/recent-posts.js";
import { publishReview } from "../publish/publish-review.js";

/** Identifiers of a pull request to review, and what a webhook said of its head. */
export interface PullRequestJob extends PullRequestHead {
  installationId: number;
  /** someone asked for the check to run again */
  askedAgain: boolean;
  /** the commit whose check it was, for the case that the newest head cannot even be read */
  checkedSha?: string;
}

/** What a job needs besides its identifiers. */
export interface ReviewTools extends LoadingTools {
  publicUrl: string | undefined;
  log: Log;
  recent: RecentPosts;
  /** Has another pull request reviewed too, since this one has left the head that both had. */
  reviewToo(number: number): void;
}

/** Reviews a pull request at its newest head and posts what is not posted yet. */
export async function reviewPullRequest(
  octokit: GitHubClient,
  job: PullRequestJob,
  tools: ReviewTools,
  progress: Progress,
): Promise<void> {
  const started = Date.now();
  const key = pullRequestKey(job);
  const { target, loaded } = await loadNewest(octokit, job, tools, progress);
  if (!loaded.pullRequest!.open) return passOver(job, tools.log, progress);
  const state = tools.recent.complete(key, loaded);
  const plan = reviewChangeSet(
    loaded.changeSet,
    policyFor(loaded),
    circumstancesAt(new Date(), tools.publicUrl),
  );
  const published = await publishReview(octokit, target, plan, state, {
    askedAgain: job.askedAgain,
    granted: tools.granted,
    signal: tools.signal,
    heads: tools.heads,
    onChecked: (verdict) => {
      progress.checked = verdict;
    },
    log: tools.log,
  });
  tools.recent.remember(key, plan, published, loaded.pullRequest!.threads);
  tools.heads.lookedAt(job.repository, job.number, target.formerHeads ?? []);
  for (const number of loaded.sharers) tools.reviewToo(number);
  tools.log.info(
    {
      ...job.repository,
      pull: job.number,
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
function passOver({ repository, number, head }: PullRequestJob, log: Log, progress: Progress): void {
  if (head !== null && progress.misses === 0) {
    progress.misses += 1;
    throw new GitHubFailure("The pull request is closed", { retryable: true });
  }
  log.info({ ...repository, pull: number }, "A closed pull request was passed over");
}

/** Names a pull request among all that this process works on. */
export function pullRequestKey({
  repository,
  number,
}: Pick<PullRequestJob, "repository" | "number">): string {
  return `${repository.owner}/${repository.repo}#${number}`;
}

/** The policy that a pull request is reviewed by: nobody reads comments on old debt under a bot's version bump. */
export function policyFor({ policy, pullRequest }: Pick<LoadedReview, "policy" | "pullRequest">): Policy {
  return pullRequest?.byBot && policy.comments === "all" ? { ...policy, comments: "new" } : policy;
}
