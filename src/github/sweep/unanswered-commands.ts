/**
 * Commands below pull requests that have no answer of this App's: their webhook never came, or the process that had it
 * ended before its time, after its 👀 or before.
 */
import { commandLine } from "../answers/parse-command.js";
import type { GitHubClient } from "../client/github-client.js";
import { askGitHubForParts } from "../client/github-failure.js";
import { readReplyMarkers, replyMarker } from "../load/posted/markers.js";
import type { AnswerComment } from "../task.js";
import { isGone, type MaySpend, type OpenPull } from "./open-pulls.js";

/** Pull requests in one query. A comment can have 64 kB, and an answer has its limit. */
const PULLS = 10;

export const LAST_COMMENTS = `query($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on PullRequest {
      id
      repository { url defaultBranchRef { name } }
      comments(last: 20) {
        nodes {
          databaseId body createdAt lastEditedAt viewerDidAuthor
          author { __typename login ... on User { databaseId } }
        }
      }
    }
  }
}`;

interface PullNode {
  id: string;
  repository: { url: string; defaultBranchRef: { name: string } | null };
  comments: { nodes: (CommentNode | null)[] | null };
}

interface CommentNode {
  databaseId: number;
  body: string;
  createdAt: string;
  lastEditedAt: string | null;
  viewerDidAuthor: boolean;
  author: { __typename: string; login: string; databaseId?: number | null } | null;
}

/** Comments that were written in this time; both as GitHub writes moments. */
export interface WrittenIn {
  from: string;
  to: string;
}

/** Finds those that were written in a time. */
export async function unansweredCommands(
  octokit: GitHubClient,
  installationId: number,
  pulls: readonly OpenPull[],
  time: WrittenIn,
  maySpend: MaySpend,
): Promise<AnswerComment[]> {
  const commented = pulls.filter(({ comments, updatedAt }) => comments > 0 && updatedAt >= time.from);
  const commands: AnswerComment[] = [];
  for (let start = 0; start < commented.length; start += PULLS) {
    const some = commented.slice(start, start + PULLS);
    if (!(await maySpend(1))) break;
    const { answer } = await askGitHubForParts("Looking for unanswered commands", isGone, () =>
      octokit.graphql<{ nodes: (PullNode | null)[] }>(LAST_COMMENTS, { ids: some.map(({ id }) => id) }),
    );
    const nodes = new Map(answer.nodes.flatMap((node) => (node === null ? [] : [[node.id, node] as const])));
    for (const pull of some) {
      const node = nodes.get(pull.id);
      if (node !== undefined) commands.push(...commandsOf(installationId, pull, node, time));
    }
  }
  return commands;
}

function commandsOf(
  installationId: number,
  { repository, number }: OpenPull,
  node: PullNode,
  { from, to }: WrittenIn,
): AnswerComment[] {
  const comments = (node.comments.nodes ?? []).flatMap((comment) => comment ?? []);
  const answered = new Set(
    comments.flatMap(({ viewerDidAuthor, body }) => (viewerDidAuthor ? readReplyMarkers(body) : [])),
  );
  return comments.flatMap((comment) => {
    const { databaseId: commentId, body, createdAt, lastEditedAt, author } = comment;
    const line = commandLine(body);
    if (line === null || createdAt < from || createdAt > to) return [];
    // A bot's comment asks for nothing.
    if (author?.__typename !== "User" || author.databaseId == null) return [];
    if ([false, true].some((edited) => answered.has(replyMarker(commentId, edited)))) return [];
    return [
      {
        ...{ kind: "answer-comment", installationId, reference: "sweep", repository, number, commentId },
        ...{ createdAt, line, sender: { id: author.databaseId, login: author.login } },
        // The words may have been others when its webhook was sent: an edit runs nothing.
        isEdited: lastEditedAt !== null,
        repositoryUrl: node.repository.url,
        defaultBranch: node.repository.defaultBranchRef?.name ?? "",
      },
    ];
  });
}
