import { reviewChangeSet } from "../engine.js";
import { circumstancesAt } from "../review/circumstances.js";
import type { GitHubClient, RepositoryRef } from "./github-client.js";
import type { Progress } from "./load-newest.js";
import { loadReview } from "./load-review.js";
import { publishReview } from "./publish-review.js";
import { retryMissing } from "./retry-missing.js";
import type { ReviewTools } from "./review-pull-request.js";

/** A group of a merge queue: it is tested as one change and has no pull request to speak to. */
export interface MergeGroupJob {
  installationId: number;
  repository: RepositoryRef;
  headSha: string;
  baseSha: string;
  askedAgain: boolean;
}

/** Gives the group's head the verdict of the same review against its base, as a check run only. */
export async function reviewMergeGroup(
  octokit: GitHubClient,
  job: MergeGroupJob,
  { appId, docsUrl, signal, granted, log, policies }: ReviewTools,
  progress: Progress,
): Promise<void> {
  const { repository, headSha, baseSha, askedAgain } = job;
  const target = { repository, appId, base: baseSha, headSha, pullNumber: null };
  progress.target = target;
  const loaded = await retryMissing(progress, () =>
    loadReview(octokit, target, { cache: policies, tries: progress }, granted),
  );
  progress.loaded = loaded;
  progress.onError = loaded.policy.onError;
  const plan = reviewChangeSet(loaded.changeSet, loaded.policy, circumstancesAt(new Date(), docsUrl));
  await publishReview(octokit, target, plan, loaded, { askedAgain, granted, signal, log });
  log.info({ ...repository, head: headSha, conclusion: plan.conclusion }, "Reviewed a merge group");
}
