import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import { askGitHubForParts } from "../client/github-failure.js";
import type { Sharer } from "./share-verdict.js";

interface PullNode {
  state: string;
  headRefOid: string;
  baseRefName: string;
}

interface Answer {
  repository: Record<string, PullNode | null> | null;
}

const NUMBERS_A_QUERY = 50;

/** Loads those of the pull requests seen at a head that are open and still there. */
export async function loadSharers(
  octokit: GitHubClient,
  repository: RepositoryRef,
  headSha: string,
  numbers: readonly number[],
): Promise<Sharer[]> {
  const sharers: Sharer[] = [];
  for (let start = 0; start < numbers.length; start += NUMBERS_A_QUERY) {
    const some = numbers.slice(start, start + NUMBERS_A_QUERY);
    const found = await ask(octokit, repository, some);
    for (const [i, number] of some.entries()) {
      const pull = found[`p${i}`];
      if (pull?.state === "OPEN" && pull.headRefOid === headSha)
        sharers.push({ number, baseRef: pull.baseRefName });
    }
  }
  return sharers;
}

async function ask(
  octokit: GitHubClient,
  repository: RepositoryRef,
  numbers: readonly number[],
): Promise<Record<string, PullNode | null>> {
  const variables = Object.fromEntries(numbers.map((number, i) => [`n${i}`, number]));
  const { answer } = await askGitHubForParts(
    "Looking for pull requests with the same head",
    // GitHub takes a spammer's pull request away with its number: the answer has the others.
    ({ kind, path }) => kind === "missing" && path.startsWith("repository."),
    () => octokit.graphql<Answer>(queryFor(numbers), { ...repository, ...variables }),
  );
  return answer.repository ?? {};
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
