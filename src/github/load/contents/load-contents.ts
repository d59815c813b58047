/**
 * The texts of a change: head and base of every changed manifest, and the manifests beside them. One query does it
 * for up to a hundred files. Where GitHub cannot answer a query in time, it is asked for less at once.
 */
import pLimit from "p-limit";
import { type FileContent, isManifestPath } from "../../../changeset/change-set.js";
import type { GitHubClient, RepositoryRef } from "../../client/github-client.js";
import { askGitHubForParts, GitHubFailure } from "../../client/github-failure.js";
import type { GraphqlFault } from "../../client/graphql-faults.js";
import type { TreeEntryNode, TreeNode } from "./blob-nodes.js";
import { completeBlobs } from "./complete-blobs.js";
import { type ContentsRequest, contentsQuery, type QueryRider } from "./contents-query.js";
import { findSources, type SourcesFound } from "./find-sources.js";
import { type Chunk, FILES_A_QUERY, planFolders } from "./folder-plan.js";
import type { ListedFile } from "./list-changed-files.js";
import { planProbes } from "./plan-probes.js";
import { isBlob } from "./read-blob.js";
import { type Answered, type Contents, readContents, unreadFolder } from "./read-contents.js";

/** GraphQL cuts a text off above this. */
const GRAPHQL_TEXT_BYTES = 512_000;

interface ContentsOf {
  repository: RepositoryRef;
  mergeBase: string;
  headSha: string;
  files: readonly ListedFile[];
  /** every changed file, those too that hold no manifest */
  changed: readonly ListedFile[];
  /** the fields that the first query asks for beside texts */
  rider: QueryRider;
}

/** GitHub's answer to a rider. */
export interface RiderAnswer {
  /** the repository with its `url`, the rider's fields and others */
  repository: Record<string, unknown>;
  /** the fields beside the repository */
  root: Record<string, unknown>;
  /** the parts that the rider may do without and that did not come */
  lacking: readonly GraphqlFault[];
}

interface Answer {
  repository: Record<string, unknown> | null;
  [rootField: string]: unknown;
}

const NOTHING = { base: [], head: [], folders: [], blobs: [], probes: [], folderTexts: false, rider: null };

/** Loads the texts of the given files with the manifests beside them, and what rides along. */
export async function loadContents(
  octokit: GitHubClient,
  of: ContentsOf,
): Promise<Contents<FileContent> & { riderAnswer: RiderAnswer; sources: SourcesFound }> {
  const { chunks, skipped } = planFolders(of.files);
  const probes = planProbes(of.changed, new Set(chunks.flatMap(({ folders }) => folders)));
  const answered: Answered = { folders: new Map(), base: new Map(), loose: new Map(), probes: new Set() };
  const [first, ...others] = chunks;
  const riderAnswer = await loadChunk(
    octokit,
    of,
    first!,
    { rider: of.rider, probes: probes.paths },
    answered,
  );
  const side = pLimit(3);
  const alone = { rider: null, probes: [] };
  await Promise.all(others.map((chunk) => side(() => loadChunk(octokit, of, chunk, alone, answered))));
  const contents = readContents(of.files, answered);
  contents.omissions.push(...skipped.map(unreadFolder));
  const sources = findSources(of.changed, answered, probes.isCut);
  return { ...(await completeBlobs(octokit, of.repository, contents)), riderAnswer, sources };
}

async function loadChunk(
  octokit: GitHubClient,
  of: ContentsOf,
  chunk: Chunk,
  { rider, probes }: { rider: QueryRider | null; probes: readonly string[] },
  answered: Answered,
): Promise<RiderAnswer> {
  const changed = chunk.files.filter((file) => file.status !== "added");
  const request: ContentsRequest = {
    ...NOTHING,
    base: changed.map((file) => `${of.mergeBase}:${file.previousPath ?? file.path}`),
    head: chunk.loose.map((file) => `${of.headSha}:${file.path}`),
    folders: chunk.folders.map((folder) => `${of.headSha}:${folder}`),
    folderTexts: true,
    probes: probes.map((path) => `${of.headSha}:${path}`),
    rider,
  };
  const { answer, whole } = await askWholeOrLean(octokit, of.repository, request);
  for (const [i, file] of changed.entries())
    answered.base.set(file.previousPath ?? file.path, answer.repository[`b${i}`]);
  for (const [i, file] of chunk.loose.entries()) answered.loose.set(file.path, answer.repository[`h${i}`]);
  for (const [i, path] of probes.entries()) if (answer.repository[`p${i}`] != null) answered.probes.add(path);
  const trees = chunk.folders.map((folder, i) => [folder, entriesOf(answer.repository[`f${i}`])] as const);
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
): Promise<{ answer: RiderAnswer; whole: boolean }> {
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
): Promise<RiderAnswer> {
  const { query, variables } = contentsQuery(repository.owner, repository.repo, request);
  const mayLack = (fault: GraphqlFault): boolean => isMissingText(fault) || !!request.rider?.mayLack(fault);
  const { answer, lacking } = await askGitHubForParts(LOADING_FILES, mayLack, () =>
    octokit.graphql<Answer>(query, { ...variables, request: { retries } }),
  );
  const { repository: node, ...root } = answer;
  if (node !== null) return { repository: node, root, lacking };
  throw new GitHubFailure(`${LOADING_FILES}: no such repository`, { status: 404, retryable: false });
}

/** The attempt that a failure names. */
export const LOADING_FILES = "Loading the files";

// An object that is not there is null, as far as anyone has seen without an error; whichever it is, it is told as missing.
function isMissingText({ kind, path }: GraphqlFault): boolean {
  return kind === "missing" && /^repository\.[bhofp]\d+\b/.test(path);
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
      const blob = answer.repository[`o${i}`];
      entry.object = isBlob(blob) ? blob : null;
    });
  }
}
