/** Where a query begins. */
import { sees } from "../access/tokens.js";
import type { Repository } from "../state/model.js";
import { actorNode, type Node } from "./actor-node.js";
import { checkRunNode, checkSuiteNode } from "./check-nodes.js";
import type { GraphqlContext } from "./context.js";
import { mutationsOf } from "./mutations.js";
import { pullRequestNode } from "./pull-request-node.js";
import { GraphqlRefusal } from "./refusal.js";
import { repositoryNamed, repositoryNode } from "./repository-node.js";
import { issueCommentNode, reviewCommentNode, reviewNode, threadNode } from "./review-nodes.js";

/** The fields of `Query` and of `Mutation`. */
export function rootOf(context: GraphqlContext): Node {
  const { world, actor } = context;
  return {
    repository: (args: Parameters<typeof repositoryNamed>[1]) => repositoryNamed(context, args),
    node: ({ id }: { id: string }) => nodeById(context, id),
    nodes: ({ ids }: { ids: string[] }) => ids.map((id) => settled(() => nodeById(context, id))),
    viewer: () => actorNode(world, actor.installation.app.bot),
    ...mutationsOf(context),
  };
}

// One id that names nothing must not lose the others: an error in a list is the item's own.
function settled(find: () => Node): Node | Error {
  try {
    return find();
  } catch (error) {
    return error as Error;
  }
}

function nodeById(context: GraphqlContext, id: string): Node {
  const found = context.world.nodes.get(id);
  const node = found === undefined ? null : present(context, id);
  if (node === null)
    throw new GraphqlRefusal("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
  return node;
}

function present(context: GraphqlContext, id: string): Node | null {
  const found = context.world.nodes.get(id)!;
  const seen = (repository: Repository, node: () => Node): Node | null =>
    sees(context.actor, repository) ? node() : null;
  switch (found.kind) {
    case "User":
    case "Organization":
    case "Bot":
      return actorNode(context.world, found.value);
    case "Repository":
      return seen(found.value, () => repositoryNode(context, found.value));
    case "PullRequest":
      return seen(found.value.repository, () => pullRequestNode(context, found.value));
    case "PullRequestReview":
      return seen(found.value.pull.repository, () => reviewNode(context, found.value));
    case "PullRequestReviewThread":
      return seen(found.value.pull.repository, () => threadNode(context, found.value));
    case "PullRequestReviewComment":
      return seen(found.value.thread.pull.repository, () => reviewCommentNode(context, found.value));
    case "IssueComment":
      return seen(found.value.pull.repository, () => issueCommentNode(context, found.value));
    case "CheckSuite":
      return seen(found.value.repository, () => checkSuiteNode(context, found.value));
    case "CheckRun":
      return seen(found.value.suite.repository, () => checkRunNode(context, found.value));
    default:
      return null;
  }
}
