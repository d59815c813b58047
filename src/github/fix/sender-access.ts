import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import { askGitHub, GitHubFailure } from "../client/github-failure.js";

/** Who pressed a button or wrote a comment. */
export interface Sender {
  id: number;
  login: string;
}

/**
 * Whether a person may push to a repository. Asked for, since the `author_association` of a payload is wrong for
 * members who keep their membership private.
 */
export async function mayWrite(
  octokit: GitHubClient,
  repository: RepositoryRef,
  { login }: Sender,
): Promise<boolean> {
  try {
    const { data } = await askGitHub("Reading what the sender may do", () =>
      octokit.request("GET /repos/{owner}/{repo}/collaborators/{username}/permission", {
        ...repository,
        username: login,
      }),
    );
    // The old names, to which GitHub maps every role: maintain is write, triage is read.
    return data.permission === "admin" || data.permission === "write";
  } catch (error) {
    // Nobody of that name.
    if (error instanceof GitHubFailure && error.status === 404) return false;
    throw error;
  }
}
