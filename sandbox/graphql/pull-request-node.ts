import { listCommits } from "../git/list-commits.js";
import { pullPage } from "../present/urls.js";
import { compareOfPull } from "../state/diffs.js";
import { mergeability } from "../state/merging.js";
import type { PullRequest } from "../state/model.js";
import { asOf } from "../state/pull-requests.js";
import { actorNode, type Node } from "./actor-node.js";
import { type ConnectionArgs, connection } from "./connection.js";
import type { GraphqlContext } from "./context.js";
import { commitNode } from "./object-nodes.js";
import { refNode, repositoryNode } from "./repository-node.js";
import { issueCommentNode, reviewNode, threadNode } from "./review-nodes.js";

/** A pull request. */
export function pullRequestNode(context: GraphqlContext, given: PullRequest): Node {
  const { world, actor } = context;
  const pull = asOf(given, context.isStale);
  const { repository, head, base } = pull;
  const sum = async (of: "additions" | "deletions"): Promise<number> =>
    (await compareOfPull(pull)).files.reduce((total, file) => total + file[of], 0);
  return {
    __typename: "PullRequest",
    id: pull.nodeId,
    databaseId: pull.id,
    number: pull.number,
    title: pull.title,
    body: pull.body,
    url: pullPage(world, pull),
    state: pull.mergedAt === null ? pull.state.toUpperCase() : "MERGED",
    merged: pull.mergedAt !== null,
    closed: pull.state === "closed",
    isDraft: pull.draft,
    isCrossRepository: head.repository !== repository,
    headRefOid: head.sha,
    headRefName: head.ref,
    baseRefOid: base.sha,
    baseRefName: base.ref,
    createdAt: pull.createdAt,
    updatedAt: pull.updatedAt,
    author: actorNode(world, pull.author),
    repository: () => repositoryNode(context, repository),
    baseRepository: () => repositoryNode(context, repository),
    headRepository: () => repositoryNode(context, head.repository),
    headRepositoryOwner: actorNode(world, head.repository.owner),
    baseRef: () => refNode(context, repository, base.ref),
    changedFiles: async () => (await compareOfPull(pull)).files.length,
    additions: () => sum("additions"),
    deletions: () => sum("deletions"),
    mergeable: async () =>
      (await mergeability(pull)).reason.includes("conflicts") ? "CONFLICTING" : "MERGEABLE",
    files: async (args: ConnectionArgs) =>
      connection((await compareOfPull(pull)).files, args, (file) => ({
        path: file.path,
        additions: file.additions,
        deletions: file.deletions,
        changeType: { removed: "DELETED" }[file.status as string] ?? file.status.toUpperCase(),
      })),
    commits: async (args: ConnectionArgs) => {
      const { mergeBase } = await compareOfPull(pull);
      const commits = mergeBase === null ? [] : await listCommits(repository.git, mergeBase, head.sha);
      return connection(commits, args, ({ sha }) => ({
        __typename: "PullRequestCommit",
        commit: commitNode(context, repository, sha),
      }));
    },
    reviews: ({ states, ...args }: ConnectionArgs & { states?: string[] | null }) => {
      const own = actor.installation.app.bot;
      const shown = pull.reviews.filter(
        ({ state, author }) =>
          (states == null || states.includes(state)) && (state !== "PENDING" || author === own),
      );
      return connection(shown, args, (review) => reviewNode(context, review));
    },
    reviewThreads: (args: ConnectionArgs) => {
      const shown = pull.threads.filter(({ comments }) => comments[0]?.review.state !== "PENDING");
      return connection(shown, args, (thread) => threadNode(context, thread));
    },
    timelineItems: ({ itemTypes, ...args }: ConnectionArgs & { itemTypes?: string[] | null }) => {
      const shown = pull.turns.filter(
        ({ kind }) => itemTypes == null || itemTypes.includes(itemTypeOf(kind)),
      );
      return connection(shown, args, ({ kind, createdAt }) => ({ __typename: kind, createdAt }));
    },
    comments: (args: ConnectionArgs) =>
      connection(pull.comments, args, (comment) => issueCommentNode(context, comment)),
  };
}

/** BASE_REF_CHANGED_EVENT of BaseRefChangedEvent. */
function itemTypeOf(kind: string): string {
  return kind.replace(/(?<=[a-z])[A-Z]/g, "_$&").toUpperCase();
}
