import { reviewChangeSet } from "../engine.js";
import type { Policy } from "../policy/policy.js";
import { circumstancesAt } from "../review/circumstances.js";
import type { GitHubClient, RepositoryRef } from "./github-client.js";
import { askGitHub, GitHubFailure } from "./github-failure.js";
import { type LoadedReview, loadReview, type ReviewTarget } from "./load-review.js";
import type { Log } from "./log.js";
import type { PolicyCache } from "./policy-cache.js";
import { publishReview } from "./publish-review.js";
import type { RecentPosts } from "./recent-posts.js";
import { type Misses, retryMissing } from "./retry-missing.js";
import type { SharedHeads } from "./shared-heads.js";

/** Identifiers of a pull request to review, and what a webhook said of its head. */
export interface PullRequestJob {
  installationId: number;
  repository: RepositoryRef;
  number: number;
  /** null where the event does not name it */
  head: { sha: string; baseRef: string } | null;
  /** someone asked for the check to run again */
  askedAgain: boolean;
}

/** What a job needs besides its identifiers. */
export interface ReviewTools {
  appId: number;
  docsUrl: string | undefined;
  signal: AbortSignal;
  log: Log;
  recent: RecentPosts;
  /** policies of other repositories that this installation has seen */
  policies: PolicyCache;
  heads: SharedHeads;
  /** Has another pull request reviewed too, since this one has left the head that both had. */
  reviewToo(number: number): void;
}

/** How far a review came, for the sentence that has to be said if it fails. */
export interface Progress extends Misses {
  policyTries: number;
  target: ReviewTarget | null;
  loaded: Pick<LoadedReview, "checkRuns" | "pullRequest" | "repositoryUrl"> | null;
  onError: Policy["onError"];
}

/** A job follows a head that moves under it so many times. */
const MAX_MOVES = 3;

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
    circumstancesAt(new Date(), tools.docsUrl),
  );
  const published = await publishReview(octokit, target, plan, state, {
    askedAgain: job.askedAgain,
    signal: tools.signal,
    heads: tools.heads,
    log: tools.log,
  });
  tools.recent.remember(key, plan, published);
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

// A webhook can be late, and the head can move while it is loaded: the newest head is the one that is reviewed.
async function loadNewest(
  octokit: GitHubClient,
  job: PullRequestJob,
  { appId, signal, policies, heads }: ReviewTools,
  progress: Progress,
): Promise<{ target: ReviewTarget; loaded: LoadedReview }> {
  // What was not found may have moved: a base branch can be renamed.
  let head = progress.misses === 0 ? job.head : null;
  for (let moves = 0; moves < MAX_MOVES; moves += 1) {
    signal.throwIfAborted();
    head ??= await readHead(octokit, job);
    const formerHeads = heads.leftBy(job.repository, job.number).filter((sha) => sha !== head?.sha);
    const target = { ...targetOf(job, appId, head), formerHeads };
    progress.target = target;
    const loaded = await retryMissing(progress, () =>
      loadReview(octokit, target, { cache: policies, tries: progress }),
    );
    progress.loaded = loaded;
    progress.onError = loaded.policy.onError;
    const { headSha, baseRef } = loaded.pullRequest!;
    if (headSha === head.sha && baseRef === head.baseRef) return { target, loaded };
    head = { sha: headSha, baseRef };
  }
  throw new GitHubFailure("The head moved while it was loaded", { retryable: true });
}

function targetOf(job: PullRequestJob, appId: number, head: { sha: string; baseRef: string }): ReviewTarget {
  return { repository: job.repository, appId, base: head.baseRef, headSha: head.sha, pullNumber: job.number };
}

async function readHead(
  octokit: GitHubClient,
  { repository, number }: PullRequestJob,
): Promise<{ sha: string; baseRef: string }> {
  const { data } = await askGitHub("Reading the pull request", () =>
    octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { ...repository, pull_number: number }),
  );
  return { sha: data.head.sha, baseRef: data.base.ref };
}

/** The policy that a pull request is reviewed by: nobody reads comments on old debt under a bot's version bump. */
export function policyFor({ policy, pullRequest }: Pick<LoadedReview, "policy" | "pullRequest">): Policy {
  return pullRequest?.byBot && policy.comments === "all" ? { ...policy, comments: "new" } : policy;
}
