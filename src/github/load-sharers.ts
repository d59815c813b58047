import type { GitHubClient, RepositoryRef } from "./github-client.js";
import { askGitHub, GitHubFailure } from "./github-failure.js";
import type { Sharer } from "./share-verdict.js";

interface PullNode {
  state: string;
  headRefOid: string;
  baseRefName: string;
}

/** Of the pull requests that were seen at a head, those that are open and still there. */
export async function loadSharers(
  octokit: GitHubClient,
  repository: RepositoryRef,
  headSha: string,
  numbers: readonly number[],
): Promise<Sharer[]> {
  const answer = await askGitHub("Looking for pull requests with the same head", () =>
    octokit.graphql<{ repository: Record<string, PullNode | null> | null }>(queryFor(numbers), {
      ...repository,
      ...Object.fromEntries(numbers.map((number, i) => [`n${i}`, number])),
    }),
  );
  const found = answer.repository;
  if (found === null)
    throw new GitHubFailure("Looking for pull requests with the same head: no such repository", {
      ...{ status: 404, retryable: false },
    });
  return numbers.flatMap((number, i) => {
    const pull = found[`p${i}`];
    return pull?.state === "OPEN" && pull.headRefOid === headSha
      ? [{ number, baseRef: pull.baseRefName }]
      : [];
  });
}

function queryFor(numbers: readonly number[]): string {
  const variables = numbers.map((_, i) => `, $n${i}: Int!`).join("");
  const fields = numbers.map((_, i) => `p${i}: pullRequest(number: $n${i}) { state headRefOid baseRefName }`);
  return `query($owner: String!, $repo: String!${variables}) {
  repository(owner: $owner, name: $repo) {
    ${fields.join("\n    ")}
  }
}`;
}
