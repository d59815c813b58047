import { CHECK_NAME, type GitHubClient, type RepositoryRef } from "./github-client.js";
import { askGitHub } from "./github-failure.js";
import { MERGE_GROUP } from "./publish-review.js";

/** What a commit's check suite belongs to. */
export interface Owners {
  pullNumbers: number[];
  /** base commits of merge queue groups with this head */
  mergeGroupBases: string[];
}

const QUERY = `query($owner: String!, $repo: String!, $sha: GitObjectID!, $appId: Int!, $checkName: String!) {
  repository(owner: $owner, name: $repo) {
    object(oid: $sha) {
      ... on Commit {
        associatedPullRequests(first: 20) { nodes { number state headRefOid } }
        checkSuites(first: 5, filterBy: { appId: $appId }) {
          nodes { checkRuns(first: 20, filterBy: { checkName: $checkName }) { nodes { externalId } } }
        }
      }
    }
  }
}`;

interface Answer {
  repository: {
    object: {
      associatedPullRequests?: { nodes: { number: number; state: string; headRefOid: string }[] } | null;
      checkSuites?: { nodes: { checkRuns: { nodes: { externalId: string | null }[] } }[] } | null;
    } | null;
  };
}

/** Finds what a head commit belongs to. A fork's suite names no pull request; our own runs on it do. */
export async function findOwners(
  octokit: GitHubClient,
  repository: RepositoryRef,
  appId: number,
  sha: string,
): Promise<Owners> {
  const answer = await askGitHub("Finding the pull requests of a commit", () =>
    octokit.graphql<Answer>(QUERY, { ...repository, sha, appId, checkName: CHECK_NAME }),
  );
  const commit = answer.repository.object;
  const associated = (commit?.associatedPullRequests?.nodes ?? [])
    .filter(({ state, headRefOid }) => state === "OPEN" && headRefOid === sha)
    .map(({ number }) => number);
  const externalIds = (commit?.checkSuites?.nodes ?? [])
    .flatMap(({ checkRuns }) => checkRuns.nodes)
    .flatMap(({ externalId }) => externalId ?? []);
  const ours = externalIds.flatMap((id) => pullNumberOf(id) ?? []);
  return {
    pullNumbers: [...new Set([...associated, ...ours])],
    mergeGroupBases: [...new Set(externalIds.flatMap((id) => mergeGroupBaseOf(id) ?? []))],
  };
}

/** The pull request that a check run's external id names, if it names one. */
export function pullNumberOf(externalId: string | null): number | null {
  return externalId !== null && /^[1-9]\d{0,9}$/.test(externalId) ? Number(externalId) : null;
}

/** The base commit of the merge queue group that a check run's external id names, if it names one. */
export function mergeGroupBaseOf(externalId: string | null): string | null {
  return externalId?.startsWith(MERGE_GROUP) ? externalId.slice(MERGE_GROUP.length) : null;
}
