/**
 * The texts of a change: head and base of every changed manifest, and the manifests beside them. One query does it
 * for up to a hundred files. Where GitHub cannot answer a query in time, it is asked for less at once.
 */
import pLimit from "p-limit";
import { type FileContent, isManifestPath } from "../../changeset/change-set.js";
import { POLICY_PATH } from "../../policy/policy.js";
import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import { askGitHubForParts, failureOf, GitHubFailure } from "../client/github-failure.js";
import { type GraphqlFault, isAt } from "../client/graphql-faults.js";
import type { TreeEntryNode, TreeNode } from "./blob-nodes.js";
import { completeBlobs } from "./complete-blobs.js";
import { type ContentsRequest, contentsQuery, OWNERS_POLICY } from "./contents-query.js";
import { type Chunk, FILES_A_QUERY, planFolders } from "./folder-plan.js";
import type { ListedFile } from "./list-changed-files.js";
import { type PolicyAnswer, type PolicyNode, readPolicyAnswer } from "./policy-query.js";
import type { CommitNode, OwnersNode, PullRequestNode } from "./posted-query.js";
import { isBlob } from "./read-blob.js";
import { type Answered, type Contents, readContents, unreadFolder } from "./read-contents.js";

/** GraphQL cuts a text off above this. */
const GRAPHQL_TEXT_BYTES = 512_000;

export interface ContentsOf {
  repository: RepositoryRef;
  mergeBase: string;
  headSha: string;
  files: readonly ListedFile[];
  context: NonNullable<ContentsRequest["context"]>;
}

/** The part of the answer that is not contents. */
interface Context extends PolicyNode {
  /** where the repository is seen in a browser */
  url: string;
  /** left out where the base is a commit; null where there is no such branch */
  baseBranch?: { target: { oid: string } | null } | null;
  /** left out where no check runs are asked for */
  headCommit?: CommitNode | null;
  pullRequest?: PullRequestNode | null;
  /** of the former heads, in their order */
  [was: `was${number}`]: OwnersNode | null;
}

export interface ContextNode extends Context {
  /** what GitHub says of the policy in the owner's own repository */
  ownersPolicy: PolicyAnswer;
}

interface Answer {
  repository: (Context & Record<string, unknown>) | null;
  ownersPolicy?: PolicyNode | null;
}

type RepositoryNode = ContextNode & Record<string, unknown>;

const NOTHING = { base: [], head: [], folders: [], blobs: [], folderTexts: false, context: null };

/** Loads the texts of the given files with the manifests beside them, and what the context asks for. */
export async function loadContents(
  octokit: GitHubClient,
  of: ContentsOf,
): Promise<Contents<FileContent> & { context: ContextNode }> {
  const { chunks, skipped } = planFolders(of.files);
  const answered: Answered = { folders: new Map(), base: new Map(), loose: new Map() };
  const [first, ...others] = chunks;
  const context = await loadChunk(octokit, of, first!, of.context, answered);
  const side = pLimit(3);
  await Promise.all(others.map((chunk) => side(() => loadChunk(octokit, of, chunk, null, answered))));
  const contents = readContents(of.files, answered);
  contents.omissions.push(...skipped.map(unreadFolder));
  return { ...(await completeBlobs(octokit, of.repository, contents)), context };
}

async function loadChunk(
  octokit: GitHubClient,
  of: ContentsOf,
  chunk: Chunk,
  context: ContentsRequest["context"],
  answered: Answered,
): Promise<ContextNode> {
  const changed = chunk.files.filter((file) => file.status !== "added");
  const request: ContentsRequest = {
    ...NOTHING,
    base: changed.map((file) => `${of.mergeBase}:${file.previousPath ?? file.path}`),
    head: chunk.loose.map((file) => `${of.headSha}:${file.path}`),
    folders: chunk.folders.map((folder) => `${of.headSha}:${folder}`),
    folderTexts: true,
    context,
  };
  const { answer, whole } = await askWholeOrLean(octokit, of.repository, request);
  for (const [i, file] of changed.entries())
    answered.base.set(file.previousPath ?? file.path, answer[`b${i}`]);
  for (const [i, file] of chunk.loose.entries()) answered.loose.set(file.path, answer[`h${i}`]);
  const trees = chunk.folders.map((folder, i) => [folder, entriesOf(answer[`f${i}`])] as const);
  if (!whole)
    await addTexts(
      octokit,
      of.repository,
      trees.flatMap(([, entries]) => entries ?? []),
    );
  for (const [folder, entries] of trees) answered.folders.set(folder, entries);
  return answer;
}

async function askWholeOrLean(
  octokit: GitHubClient,
  repository: RepositoryRef,
  request: ContentsRequest,
): Promise<{ answer: RepositoryNode; whole: boolean }> {
  try {
    return { answer: await ask(octokit, repository, request, 0), whole: true };
  } catch (error) {
    if (!mayFitInLess(error)) throw error;
    return { answer: await ask(octokit, repository, { ...request, folderTexts: false }, 1), whole: false };
  }
}

// A time-out, an answer too large, a limit on what one query may cost: a smaller query may pass. Not so where
// GitHub says that we may not, or not now.
function mayFitInLess(error: unknown): boolean {
  if (!(error instanceof GitHubFailure) || error.retryAfterMs !== null) return false;
  return error.status === null || error.status === 413 || error.status >= 500;
}

async function ask(
  octokit: GitHubClient,
  repository: RepositoryRef,
  request: ContentsRequest,
  retries: number,
): Promise<RepositoryNode> {
  const { query, variables } = contentsQuery(repository.owner, repository.repo, request);
  const { answer, lacking } = await askGitHubForParts(DOING, mayLack, () =>
    octokit.graphql<Answer>(query, { ...variables, request: { retries } }),
  );
  if (answer.repository !== null) {
    const faults = lacking.filter((fault) => isAt(fault, OWNERS_POLICY));
    const failure = faults.length === 0 ? null : failureOf(DOING, faults);
    return {
      ...answer.repository,
      ownersPolicy: readPolicyAnswer(answer.ownersPolicy, POLICY_PATH, failure),
    };
  }
  throw new GitHubFailure("Loading the files: no such repository", { status: 404, retryable: false });
}

const DOING = "Loading the files";

// An object that is not there is null, as far as anyone has seen without an error; whichever it is, it is told as missing.
// Of the pull request and the repository themselves everything else depends.
function mayLack({ kind, path }: GraphqlFault): boolean {
  if (isAt({ path }, OWNERS_POLICY)) return true;
  return (
    kind === "missing" && /^repository\.(?:[bhof]\d+|was\d+|policy\w+|headCommit|baseBranch)\b/.test(path)
  );
}

function entriesOf(tree: unknown): TreeEntryNode[] | null {
  const node = tree as TreeNode | { __typename: string } | null | undefined;
  return node?.__typename === "Tree" ? ((node as TreeNode).entries ?? []) : null;
}

// The texts of manifests in folders that came without: in groups, one after the other, since this happens where
// GitHub is short of time.
async function addTexts(
  octokit: GitHubClient,
  repository: RepositoryRef,
  entries: TreeEntryNode[],
): Promise<void> {
  const wanted = entries.filter(
    (entry) => entry.type === "blob" && isManifestPath(entry.name) && entry.size <= GRAPHQL_TEXT_BYTES,
  );
  for (let start = 0; start < wanted.length; start += FILES_A_QUERY) {
    const group = wanted.slice(start, start + FILES_A_QUERY);
    const blobs = group.map((entry) => entry.oid);
    const answer = await ask(octokit, repository, { ...NOTHING, blobs }, 1);
    group.forEach((entry, i) => {
      const blob = answer[`o${i}`];
      entry.object = isBlob(blob) ? blob : null;
    });
  }
}
