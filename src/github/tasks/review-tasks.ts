/** Reviews of pull requests and of merge queues' groups, and what ends them. */
import type { RepositoryRef } from "../client/github-client.js";
import { findOwners } from "../load/find-owners.js";
import { standingHead } from "../load/load-standing.js";
import type { ReviewTarget } from "../load/review-target.js";
import { endMergeGroup } from "../merge-queue/end-merge-group.js";
import { mergeGroupTarget, reviewMergeGroup } from "../merge-queue/review-merge-group.js";
import type {
  ClosePullRequest,
  EndMergeGroup,
  ReviewMergeGroup,
  ReviewPullRequest,
  ReviewSuite,
} from "../task.js";
import { reportFailure } from "./report-failure.js";
import { reviewPullRequest } from "./review-pull-request.js";
import { loadingTools, signIn, type TaskKind, type TaskTools } from "./task-tools.js";

export const REVIEW_PULL_REQUEST: TaskKind<ReviewPullRequest> = {
  async run(task, at, tools) {
    const { octokit, granted } = await signIn(task, tools);
    const { publicUrl, recent, log, analyse, render, alone, stopped } = tools;
    await reviewPullRequest(octokit, task, {
      ...loadingTools(task, at, granted, tools),
      ...{ publicUrl, recent, log, analyse, render, alone, stopped },
      reviewToo: (numbers) => reviewToo(task, numbers, tools),
    });
  },
  async giveUp(task, error, tools) {
    const { octokit, granted } = await signIn(task, tools);
    const { appId, heads, policiesOf } = tools;
    const { installationId, repository, number, since, reference } = task;
    const head = await standingHead(octokit, { repository, number, head: namedHead(task) });
    // A closed pull request needs no check.
    if (head === null) return;
    const { sha: headSha, baseRef: base } = head;
    const target: ReviewTarget = { repository, appId, base, headSha, pullNumber: number };
    const policies = policiesOf(installationId);
    await reportFailure(octokit, { target, since, reference }, error, { granted, heads, policies });
  },
};

export const CLOSE_PULL_REQUEST: TaskKind<ClosePullRequest> = {
  async run(task, { signal }, tools) {
    const { repository, number } = task;
    const { appId, clientFor, heads } = tools;
    const octokit = await clientFor(task.installationId);
    const left = await heads.leftBy(repository, number);
    const owners = await Promise.all(left.map((sha) => findOwners(octokit, repository, appId, sha)));
    signal.throwIfAborted();
    const numbers = new Set(owners.flatMap(({ pullNumbers }) => pullNumbers));
    numbers.delete(number);
    await reviewToo(task, [...numbers], tools);
    await heads.lookedAt(repository, number, left);
  },
  giveUp: sayNothing,
};

export const REVIEW_MERGE_GROUP: TaskKind<ReviewMergeGroup> = {
  async run(task, at, tools) {
    const { octokit, granted } = await signIn(task, tools);
    const { publicUrl, log, analyse, render } = tools;
    const own = { publicUrl, log, analyse, render };
    await reviewMergeGroup(octokit, task, { ...loadingTools(task, at, granted, tools), ...own });
  },
  async giveUp(task, error, tools) {
    const { octokit, granted } = await signIn(task, tools);
    const { appId, heads, policiesOf } = tools;
    const target = mergeGroupTarget(task, appId);
    const failed = { target, since: null, reference: task.reference };
    await reportFailure(octokit, failed, error, {
      granted,
      heads,
      policies: policiesOf(task.installationId),
    });
  },
};

export const END_MERGE_GROUP: TaskKind<EndMergeGroup> = {
  async run(task, { signal }, { clientFor, appId }) {
    await endMergeGroup(await clientFor(task.installationId), task, appId, signal);
  },
  giveUp: sayNothing,
};

export const REVIEW_SUITE: TaskKind<ReviewSuite> = {
  async run(task, { signal }, { clientFor, appId, enqueue }) {
    const { installationId, reference, repository, headSha, headRef, since } = task;
    const octokit = await clientFor(installationId);
    const owners = await findOwners(octokit, repository, appId, headSha);
    signal.throwIfAborted();
    const common = { installationId, reference, repository };
    for (const number of owners.pullNumbers)
      await enqueue({
        ...{ kind: "review-pull-request", ...common, number, occasion: "asked-again" },
        ...{ head: null, checkedSha: null, since },
      });
    for (const baseSha of owners.mergeGroupBases)
      await enqueue({ kind: "review-merge-group", ...common, headSha, headRef, baseSha, askedAgain: true });
  },
  giveUp: sayNothing,
};

async function reviewToo(
  {
    installationId,
    reference,
    repository,
  }: { installationId: number; reference: string; repository: RepositoryRef },
  numbers: readonly number[],
  { enqueue }: TaskTools,
): Promise<void> {
  for (const number of numbers)
    await enqueue({
      ...{ kind: "review-pull-request", installationId, reference, repository, number },
      ...{ occasion: "shared", head: null, checkedSha: null, since: null },
    });
}

// For the case that the newest head cannot even be read.
function namedHead({ head, checkedSha }: ReviewPullRequest): ReviewPullRequest["head"] {
  if (head !== null) return head;
  return checkedSha === null ? null : { sha: checkedSha, baseRef: "" };
}

/** A task that only leads to others, or ends what is not needed, has no check that could say more. */
async function sayNothing(): Promise<void> {}
