/** Commits, folders and files. */
import { isObjectId } from "../git/bare-repository.js";
import { type CommitInfo, readCommit } from "../git/list-commits.js";
import type { ObjectType, TreeEntry } from "../git/read-objects.js";
import { accountOf } from "../present/commit.js";
import { repositoryPage } from "../present/urls.js";
import type { Repository } from "../state/model.js";
import { actorNode, type Node } from "./actor-node.js";
import { checkSuitesOf, rollupOf } from "./check-nodes.js";
import { type ConnectionArgs, connection } from "./connection.js";
import { demand, type GraphqlContext } from "./context.js";
import { GraphqlRefusal } from "./refusal.js";

/** GitHub cuts a text off here; https://docs.github.com/en/graphql/reference/objects#blob says that it does. */
const MAX_TEXT = 512_000;

/** Returns the node that an expression or an id names in a repository; null for nothing. */
export async function objectNode(
  context: GraphqlContext,
  repository: Repository,
  { oid, expression }: { oid?: string | null; expression?: string | null },
): Promise<Node | null> {
  demand(context, repository, "contents", "read");
  if (oid && !isObjectId(oid)) return null;
  const object = await context.read(repository).objects.load(oid ?? expression ?? "");
  return object === null ? null : nodeOf(context, repository, object.type, object.oid);
}

function nodeOf(
  context: GraphqlContext,
  repository: Repository,
  type: ObjectType,
  oid: string,
): Node | Promise<Node> | null {
  if (type === "commit") return commitNode(context, repository, oid);
  if (type === "tree") return treeNode(context, repository, oid);
  return type === "blob" ? blobNode(context, repository, oid) : null;
}

function gitObject(repository: Repository, typename: string, oid: string): Node {
  return {
    __typename: typename,
    id: `${typename[0]}_${Buffer.from(`${repository.id}:${oid}`).toString("base64url")}`,
    oid,
    abbreviatedOid: oid.slice(0, 7),
  };
}

async function blobNode(context: GraphqlContext, repository: Repository, oid: string): Promise<Node> {
  const bytes = (await context.read(repository).bytes.load(oid)) ?? Buffer.alloc(0);
  // As git tells text from what is none.
  const isBinary = bytes.subarray(0, 8_000).includes(0);
  return {
    ...gitObject(repository, "Blob", oid),
    byteSize: bytes.byteLength,
    isBinary,
    isTruncated: !isBinary && bytes.byteLength > MAX_TEXT,
    text: isBinary ? null : textOf(context, bytes.subarray(0, MAX_TEXT)),
    repository: () => context.nodes.repository(repository),
  };
}

function textOf({ world }: GraphqlContext, bytes: Buffer): string {
  const text = bytes.toString("utf8");
  return world.textsLoseMark ? text.replace(/^\ufeff/, "") : text;
}

function treeNode(context: GraphqlContext, repository: Repository, oid: string): Node {
  return {
    ...gitObject(repository, "Tree", oid),
    entries: async () =>
      (await context.read(repository).trees.load(oid)).map((entry) => entryNode(context, repository, entry)),
    repository: () => context.nodes.repository(repository),
  };
}

function entryNode(context: GraphqlContext, repository: Repository, entry: TreeEntry): Node {
  const { name, oid, type, mode, bytes } = entry;
  const dot = name.lastIndexOf(".");
  return {
    name,
    oid,
    type,
    mode,
    size: bytes,
    extension: dot < 0 ? "" : name.slice(dot),
    // A submodule's commit is in another repository.
    object: () => (type === "commit" ? null : nodeOf(context, repository, type, oid)),
    repository: () => context.nodes.repository(repository),
  };
}

/** A commit that the repository has. */
export function commitNode(context: GraphqlContext, repository: Repository, oid: string): Node {
  let read: Promise<CommitInfo> | undefined;
  const info = (): Promise<CommitInfo> => {
    read ??= readCommit(repository.git, oid);
    return read;
  };
  const page = `${repositoryPage(context.world, repository)}/commit/${oid}`;
  return {
    ...gitObject(repository, "Commit", oid),
    url: page,
    commitUrl: page,
    message: async () => (await info()).message,
    messageHeadline: async () => (await info()).message.split("\n", 1)[0],
    committedDate: async () => (await info()).committer.date,
    authoredDate: async () => (await info()).author.date,
    author: async () => personNode(context, (await info()).author),
    committer: async () => personNode(context, (await info()).committer),
    tree: async () => treeNode(context, repository, (await info()).tree),
    parents: async (args: ConnectionArgs) =>
      connection((await info()).parents, args, (sha) => commitNode(context, repository, sha)),
    file: ({ path }: { path: string }) => fileOf(context, repository, oid, path),
    repository: () => context.nodes.repository(repository),
    checkSuites: (args: ConnectionArgs) => checkSuitesOf(context, repository, oid, args),
    statusCheckRollup: () => rollupOf(context, repository, oid),
    associatedPullRequests: (args: ConnectionArgs) => {
      demand(context, repository, "pull_requests", "read");
      const pulls = repository.pulls.filter(({ head }) => head.sha === oid);
      return connection(pulls, args, (pull) => context.nodes.pullRequest(pull));
    },
  };
}

function personNode({ world }: GraphqlContext, { name, email, date }: CommitInfo["author"]): Node {
  const account = accountOf(world, email);
  const user = account?.type === "User" ? actorNode(world, account) : null;
  return { name, email, date, user, avatarUrl: () => `${world.origin}/avatars/0` };
}

// Found in the folder that holds it, since only that knows its mode.
async function fileOf(
  context: GraphqlContext,
  repository: Repository,
  commit: string,
  path: string,
): Promise<Node> {
  const slash = path.lastIndexOf("/");
  const { objects, trees } = context.read(repository);
  const folder = await objects.load(`${commit}:${slash < 0 ? "" : path.slice(0, slash)}`);
  const entries = folder?.type === "tree" ? await trees.load(folder.oid) : [];
  const entry = entries.find(({ name }) => name === path.slice(slash + 1));
  // Other than `object`, which is null and no more.
  if (entry === undefined)
    throw new GraphqlRefusal("NOT_FOUND", `Could not resolve file for path '${path}'.`);
  return { ...entryNode(context, repository, entry), path };
}
