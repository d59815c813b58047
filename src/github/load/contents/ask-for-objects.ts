/** Objects of a repository by GraphQL, beyond those of a review's first query. */
import type { GitHubClient, RepositoryRef } from "../../client/github-client.js";
import { askGitHubForParts, GitHubFailure } from "../../client/github-failure.js";
import type { GraphqlFault } from "../../client/graphql-faults.js";
import type { BlobNode } from "./blob-nodes.js";
import { type ContentsRequest, contentsQuery } from "./contents-query.js";
import { isBlob } from "./read-blob.js";

const NOTHING: ContentsRequest = {
  ...{ base: [], head: [], folders: [], blobs: [], probes: [] },
  ...{ folderTexts: false, rider: null },
};

const DOING = "Loading a chart's files";

/** Returns the ids of the objects that git expressions name, in their order; null for what is not there. */
export async function askForObjects(
  octokit: GitHubClient,
  repository: RepositoryRef,
  expressions: readonly string[],
): Promise<(string | null)[]> {
  const answer = await ask(octokit, repository, { ...NOTHING, probes: expressions });
  return expressions.map((_, i) => (answer[`p${i}`] as { oid: string } | null | undefined)?.oid ?? null);
}

/** Returns blobs with their texts, by id, in their order; null for what is not there. */
export async function askForBlobs(
  octokit: GitHubClient,
  repository: RepositoryRef,
  oids: readonly string[],
): Promise<(BlobNode | null)[]> {
  const answer = await ask(octokit, repository, { ...NOTHING, blobs: oids });
  return oids.map((_, i) => {
    const blob = answer[`o${i}`];
    return isBlob(blob) ? blob : null;
  });
}

async function ask(
  octokit: GitHubClient,
  repository: RepositoryRef,
  request: ContentsRequest,
): Promise<Record<string, unknown>> {
  const { query, variables } = contentsQuery(repository.owner, repository.repo, request);
  const { answer } = await askGitHubForParts(DOING, isMissing, () =>
    octokit.graphql<{ repository: Record<string, unknown> | null }>(query, variables),
  );
  if (answer.repository !== null) return answer.repository;
  throw new GitHubFailure(`${DOING}: no such repository`, { status: 404, retryable: false });
}

function isMissing({ kind, path }: GraphqlFault): boolean {
  return kind === "missing" && /^repository\.[op]\d+\b/.test(path);
}
