/** Everything that one review needs, in two requests: the comparison, then one query; a policy may extend others. */
import {
  type ChangedFile,
  type ChangeSet,
  isFormerTemplate,
  isManifestPath,
  type Omission,
  type OtherFile,
} from "../../changeset/change-set.js";
import type { Policy } from "../../policy/policy.js";
import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import { askGitHub, GitHubFailure } from "../client/github-failure.js";
import { allows, type Permissions } from "../client/permissions.js";
import type { PostedCheckRun, PullRequestState } from "../posted.js";
import {
  COMPARED_FILES,
  type ComparedCommit,
  type Comparison,
  compareCommits,
  LISTED_FILES,
  type ListedFile,
  listPullRequestFiles,
} from "./contents/list-changed-files.js";
import { loadContents } from "./contents/load-contents.js";
import { pullNumberOf } from "./external-id.js";
import { openSources, type Sources } from "./open-sources.js";
import { loadPolicy, type PolicyAsking } from "./policy/load-policy.js";
import { loadCheckRuns } from "./posted/load-check-runs.js";
import { MORE_THREADS, type ThreadPage } from "./posted/posted-query.js";
import { nextPage, readOwners, readPullRequest, readThreads } from "./posted/read-posted.js";
import { contextRider, type ReviewContext, readContext } from "./review-context.js";
import type { ReviewTarget } from "./review-target.js";

export interface LoadedReview {
  changeSet: ChangeSet;
  /** the charts around the change, and where their files are read; null where it touches none */
  sources: Sources | null;
  policy: Policy;
  /** the default branch has a policy file, whatever stands in it */
  hasOwnPolicy: boolean;
  /** where the repository is seen in a browser */
  repositoryUrl: string;
  /** the commits that the head adds; null where there is more than was asked for */
  commits: ComparedCommit[] | null;
  /** numbers of other pull requests that have a check run of this App on a former head */
  sharers: number[];
  /** null where there is no pull request to speak to */
  pullRequest: PullRequestState | null;
  checkRuns: PostedCheckRun[];
}

/** GitHub gives this many commits of a comparison in one answer. [GitHub REST: Compare two commits] */
const COMMITS_A_PAGE = 100;

/** GitHub has no branch of such a name. */
const COMMIT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** A diff of more lines than this may have no patch for its size; a smaller one was left out of a long listing. */
const LINES_WITH_PATCH = 1_000;

/** Loads the change, the policy, and what is posted as far as it may be read; `granted` is null where it is not known. */
export async function loadReview(
  octokit: GitHubClient,
  target: ReviewTarget,
  asking: PolicyAsking = { cache: null, attempt: 1 },
  granted: Permissions | null = null,
): Promise<LoadedReview> {
  const { repository, headSha, pullNumber } = target;
  // Where one part of a query may not be read, octokit takes all of it for failed.
  const appId = granted === null || allows(granted, "checks", "read") ? target.appId : null;
  const comparison = await compareBoth(octokit, target);
  const listed = await listAll(octokit, target, comparison);
  const files = listed.flatMap(keepManifest);
  const { riderAnswer, sources, ...contents } = await loadContents(octokit, {
    repository,
    mergeBase: comparison.mergeBase,
    headSha,
    files,
    changed: listed,
    rider: contextRider({
      ...{ headSha, appId, pullNumber, baseRef: COMMIT_ID.test(target.base) ? null : target.base },
      formerHeads: appId === null ? [] : (target.formerHeads ?? []),
    }),
  });
  const context = readContext(riderAnswer);
  const tip = baseTip(context);
  if (tip !== null && tip !== comparison.baseSha)
    return loadReview(octokit, { ...target, base: tip }, asking, granted);
  const [pullRequest, checkRuns, policy] = await Promise.all([
    readState(octokit, target, context),
    loadCheckRuns(octokit, context.headCommit ?? null),
    loadPolicy(octokit, {
      repository,
      own: context.ownPolicy,
      owners: context.ownersPolicy,
      ...asking,
    }),
  ]);
  const omissions = [...contents.omissions, ...unlisted(listed, pullRequest)];
  const changedFiles = files.flatMap((file): ChangedFile[] => {
    const before = contents.before.get(file.previousPath ?? file.path);
    const after = contents.after.get(file.path);
    if (file.status !== "added" && before === undefined) return [];
    if (file.status !== "removed" && after === undefined) return [];
    const { path, previousPath, status, hunks } = file;
    return [{ path, previousPath, status, before: before ?? null, after: after ?? null, hunks }];
  });
  const siblings = [...contents.siblings].map(([path, content]) => ({ path, content }));
  const opened = openSources(octokit, {
    ...{ repository, mergeBase: comparison.mergeBase, headSha },
    ...{ found: sources, files: changedFiles, siblings },
  });
  return {
    changeSet: {
      base: comparison.mergeBase,
      head: headSha,
      webUrl: `${context.url}/blob/${headSha}`,
      files: changedFiles,
      others: listed.flatMap(keepOther),
      siblings,
      omissions,
    },
    sources: opened,
    policy,
    hasOwnPolicy: context.ownPolicy.kind === "content",
    repositoryUrl: context.url,
    commits: comparison.commits,
    sharers: sharersOf(target, context),
    pullRequest,
    checkRuns,
  };
}

// A tag can have the name of a branch, and GitHub does not say which of them it compares: a person who may push a tag
// could have a change compared with any commit, such as one that holds it already.
function baseTip({ baseBranch }: ReviewContext): string | null {
  if (baseBranch === undefined) return null;
  if (baseBranch?.target) return baseBranch.target.oid;
  throw new GitHubFailure("Comparing base and head: there is no such branch", {
    status: 404,
    retryable: false,
  });
}

// A group that has been merged adds nothing to its branch any more.
async function compareBoth(
  octokit: GitHubClient,
  { repository, base, headSha, groupBase }: ReviewTarget,
): Promise<Comparison> {
  if (groupBase === undefined) return compareCommits(octokit, repository, base, headSha);
  const comparison = await compareCommits(octokit, repository, base, headSha, COMMITS_A_PAGE);
  if (comparison.mergeBase !== headSha) return comparison;
  const { baseSha } = comparison;
  return { ...(await compareCommits(octokit, repository, groupBase, headSha, COMMITS_A_PAGE)), baseSha };
}

// A rename from or to a path that holds no manifest is, to a cluster, an addition or a removal, but for a template's.
function keepManifest(file: ListedFile): ListedFile[] {
  const { path, previousPath } = file;
  if (previousPath === null || isManifestPath(previousPath) === isManifestPath(path)) {
    return isManifestPath(path) ? [file] : [];
  }
  if (file.changes === 0 && isFormerTemplate(previousPath, path)) return [file];
  if (isManifestPath(path)) return [{ ...file, status: "added", previousPath: null }];
  return [{ ...file, status: "removed", path: previousPath, previousPath: null, hunks: null }];
}

/** Returns what `keepManifest` leaves. */
function keepOther({ path, previousPath, status, hunks }: ListedFile): OtherFile[] {
  const wasOther = previousPath !== null && !isManifestPath(previousPath);
  if (!isManifestPath(path)) {
    if (previousPath === null || wasOther) return [{ path, previousPath, status, hunks }];
    return [{ path, previousPath: null, status: "added", hunks }];
  }
  return wasOther ? [{ path: previousPath, previousPath: null, status: "removed", hunks: null }] : [];
}

// A comparison stops at 300 files, and in a long one the later files have no patch although they are small. The
// pages of the pull request have both.
async function listAll(
  octokit: GitHubClient,
  target: ReviewTarget,
  comparison: Comparison,
): Promise<ListedFile[]> {
  const { files } = comparison;
  const incomplete = files.length >= COMPARED_FILES || files.some(lostItsPatch);
  if (target.pullNumber === null || !incomplete) return files;
  return listPullRequestFiles(octokit, target.repository, target.pullNumber);
}

function lostItsPatch(file: ListedFile): boolean {
  const small = file.changes > 0 && file.changes <= LINES_WITH_PATCH;
  return file.hunks === null && small && isManifestPath(file.path);
}

function unlisted(listed: readonly ListedFile[], pullRequest: PullRequestState | null): Omission[] {
  const most = pullRequest === null ? COMPARED_FILES : LISTED_FILES;
  if (listed.length < most || pullRequest?.changedFiles === listed.length) return [];
  const all = pullRequest === null ? "" : ` of ${pullRequest.changedFiles}`;
  return [
    {
      path: ".",
      message: `GitHub lists only the first ${listed.length}${all} changed files; the others were not reviewed.`,
    },
  ];
}

function sharersOf({ formerHeads = [], pullNumber }: ReviewTarget, context: ReviewContext): number[] {
  const owners = formerHeads.flatMap((_, i) => readOwners(context[`was${i}`] ?? null));
  const numbers = new Set(owners.flatMap((externalId) => pullNumberOf(externalId) ?? []));
  return [...numbers].filter((number) => number !== pullNumber);
}

async function readState(
  octokit: GitHubClient,
  target: ReviewTarget,
  context: ReviewContext,
): Promise<PullRequestState | null> {
  if (target.pullNumber === null) return null;
  if (!context.pullRequest) {
    throw new GitHubFailure("Loading the pull request: there is none", { status: 404, retryable: false });
  }
  const state = readPullRequest(context.pullRequest);
  for (let after = state.nextThreads; after !== null; ) {
    const page = await moreThreads(octokit, target.repository, target.pullNumber, after);
    state.threads.push(...readThreads(page));
    after = nextPage(page);
  }
  return state;
}

async function moreThreads(
  octokit: GitHubClient,
  repository: RepositoryRef,
  number: number,
  after: string,
): Promise<ThreadPage> {
  const answer = await askGitHub("Loading the review threads", () =>
    octokit.graphql<{ repository: { pullRequest: { reviewThreads: ThreadPage } } }>(MORE_THREADS, {
      ...repository,
      number,
      after,
    }),
  );
  return answer.repository.pullRequest.reviewThreads;
}
