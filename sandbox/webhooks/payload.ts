/** The payloads of webhooks: https://docs.github.com/en/webhooks/webhook-events-and-payloads */
import { NO_COMMIT } from "../git/bare-repository.js";
import { listCommits, readCommit } from "../git/list-commits.js";
import { presentAccount } from "../present/account.js";
import { presentInstallation } from "../present/app.js";
import { presentCheckRun, presentHeadCommit, presentSuiteOfWebhook } from "../present/check.js";
import { presentPullRequest, presentPullRequestSimple } from "../present/pull-request.js";
import { presentRepository } from "../present/repository.js";
import { presentIssueComment, presentReview, presentReviewComment } from "../present/review.js";
import { pullPage, repositoryApi, repositoryPage } from "../present/urls.js";
import type { InstallationEvent, RepositoryEvent } from "../state/events.js";
import type { Installation, PullRequest, Repository } from "../state/model.js";
import { fullName } from "../state/repositories.js";
import type { World } from "../state/world.js";

type Payload = Record<string, unknown>;

/** The events that a webhook can tell of; the others only the page hears. */
export type WebhookEvent = Exclude<RepositoryEvent, { name: "unannounced" }>;

/** The payload of an event but for the installation, which each App has its own of. */
export async function payloadOf(world: World, event: WebhookEvent): Promise<Payload> {
  const { repository, sender } = event;
  return {
    ...("action" in event ? { action: event.action } : {}),
    ...(await detailsOf(world, event)),
    repository: presentRepository(world, repository),
    ...(repository.owner.type === "Organization" ? { organization: organizationOf(world, repository) } : {}),
    sender: presentAccount(world, sender),
  };
}

/** The payload of what happens to an installation. */
export function installationPayload(world: World, event: InstallationEvent): Payload {
  const { action, installation, sender } = event;
  const common = { action, installation: presentInstallation(world, installation) };
  const last = { requester: null, sender: presentAccount(world, sender) };
  if (event.name === "installation")
    return { ...common, repositories: [...(installation.selected ?? [])].map(presentShortly), ...last };
  return {
    ...common,
    repository_selection: installation.selected === null ? "all" : "selected",
    repositories_added: event.added.map(presentShortly),
    repositories_removed: [],
    ...last,
  };
}

function presentShortly(repository: Repository): Payload {
  const { id, nodeId, name, isPrivate } = repository;
  return { id, node_id: nodeId, name, full_name: fullName(repository), private: isPrivate };
}

/** The part of a payload that names the installation. */
export function installationPart({ id, nodeId }: Installation): Payload {
  return { installation: { id, node_id: nodeId } };
}

async function detailsOf(world: World, event: WebhookEvent): Promise<Payload> {
  switch (event.name) {
    case "pull_request":
      return {
        number: event.pull.number,
        pull_request: await presentPullRequest(world, event.pull),
        ...(event.changes === undefined ? {} : { changes: event.changes }),
        ...(event.before === undefined ? {} : { before: event.before, after: event.after }),
      };
    case "push":
      return pushDetails(world, event);
    case "check_run":
      return {
        check_run: {
          ...presentCheckRun(world, event.run),
          check_suite: presentSuiteOfWebhook(world, event.run.suite),
        },
        ...(event.identifier === undefined ? {} : { requested_action: { identifier: event.identifier } }),
      };
    case "check_suite":
      return {
        check_suite: {
          ...presentSuiteOfWebhook(world, event.suite),
          head_commit: await presentHeadCommit(event.suite),
        },
      };
    case "issue_comment":
      return {
        issue: presentIssue(world, event.comment.pull),
        comment: presentIssueComment(world, event.comment),
        ...(event.from === undefined ? {} : { changes: { body: { from: event.from } } }),
      };
    case "merge_group":
      return {
        merge_group: await presentMergeGroup(event),
        ...(event.reason === undefined ? {} : { reason: event.reason }),
      };
    default:
      return reviewDetails(world, event);
  }
}

type ReviewEvent = Extract<WebhookEvent, { name: `pull_request_review${string}` }>;

async function reviewDetails(world: World, event: ReviewEvent): Promise<Payload> {
  switch (event.name) {
    case "pull_request_review": {
      const review = presentReview(world, event.review);
      return {
        review: { ...review, state: String(review.state).toLowerCase() },
        pull_request: presentPullRequestSimple(world, event.review.pull),
      };
    }
    case "pull_request_review_comment":
      return {
        comment: await presentReviewComment(world, event.comment),
        pull_request: presentPullRequestSimple(world, event.comment.thread.pull),
      };
    case "pull_request_review_thread": {
      const { thread } = event;
      const comments = await Promise.all(thread.comments.map((each) => presentReviewComment(world, each)));
      return {
        thread: { node_id: thread.nodeId, comments },
        pull_request: presentPullRequestSimple(world, thread.pull),
      };
    }
  }
}

async function pushDetails(world: World, event: Extract<WebhookEvent, { name: "push" }>): Promise<Payload> {
  const { repository, ref, before, after, forced, sender } = event;
  const created = before === NO_COMMIT;
  const deleted = after === NO_COMMIT;
  const commits = created || deleted ? [] : await listCommits(repository.git, before, after);
  const show = (commit: Awaited<ReturnType<typeof readCommit>>): Payload => ({
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${repositoryPage(world, repository)}/commit/${commit.sha}`,
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
    ...{ added: [], removed: [], modified: [] },
  });
  return {
    ...{ ref, before, after, created, deleted, forced, base_ref: null },
    compare: `${repositoryPage(world, repository)}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits: commits.slice(-2048).map(show),
    head_commit: deleted ? null : show(await readCommit(repository.git, after)),
    pusher: { name: sender.login, email: sender.email },
  };
}

async function presentMergeGroup(event: Extract<WebhookEvent, { name: "merge_group" }>): Promise<Payload> {
  const { repository, headSha, headRef, baseSha, baseRef } = event;
  const { tree, message, author, committer } = await readCommit(repository.git, headSha);
  const person = ({ name, email }: { name: string; email: string }): Payload => ({ name, email });
  return {
    ...{ head_sha: headSha, head_ref: headRef, base_sha: baseSha, base_ref: baseRef },
    head_commit: {
      ...{ id: headSha, tree_id: tree, message, timestamp: committer.date },
      ...{ author: person(author), committer: person(committer) },
    },
  };
}

function organizationOf(world: World, { owner }: Repository): Payload {
  const { login, id, node_id: nodeId, avatar_url: avatar, url } = presentAccount(world, owner);
  const part = (name: string): string => `${String(url).replace("/users/", "/orgs/")}/${name}`;
  return {
    ...{
      login,
      id,
      node_id: nodeId,
      url: String(url).replace("/users/", "/orgs/"),
      repos_url: part("repos"),
    },
    ...{ events_url: part("events"), hooks_url: part("hooks"), issues_url: part("issues") },
    ...{ members_url: part("members{/member}"), public_members_url: part("public_members{/member}") },
    ...{ avatar_url: avatar, description: null },
  };
}

// The issue that every pull request is too.
function presentIssue(world: World, pull: PullRequest): Payload {
  const { repository, number } = pull;
  const url = `${repositoryApi(world, repository)}/issues/${number}`;
  const page = pullPage(world, pull);
  const api = `${repositoryApi(world, repository)}/pulls/${number}`;
  const nothing = { "+1": 0, "-1": 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };
  return {
    ...{ url, repository_url: repositoryApi(world, repository), labels_url: `${url}/labels{/name}` },
    ...{ comments_url: `${url}/comments`, events_url: `${url}/events`, html_url: page },
    ...{ id: pull.id + 500_000_000, node_id: `I_${pull.nodeId}`, number, title: pull.title },
    ...{ user: presentAccount(world, pull.author), labels: [], state: pull.state, locked: false },
    ...{ assignee: null, assignees: [], milestone: null, comments: pull.comments.length },
    ...{ created_at: pull.createdAt, updated_at: pull.updatedAt, closed_at: pull.closedAt },
    ...{ author_association: "NONE", active_lock_reason: null, draft: pull.draft, body: pull.body || null },
    ...{
      reactions: { url: `${url}/reactions`, total_count: 0, ...nothing },
      timeline_url: `${url}/timeline`,
    },
    ...{ performed_via_github_app: null, state_reason: null },
    pull_request: {
      ...{ url: api, html_url: page, diff_url: `${page}.diff`, patch_url: `${page}.patch` },
      merged_at: pull.mergedAt,
    },
  };
}
