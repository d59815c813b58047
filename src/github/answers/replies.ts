/** Answers to comments: the App's comments below the pull request, each with a hidden marker, so that none comes twice. */
import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import { askGitHub, GitHubFailure } from "../client/github-failure.js";
import type { Log } from "../client/log.js";
import { readReplyMarkers } from "../load/posted/markers.js";

export const OWN_COMMENTS = `query($owner: String!, $repo: String!, $number: Int!, $before: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      comments(last: 100, before: $before) {
        pageInfo { hasPreviousPage startCursor }
        nodes { body createdAt viewerDidAuthor }
      }
    }
  }
}`;

interface CommentPage {
  pageInfo: { hasPreviousPage: boolean; startCursor: string | null };
  nodes: ({ body: string; createdAt: string; viewerDidAuthor: boolean } | null)[] | null;
}

/** Pages of a hundred comments that are read: people write no more between a command and its second delivery. */
const MAX_PAGES = 10;

/**
 * Returns the markers in the App's own comments since a moment, given as GitHub writes it; "" for all of them. Markers in
 * the comments of others do not count, whatever they say.
 */
export async function postedMarkersSince(
  octokit: GitHubClient,
  repository: RepositoryRef,
  number: number,
  since: string,
): Promise<Set<string>> {
  const markers = new Set<string>();
  let before: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await commentsBefore(octokit, repository, number, before);
    const nodes = (page.nodes ?? []).flatMap((node) => node ?? []);
    for (const { body, viewerDidAuthor } of nodes) {
      if (viewerDidAuthor) for (const marker of readReplyMarkers(body)) markers.add(marker);
    }
    const oldest = nodes[0]?.createdAt ?? since;
    if (!page.pageInfo.hasPreviousPage || oldest < since) break;
    before = page.pageInfo.startCursor;
  }
  return markers;
}

async function commentsBefore(
  octokit: GitHubClient,
  repository: RepositoryRef,
  number: number,
  before: string | null,
): Promise<CommentPage> {
  const answer = await askGitHub("Reading the comments", () =>
    octokit.graphql<{ repository: { pullRequest: { comments: CommentPage } } }>(OWN_COMMENTS, {
      ...repository,
      number,
      before,
    }),
  );
  return answer.repository.pullRequest.comments;
}

/** Writes a comment below the pull request. Nothing here tries it again: the task's next try looks for its marker first. */
export async function postReply(
  octokit: GitHubClient,
  repository: RepositoryRef,
  number: number,
  body: string,
): Promise<void> {
  await askGitHub("Answering a comment", () =>
    octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      ...repository,
      issue_number: number,
      body,
      request: { retries: 0 },
    }),
  );
}

export type Reaction = "eyes" | "rocket" | "+1" | "confused";

/** Reacts to a comment. One of a kind is all that there is, however often; one that fails is not missed. */
export async function react(
  octokit: GitHubClient,
  repository: RepositoryRef,
  commentId: number,
  content: Reaction,
  log: Log,
): Promise<void> {
  try {
    await askGitHub("Reacting to a comment", () =>
      octokit.request("POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions", {
        ...repository,
        comment_id: commentId,
        content,
      }),
    );
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    log.warn({ ...repository, err: error }, "A reaction failed");
  }
}
