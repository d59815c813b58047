/** GraphQL's changes: https://docs.github.com/en/graphql/reference/mutations */

import { may, sees } from "../access/tokens.js";
import { findObjects } from "../git/read-objects.js";
import type { Repository } from "../state/model.js";
import { makeCommit, pushBranch } from "../state/push.js";
import { findRepository } from "../state/repositories.js";
import { resolveThread, unresolveThread } from "../state/threads.js";
import type { Kind, Kinds } from "../state/world.js";
import type { Node } from "./actor-node.js";
import { demand, type GraphqlContext } from "./context.js";
import { commitNode } from "./object-nodes.js";
import { forbidden, GraphqlRefusal } from "./refusal.js";
import { refNode } from "./repository-node.js";
import { canResolve, issueCommentNode, reviewCommentNode, threadNode } from "./review-nodes.js";

interface ThreadInput {
  threadId: string;
  clientMutationId?: string | null;
}

interface MinimizeInput {
  subjectId: string;
  classifier?: string;
  clientMutationId?: string | null;
}

interface CommitInput {
  branch: { id?: string | null; repositoryNameWithOwner?: string | null; branchName?: string | null };
  message: { headline: string; body?: string | null };
  expectedHeadOid: string;
  fileChanges?: {
    additions?: { path: string; contents: string }[] | null;
    deletions?: { path: string }[] | null;
  } | null;
  clientMutationId?: string | null;
}

/** The fields of `Mutation`. */
export function mutationsOf(context: GraphqlContext): Node {
  return {
    resolveReviewThread: ({ input }: { input: ThreadInput }) => setResolved(context, input, true),
    unresolveReviewThread: ({ input }: { input: ThreadInput }) => setResolved(context, input, false),
    minimizeComment: ({ input }: { input: MinimizeInput }) =>
      minimize(context, input, input.classifier!.toLowerCase().replaceAll("_", "-"), "minimizedComment"),
    unminimizeComment: ({ input }: { input: MinimizeInput }) =>
      minimize(context, input, null, "unminimizedComment"),
    createCommitOnBranch: ({ input }: { input: CommitInput }) => createCommit(context, input),
  };
}

function found<K extends Kind>(context: GraphqlContext, kinds: readonly K[], id: string): Kinds[K] {
  const node = context.world.nodes.get(id);
  if (node !== undefined && (kinds as readonly Kind[]).includes(node.kind)) return node.value as Kinds[K];
  throw new GraphqlRefusal("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
}

function setResolved(
  context: GraphqlContext,
  { threadId, clientMutationId }: ThreadInput,
  to: boolean,
): Node {
  const thread = found(context, ["PullRequestReviewThread"], threadId);
  if (!canResolve(context, thread)) throw forbidden();
  const by = context.actor.installation.app.bot;
  if (to) resolveThread(context.world, thread, by);
  else unresolveThread(context.world, thread, by);
  return { thread: threadNode(context, thread), clientMutationId: clientMutationId ?? null };
}

function minimize(
  context: GraphqlContext,
  { subjectId, clientMutationId }: MinimizeInput,
  reason: string | null,
  field: string,
): Node {
  const comment = found(context, ["PullRequestReviewComment", "IssueComment"], subjectId);
  const pull = "thread" in comment ? comment.thread.pull : comment.pull;
  demand(context, pull.repository, "pull_requests", "write");
  comment.minimizedReason = reason;
  const sender = context.actor.installation.app.bot;
  context.world.tell({ name: "unannounced", repository: pull.repository, sender });
  const node = "thread" in comment ? reviewCommentNode(context, comment) : issueCommentNode(context, comment);
  return { [field]: node, clientMutationId: clientMutationId ?? null };
}

async function createCommit(context: GraphqlContext, input: CommitInput): Promise<Node> {
  const { world, actor } = context;
  const { repository, branch } = branchOf(context, input.branch);
  if (!isOpenFork(context, repository, branch)) demand(context, repository, "contents", "write");
  const additions = input.fileChanges?.additions ?? [];
  const deletions = input.fileChanges?.deletions ?? [];
  const paths = [...additions, ...deletions].map(({ path }) => path);
  // https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps: workflows is one of its own.
  if (paths.some((path) => path.startsWith(".github/workflows/")))
    demand(context, repository, "workflows", "write");
  const { expectedHeadOid } = input;
  const head = repository.branches.get(branch);
  if (head === undefined)
    throw new GraphqlRefusal("NOT_FOUND", `No branch named '${branch}' in this repository.`);
  // https://github.com/ministryofjustice/modernisation-platform/issues/11985 shows the sentence.
  if (head !== expectedHeadOid || context.isStale)
    throw new GraphqlRefusal(
      "STALE_DATA",
      `Expected branch to point to "${expectedHeadOid}" but it did not.  Pull and try again.`,
    );
  await demandFiles(repository, head, deletions);
  const author = actor.installation.app.bot;
  const { headline, body } = input.message;
  const sha = await makeCommit(repository, [head], {
    changes: Object.fromEntries([
      ...deletions.map(({ path }) => [path, null] as const),
      ...additions.map(({ path, contents }) => [path, Buffer.from(contents, "base64")] as const),
    ]),
    message: body ? `${headline}\n\n${body}` : headline,
    author,
    committer: { name: "GitHub", email: "noreply@github.com" },
  });
  await pushBranch(world, repository, branch, sha, author);
  return {
    commit: commitNode(context, repository, sha),
    ref: () => refNode(context, repository, branch),
    clientMutationId: input.clientMutationId ?? null,
  };
}

function branchOf(
  context: GraphqlContext,
  { id, repositoryNameWithOwner, branchName }: CommitInput["branch"],
): { repository: Repository; branch: string } {
  const { world, actor } = context;
  const decoded = id ? Buffer.from(id.replace(/^REF_/, ""), "base64url").toString() : null;
  const [number, ...rest] = decoded?.split(":") ?? [];
  const [owner, name] = repositoryNameWithOwner?.split("/") ?? [];
  const repository =
    decoded === null
      ? findRepository(world, owner ?? "", name ?? "")
      : world.repositories.find((each) => String(each.id) === number);
  const branch = decoded === null ? (branchName ?? "") : rest.join(":");
  if (!repository || !(sees(actor, repository) || isOpenFork(context, repository, branch)))
    throw new GraphqlRefusal(
      "NOT_FOUND",
      `Could not resolve to a Repository with the name '${repositoryNameWithOwner}'.`,
    );
  return { repository, branch };
}

// A fork's branch whose pull request lets the maintainers in. Whether that takes in an App's token is not known.
function isOpenFork({ world, actor }: GraphqlContext, fork: Repository, branch: string): boolean {
  if (!world.forksTakeCommits || fork.parent === null) return false;
  return fork.parent.pulls.some(
    ({ state, head, repository, maintainerCanModify }) =>
      maintainerCanModify &&
      state === "open" &&
      head.repository === fork &&
      head.ref === branch &&
      may(actor, repository, "contents", "write"),
  );
}

async function demandFiles(
  repository: Repository,
  head: string,
  deletions: readonly { path: string }[],
): Promise<void> {
  if (deletions.length === 0) return;
  const objects = await findObjects(
    repository.git,
    deletions.map(({ path }) => `${head}:${path}`),
  );
  const missing = deletions.find((_, i) => objects[i] === null);
  if (missing !== undefined)
    throw new GraphqlRefusal(
      "UNPROCESSABLE",
      `A path was requested for deletion which does not exist: ${missing.path}`,
    );
}
