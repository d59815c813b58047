import { listCommits } from "../git/list-commits.js";
import { compareOfPull } from "../state/diffs.js";
import { mergeability } from "../state/merging.js";
import type { Account, PullRequest, Repository } from "../state/model.js";
import { canPush, fullName } from "../state/repositories.js";
import { reviewCommentsOf } from "../state/threads.js";
import type { World } from "../state/world.js";
import { presentAccount } from "./account.js";
import { presentRepository } from "./repository.js";
import { pullPage, repositoryApi } from "./urls.js";

/** A pull request in a list: `pull-request-simple`. */
export function presentPullRequestSimple(world: World, pull: PullRequest): Record<string, unknown> {
  const { repository, number, base, head } = pull;
  const api = repositoryApi(world, repository);
  const url = `${api}/pulls/${number}`;
  const issue = `${api}/issues/${number}`;
  const page = pullPage(world, pull);
  const statuses = `${api}/statuses/${head.sha}`;
  const comment = `${api}/pulls/comments{/number}`;
  const link = (href: string): { href: string } => ({ href });
  return {
    url,
    id: pull.id,
    node_id: pull.nodeId,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: presentAccount(world, pull.author),
    body: pull.body === "" ? null : pull.body,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommit,
    ...{ assignee: null, assignees: [], requested_reviewers: [], requested_teams: [], labels: [] },
    ...{ milestone: null, draft: pull.draft },
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: comment,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: presentEnd(world, head.repository, head.ref, head.sha),
    base: presentEnd(world, repository, base.ref, base.sha),
    _links: {
      self: link(url),
      html: link(page),
      issue: link(issue),
      comments: link(`${issue}/comments`),
      review_comments: link(`${url}/comments`),
      review_comment: link(comment),
      commits: link(`${url}/commits`),
      statuses: link(statuses),
    },
    author_association: associationOf(repository, pull.author),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** A pull request by itself, with the numbers that have to be counted: `pull-request`. */
export async function presentPullRequest(world: World, pull: PullRequest): Promise<Record<string, unknown>> {
  const { mergeBase, files } = await compareOfPull(pull);
  const commits = mergeBase === null ? [] : await listCommits(pull.repository.git, mergeBase, pull.head.sha);
  const { allowed, reason } = await mergeability(pull);
  const isOpen = pull.state === "open";
  const conflicts = reason.includes("conflicts");
  return {
    ...presentPullRequestSimple(world, pull),
    merged: pull.mergedAt !== null,
    mergeable: isOpen ? !conflicts : null,
    rebaseable: isOpen ? !conflicts : null,
    mergeable_state: isOpen ? mergeableState(pull, allowed, conflicts) : "unknown",
    merged_by: pull.mergedBy === null ? null : presentAccount(world, pull.mergedBy),
    comments: pull.comments.length,
    review_comments: reviewCommentsOf(pull).length,
    maintainer_can_modify: pull.maintainerCanModify,
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

function mergeableState(pull: PullRequest, allowed: boolean, conflicts: boolean): string {
  if (pull.draft) return "draft";
  if (conflicts) return "dirty";
  return allowed ? "clean" : "blocked";
}

function presentEnd(world: World, repository: Repository, ref: string, sha: string): Record<string, unknown> {
  const { owner } = repository;
  return {
    label: `${owner.login}:${ref}`,
    ref,
    sha,
    user: presentAccount(world, owner),
    repo: presentRepository(world, repository),
  };
}

/** Returns an account's relation to a repository, as comments and pull requests of it say. */
export function associationOf(repository: Repository, account: Account): string {
  if (account === repository.owner) return "OWNER";
  if (canPush(repository, account))
    return repository.owner.type === "Organization" ? "MEMBER" : "COLLABORATOR";
  const contributed = repository.pulls.some(
    ({ author, mergedAt }) => author === account && mergedAt !== null,
  );
  return contributed ? "CONTRIBUTOR" : "NONE";
}

/** A pull request as check runs name it: `pull-request-minimal`. */
export function presentPullRequestMinimal(world: World, pull: PullRequest): Record<string, unknown> {
  const { id, number, repository, base, head } = pull;
  const end = (of: Repository, ref: string, sha: string): object => ({
    ref,
    sha,
    repo: { id: of.id, url: repositoryApi(world, of), name: of.name },
  });
  return {
    url: `${repositoryApi(world, repository)}/pulls/${number}`,
    id,
    number,
    head: end(head.repository, head.ref, head.sha),
    base: end(repository, base.ref, base.sha),
  };
}

/** `owner:branch`, as lists of pull requests are filtered. */
export function headLabel({ head }: PullRequest): string {
  return `${fullName(head.repository).split("/")[0]}:${head.ref}`;
}
