/**
 * Loads from GitHub again what the last word on a review needs: another process may have tried before, and all that it
 * knew is gone with it. A part that cannot be read is left out, since a required check must not hang for it.
 */
import type { Policy } from "../../policy/policy.js";
import type { GitHubClient } from "../client/github-client.js";
import { GitHubFailure } from "../client/github-failure.js";
import { allows, type Permissions } from "../client/permissions.js";
import type { PolicyCache } from "../memory/policy-cache.js";
import type { PostedCheckRun } from "../posted.js";
import { loadContents } from "./contents/load-contents.js";
import { type PullRequestHead, readHead } from "./load-newest.js";
import { loadPolicy } from "./policy/load-policy.js";
import { loadCheckRuns } from "./posted/load-check-runs.js";
import { contextRider, readContext } from "./review-context.js";
import type { ReviewTarget } from "./review-target.js";

/** The check runs on the commit of a review, and how an unfinished review concludes there. */
export interface Standing {
  /** the conclusion of an unfinished review's check; a failure where the policy cannot be read */
  onError: Policy["onError"];
  /** this App's check runs, the newest first */
  checkRuns: PostedCheckRun[];
  /** where the repository is seen in a browser; "" where GitHub does not tell */
  repositoryUrl: string;
}

const UNKNOWN: Standing = { onError: "failure", checkRuns: [], repositoryUrl: "" };

/** A pull request's newest head, or the one that its event names where GitHub does not tell; null where it is closed. */
export async function standingHead(
  octokit: GitHubClient,
  pull: PullRequestHead,
): Promise<{ sha: string; baseRef: string } | null> {
  const now = await unlessRefused(() => readHead(octokit, pull));
  return now === null ? pull.head : now.open ? now : null;
}

/** Loads what stands on the head of a target. */
export async function loadStanding(
  octokit: GitHubClient,
  { repository, headSha, appId }: ReviewTarget,
  { granted, policies: cache }: { granted: Permissions; policies: PolicyCache },
): Promise<Standing> {
  const mayAsk = allows(granted, "checks", "read");
  const context = { headSha, appId: mayAsk ? appId : null, pullNumber: null, baseRef: null };
  const standing = await unlessRefused(async () => {
    const of = {
      repository,
      mergeBase: headSha,
      headSha,
      files: [],
      changed: [],
      rider: contextRider(context),
    };
    const { riderAnswer } = await loadContents(octokit, of);
    const answer = readContext(riderAnswer);
    const sources = {
      repository,
      own: answer.ownPolicy,
      owners: answer.ownersPolicy,
      cache,
      attempt: Number.POSITIVE_INFINITY,
    };
    const [checkRuns, policy] = await Promise.all([
      loadCheckRuns(octokit, answer.headCommit ?? null),
      loadPolicy(octokit, sources),
    ]);
    return { onError: policy.onError, checkRuns, repositoryUrl: answer.url };
  });
  return standing ?? UNKNOWN;
}

// Where GitHub asks to wait, it would refuse the last word too.
async function unlessRefused<T>(load: () => Promise<T>): Promise<T | null> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof GitHubFailure) || error.retryAfterMs !== null) throw error;
    return null;
  }
}
