import { CHECK_NAME, type GitHubClient, type RepositoryRef } from "../client/github-client.js";
import { askGitHub } from "../client/github-failure.js";
import { mergeGroupBaseOf, pullNumberOf } from "./external-id.js";
import { CHECK_RUN_OWNERS, type OwnersNode } from "./posted/posted-query.js";
import { readOwners } from "./posted/read-posted.js";

/** The pull requests and merge queue groups that a commit's check suite belongs to. */
interface Owners {
  pullNumbers: number[];
  /** base commits of merge queue groups with this head */
  mergeGroupBases: string[];
}

const QUERY = `query($owner: String!, $repo: String!, $sha: GitObjectID!, $appId: Int!, $checkName: String!) {
  repository(owner: $owner, name: $repo) {
    object(oid: $sha) {
      ... on Commit {
        associatedPullRequests(first: 20) { nodes { number state headRefOid } }
        ...owners
      }
    }
  }
}
${CHECK_RUN_OWNERS}`;

interface Answer {
  repository: {
    object:
      | (OwnersNode & {
          associatedPullRequests?: { nodes: { number: number; state: string; headRefOid: string }[] } | null;
        })
      | null;
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
  const externalIds = readOwners(commit);
  const ours = externalIds.flatMap((id) => pullNumberOf(id) ?? []);
  return {
    pullNumbers: [...new Set([...associated, ...ours])],
    mergeGroupBases: [...new Set(externalIds.flatMap((id) => mergeGroupBaseOf(id) ?? []))],
  };
}
