/** Answers GraphQL with GitHub's own schema, so that a document which GitHub would refuse is refused here too. */
import { schema as gitHubDescription } from "@octokit/graphql-schema";
import { buildSchema, GraphQLError, type GraphQLSchema, graphql } from "graphql";
import type { CheckRun, Commit, Entry, PullRequest, Repository, Thread } from "./repository.js";

interface GraphqlBody {
  query: string;
  variables?: Record<string, unknown>;
}

type Node = Record<string, unknown>;

let schema: GraphQLSchema | undefined;

/** GitHub's schema; parsed once, since it takes a second. */
export function gitHubSchema(): GraphQLSchema {
  schema ??= buildSchema(gitHubDescription.idl, { assumeValid: true });
  return schema;
}

export async function answerGraphql(
  body: GraphqlBody,
  repositories: readonly Repository[],
  appId: number,
): Promise<object> {
  const rootValue = {
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const found = repositories.find((each) => each.owner === owner && each.name === name);
      if (found?.refusedAs === null) return repositoryNode(found, appId);
      throw refusal(
        found?.refusedAs ?? "NOT_FOUND",
        `Could not resolve to a Repository with the name '${owner}/${name}'.`,
      );
    },
    nodes: ({ ids }: { ids: string[] }) => ids.map((id) => nodeById(id, repositories, appId)),
    node: ({ id }: { id: string }) => nodeById(id, repositories, appId),
    ...mutations(repositories),
  };
  const result = await graphql({
    schema: gitHubSchema(),
    source: body.query,
    rootValue,
    variableValues: body.variables ?? {},
  });
  const errors = result.errors?.map(({ message, path, locations, extensions }) => ({
    ...(extensions.type === undefined ? {} : { type: extensions.type }),
    ...{ path, locations, message },
  }));
  return errors === undefined ? { data: result.data } : { data: result.data ?? null, errors };
}

// GitHub gives both: null for the field, and an error at its path.
function refusal(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

function nodeById(id: string, repositories: readonly Repository[], appId: number): Node | GraphQLError {
  const found = repositories.find((each) => each.nodeId === id);
  return found === undefined
    ? refusal("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`)
    : repositoryNode(found, appId);
}

function repositoryNode(repository: Repository, appId: number): Node {
  const { owner, name, nodeId, pulls } = repository;
  return {
    __typename: "Repository",
    id: nodeId,
    name,
    owner: { __typename: "Organization", login: owner },
    url: `https://github.com/${owner}/${name}`,
    defaultBranchRef: () => ({ target: commitNode(repository, commitOf(repository, "main"), appId) }),
    ref: ({ qualifiedName }: { qualifiedName: string }) => {
      const sha = repository.branches.get(qualifiedName.replace(/^refs\/heads\//, ""));
      return sha === undefined
        ? null
        : { target: commitNode(repository, repository.commits.get(sha), appId) };
    },
    object: ({ oid, expression }: { oid?: string; expression?: string }) =>
      oid === undefined
        ? objectAt(repository, expression!, appId)
        : (commitNode(repository, repository.commits.get(oid), appId) ?? blobByOid(repository, oid)),
    pullRequest: ({ number }: { number: number }) => {
      const pull = pulls.get(number);
      if (pull === undefined)
        throw refusal("NOT_FOUND", `Could not resolve to a PullRequest with the number of ${number}.`);
      return pullRequestNode(repository, pull, appId);
    },
    mergeQueue: null,
    pullRequests: ({ first, after }: { first: number; after?: string }) =>
      page(
        [...pulls.values()].filter(({ state }) => state === "OPEN"),
        first,
        after,
        (pull) => pullRequestNode(repository, pull, appId),
      ),
  };
}

function commitOf(repository: Repository, ref: string): Commit | undefined {
  const branch = ref === "HEAD" ? "main" : ref;
  return repository.commits.get(repository.branches.get(branch) ?? branch);
}

function commitNode(repository: Repository, commit: Commit | undefined, appId: number): Node | null {
  if (commit === undefined) return null;
  return {
    __typename: "Commit",
    oid: commit.sha,
    message: `Commit ${commit.sha}`,
    file: ({ path }: { path: string }) => {
      const entry = commit.files.get(path);
      if (entry === undefined) throw refusal("NOT_FOUND", `Could not resolve file for path '${path}'.`);
      return entryNode(path, entry);
    },
    checkSuites: ({ filterBy }: { filterBy?: { appId?: number } }) => ({
      nodes: filterBy?.appId === appId ? [suiteNode(repository, commit.sha)] : [],
    }),
    associatedPullRequests: () => ({
      nodes: [...repository.pulls.values()]
        .filter(({ headSha }) => headSha === commit.sha)
        .map((pull) => pullRequestNode(repository, pull, appId)),
    }),
  };
}

interface RunArguments {
  filterBy?: { checkName?: string };
  first: number;
  after?: string;
}

function suiteNode(repository: Repository, sha: string): Node {
  return {
    id: `CS_${sha}`,
    checkRuns: ({ filterBy, first, after }: RunArguments) =>
      page(
        repository.checkRuns.filter(
          (run) => run.headSha === sha && (filterBy?.checkName ?? run.name) === run.name,
        ),
        first,
        after,
        checkRunNode,
      ),
  };
}

function checkRunNode({ id, externalId, status, conclusion, title, summary, annotations }: CheckRun): Node {
  return {
    databaseId: id,
    externalId,
    status: status.toUpperCase(),
    completedAt: status === "completed" ? "2026-01-01T00:00:00Z" : null,
    conclusion: conclusion?.toUpperCase() ?? null,
    title,
    summary,
    annotations: { totalCount: annotations.length },
  };
}

function objectAt(repository: Repository, expression: string, appId: number): Node | null {
  const colon = expression.indexOf(":");
  const commit = commitOf(repository, colon === -1 ? expression : expression.slice(0, colon));
  if (commit === undefined) return null;
  if (colon === -1) return commitNode(repository, commit, appId);
  const path = expression.slice(colon + 1);
  const entry = commit.files.get(path);
  return entry === undefined ? treeNode(commit, path) : blobNode(entry);
}

function treeNode(commit: Commit, folder: string): Node | null {
  const prefix = folder === "" ? "" : `${folder}/`;
  const inside = [...commit.files].filter(([path]) => path.startsWith(prefix));
  if (inside.length === 0) return null;
  const files = inside
    .filter(([path]) => !path.slice(prefix.length).includes("/"))
    .map(([path, entry]) => entryNode(path, entry));
  const deeper = inside.flatMap(([path]) => path.slice(prefix.length).match(/^([^/]+)\//)?.[1] ?? []);
  const folders = [...new Set(deeper)].map((name) => ({
    name,
    oid: "0".repeat(40),
    type: "tree",
    mode: 0o040000,
    size: 0,
    object: { __typename: "Tree", oid: "0".repeat(40) },
  }));
  return { __typename: "Tree", entries: [...files, ...folders] };
}

function entryNode(path: string, entry: Entry): Node {
  const isSubmodule = entry.mode === 0o160000;
  return {
    name: path.slice(path.lastIndexOf("/") + 1),
    oid: entry.oid,
    type: isSubmodule ? "commit" : "blob",
    mode: entry.mode,
    size: entry.bytes.byteLength,
    object: isSubmodule ? null : blobNode(entry),
  };
}

function blobByOid(repository: Repository, oid: string): Node | null {
  for (const { files } of repository.commits.values()) {
    for (const entry of files.values()) if (entry.oid === oid) return blobNode(entry);
  }
  return null;
}

// GitHub cuts a text off at 512,000 bytes.
function blobNode({ oid, bytes }: Entry): Node {
  const isBinary = bytes.includes(0);
  const isTruncated = !isBinary && bytes.byteLength > 512_000;
  const text = isBinary ? null : bytes.subarray(0, 512_000).toString("utf8");
  return { __typename: "Blob", oid, byteSize: bytes.byteLength, isBinary, isTruncated, text };
}

function pullRequestNode(repository: Repository, pull: PullRequest, appId: number): Node {
  return {
    __typename: "PullRequest",
    id: `PR_${pull.number}`,
    number: pull.number,
    updatedAt: "2026-01-01T00:00:00Z",
    comments: { totalCount: 0, nodes: [] },
    state: pull.state,
    isDraft: pull.draft,
    headRefOid: pull.headSha,
    baseRefName: pull.baseRef,
    changedFiles: () => repository.compare(pull.baseRef, pull.headSha).files.length,
    author: { __typename: pull.authorType, login: "mona" },
    commits: () => ({
      nodes: [{ commit: commitNode(repository, commitOf(repository, pull.headSha), appId) }],
    }),
    timelineItems: { nodes: [] },
    reviews: ({ last }: { last: number }) => ({
      nodes: pull.reviews.slice(-last).map(({ body, ours }) => ({ body, viewerDidAuthor: ours })),
    }),
    reviewThreads: ({ first, after }: { first: number; after?: string }) =>
      page(pull.threads, first, after, (thread) => threadNode(repository, thread)),
  };
}

function threadNode(repository: Repository, thread: Thread): Node {
  return {
    id: thread.id,
    isResolved: thread.isResolved,
    isOutdated: thread.isOutdated,
    viewerCanResolve: repository.canResolve,
    path: thread.path,
    resolvedBy: thread.resolvedBy === null ? null : { login: thread.resolvedBy },
    comments: ({ first }: { first: number }) => ({
      totalCount: thread.comments.length,
      nodes: thread.comments.slice(0, first).map(({ id, body, ours, minimizedReason }) => ({
        id,
        body,
        viewerDidAuthor: ours,
        isMinimized: minimizedReason !== null,
        minimizedReason,
      })),
    }),
  };
}

function page<T>(all: readonly T[], first: number, after: string | undefined, node: (each: T) => Node): Node {
  const start = after === undefined ? 0 : Number(after);
  const end = start + first;
  return {
    totalCount: all.length,
    pageInfo: { hasNextPage: end < all.length, endCursor: String(end) },
    nodes: all.slice(start, end).map(node),
  };
}

function mutations(repositories: readonly Repository[]): Node {
  const threads = repositories.flatMap((repository) =>
    [...repository.pulls.values()].flatMap((pull) => pull.threads.map((thread) => ({ repository, thread }))),
  );
  return {
    resolveReviewThread: ({ input }: { input: { threadId: string } }) => {
      const found = threads.find(({ thread }) => thread.id === input.threadId);
      if (found === undefined) throw refusal("NOT_FOUND", "Could not resolve to a node");
      if (!found.repository.canResolve) throw refusal("FORBIDDEN", "Resource not accessible by integration");
      found.thread.isResolved = true;
      return { thread: { id: found.thread.id } };
    },
    minimizeComment: ({ input }: { input: { subjectId: string; classifier: string } }) => {
      const comment = threads
        .flatMap(({ thread }) => thread.comments)
        .find(({ id }) => id === input.subjectId);
      if (comment === undefined) throw refusal("NOT_FOUND", "Could not resolve to a node");
      comment.minimizedReason = input.classifier.toLowerCase();
      return { minimizedComment: { __typename: "PullRequestReviewComment", isMinimized: true } };
    },
  };
}
