import { sees } from "../access/tokens.js";
import { repositoryPage } from "../present/urls.js";
import type { Repository } from "../state/model.js";
import { findRenamed, findRepository, fullName } from "../state/repositories.js";
import { actorNode, type Node } from "./actor-node.js";
import { type ConnectionArgs, connection } from "./connection.js";
import { demand, type GraphqlContext } from "./context.js";
import { mergeQueueNode } from "./merge-queue-node.js";
import { commitNode, objectNode } from "./object-nodes.js";
import { GraphqlRefusal } from "./refusal.js";

/** The repository of a name, where the token may know of it. */
export function repositoryNamed(
  context: GraphqlContext,
  { owner, name, followRenames = true }: { owner: string; name: string; followRenames?: boolean | null },
): Node {
  const repository =
    findRepository(context.world, owner, name) ??
    (followRenames ? findRenamed(context.world, owner, name) : null);
  if (repository === null || !sees(context.actor, repository))
    throw new GraphqlRefusal(
      "NOT_FOUND",
      `Could not resolve to a Repository with the name '${owner}/${name}'.`,
    );
  return repositoryNode(context, repository);
}

/** A repository. */
export function repositoryNode(context: GraphqlContext, repository: Repository): Node {
  const { world } = context;
  const { id, nodeId, owner, name, description, isPrivate, parent, defaultBranch } = repository;
  return {
    __typename: "Repository",
    id: nodeId,
    databaseId: id,
    name,
    nameWithOwner: fullName(repository),
    owner: actorNode(world, owner),
    description: description || null,
    url: repositoryPage(world, repository),
    createdAt: repository.createdAt,
    pushedAt: repository.pushedAt,
    ...{ isPrivate, isFork: parent !== null, isArchived: false, isDisabled: false },
    visibility: isPrivate ? "PRIVATE" : "PUBLIC",
    parent: () => (parent === null || !sees(context.actor, parent) ? null : repositoryNode(context, parent)),
    defaultBranchRef: () => refNode(context, repository, defaultBranch),
    ref: ({ qualifiedName }: { qualifiedName: string }) =>
      refNode(context, repository, qualifiedName.replace(/^refs\/heads\//, "")),
    object: (args: { oid?: string; expression?: string }) => objectNode(context, repository, args),
    pullRequest: ({ number }: { number: number }) => {
      demand(context, repository, "pull_requests", "read");
      const pull = repository.pulls.find((each) => each.number === number);
      if (pull === undefined)
        throw new GraphqlRefusal(
          "NOT_FOUND",
          `Could not resolve to a PullRequest with the number of ${number}.`,
        );
      return context.nodes.pullRequest(pull);
    },
    mergeQueue: ({ branch }: { branch?: string | null }) => mergeQueueNode(context, repository, branch),
    pullRequests: (args: PullRequestsArgs) => pullRequestsOf(context, repository, args),
  };
}

interface PullRequestsArgs extends ConnectionArgs {
  states?: string[] | null;
  baseRefName?: string | null;
  headRefName?: string | null;
  orderBy?: { field: "CREATED_AT" | "UPDATED_AT"; direction: "ASC" | "DESC" } | null;
}

function pullRequestsOf(context: GraphqlContext, repository: Repository, args: PullRequestsArgs): object {
  demand(context, repository, "pull_requests", "read");
  const { states, baseRefName, headRefName, orderBy } = args;
  const chosen = repository.pulls.filter(
    (pull) =>
      (states == null || states.includes(pull.mergedAt === null ? pull.state.toUpperCase() : "MERGED")) &&
      (baseRefName == null || pull.base.ref === baseRefName) &&
      (headRefName == null || pull.head.ref === headRefName),
  );
  const time = orderBy?.field === "UPDATED_AT" ? "updatedAt" : "createdAt";
  const sorted = [...chosen].sort((a, b) => a[time].localeCompare(b[time]) || a.number - b.number);
  if (orderBy?.direction === "DESC") sorted.reverse();
  return connection(sorted, args, (pull) => context.nodes.pullRequest(pull));
}

/** A branch; null where there is none of that name. */
export function refNode(context: GraphqlContext, repository: Repository, branch: string): Node | null {
  demand(context, repository, "contents", "read");
  const sha = repository.branches.get(branch);
  if (sha === undefined) return null;
  return {
    __typename: "Ref",
    id: `REF_${Buffer.from(`${repository.id}:${branch}`).toString("base64url")}`,
    name: branch,
    prefix: "refs/heads/",
    target: () => commitNode(context, repository, sha),
    repository: () => repositoryNode(context, repository),
  };
}
