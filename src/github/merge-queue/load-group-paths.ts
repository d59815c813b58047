import type { GroupPull } from "../../review/write/describe-merge-group.js";
import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import { askGitHubForParts, GitHubFailure } from "../client/github-failure.js";
import type { Log } from "../client/log.js";

const FILES_A_PULL = 100;

interface FilesNode {
  files: { nodes: ({ path: string } | null)[] | null; pageInfo: { hasNextPage: boolean } } | null;
}

/**
 * Loads the paths that each pull request of a group changes, in one query. Paths are null where they are more than a
 * hundred, and where GitHub does not tell, which must not fail a review.
 */
export async function loadGroupPaths(
  octokit: GitHubClient,
  repository: RepositoryRef,
  numbers: readonly number[],
  log: Log,
): Promise<GroupPull[]> {
  try {
    const { answer } = await askGitHubForParts(
      "Loading the files of a merge group",
      ({ kind, path }) => kind === "missing" && path.startsWith("repository."),
      () =>
        octokit.graphql<{ repository: Record<string, FilesNode | null> | null }>(queryFor(numbers), {
          ...repository,
          ...Object.fromEntries(numbers.map((number, i) => [`n${i}`, number])),
        }),
    );
    return numbers.map((number, i) => ({ number, paths: pathsOf(answer.repository?.[`p${i}`]) }));
  } catch (error) {
    // Where GitHub asks to wait, everything else waits too.
    if (!(error instanceof GitHubFailure) || error.retryAfterMs !== null) throw error;
    log.warn({ ...repository, err: error }, "The files of a merge group could not be told apart");
    return numbers.map((number) => ({ number, paths: null }));
  }
}

function queryFor(numbers: readonly number[]): string {
  const variables = numbers.map((_, i) => `, $n${i}: Int!`).join("");
  const fields = numbers.map(
    (_, i) =>
      `p${i}: pullRequest(number: $n${i}) { files(first: ${FILES_A_PULL}) { nodes { path } pageInfo { hasNextPage } } }`,
  );
  return `query($owner: String!, $repo: String!${variables}) {
  repository(owner: $owner, name: $repo) {
    ${fields.join("\n    ")}
  }
}`;
}

function pathsOf(node: FilesNode | null | undefined): string[] | null {
  const files = node?.files;
  if (!files || files.pageInfo.hasNextPage) return null;
  return (files.nodes ?? []).flatMap((file) => file?.path ?? []);
}
