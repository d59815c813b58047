import { encodePath, repositoryPage } from "../present/urls.js";
import type { MergeQueue, QueueEntry, Repository } from "../state/model.js";
import { actorNode, type Node } from "./actor-node.js";
import { type ConnectionArgs, connection } from "./connection.js";
import { demand, type GraphqlContext } from "./context.js";

/** The merge queue of a branch, the default one unless told; null where it has none. */
export function mergeQueueNode(
  context: GraphqlContext,
  repository: Repository,
  branch: string | null | undefined,
): Node | null {
  demand(context, repository, "merge_queues", "read");
  const queue = repository.queues.get(branch ?? repository.defaultBranch);
  if (queue === undefined) return null;
  const url = `${repositoryPage(context.world, repository)}/queue/${encodePath(queue.baseRef)}`;
  return {
    __typename: "MergeQueue",
    id: `MQ_${Buffer.from(`${repository.id}:${queue.baseRef}`).toString("base64url")}`,
    ...{ url, resourcePath: url, nextEntryEstimatedTimeToMerge: null },
    configuration: { mergeMethod: queue.mergeMethod },
    entries: (args: ConnectionArgs) =>
      connection(queue.entries, args, (entry) => entryNode(context, queue, entry)),
    repository: () => context.nodes.repository(repository),
  };
}

function entryNode(context: GraphqlContext, queue: MergeQueue, entry: QueueEntry): Node {
  const { repository, baseRef, entries } = queue;
  return {
    __typename: "MergeQueueEntry",
    id: entry.nodeId,
    position: entries.indexOf(entry) + 1,
    state: "AWAITING_CHECKS",
    enqueuedAt: entry.enqueuedAt,
    enqueuer: actorNode(context.world, entry.enqueuer),
    ...{ estimatedTimeToMerge: null, jump: false, solo: false },
    baseCommit: () => context.nodes.commit(repository, entry.baseSha),
    headCommit: () => context.nodes.commit(repository, entry.headSha),
    mergeQueue: () => mergeQueueNode(context, repository, baseRef),
    pullRequest: () => context.nodes.pullRequest(entry.pull),
  };
}
