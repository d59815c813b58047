import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import { askGitHub, GitHubFailure } from "../client/github-failure.js";

/** The account that pressed a button or wrote a comment. */
export interface Sender {
  id: number;
  login: string;
}

/**
 * Whether a person may push to a repository. Asked for, since the `author_association` of a payload is wrong for
 * members who keep their membership private. Asked by the login, which can be another account's by the time that an
 * event is worked on or delivered again: what counts is the account's number.
 */
export async function mayWrite(
  octokit: GitHubClient,
  repository: RepositoryRef,
  { id, login }: Sender,
): Promise<boolean> {
  try {
    const { data } = await askGitHub("Reading what the sender may do", () =>
      octokit.request("GET /repos/{owner}/{repo}/collaborators/{username}/permission", {
        ...repository,
        username: login,
      }),
    );
    // The old names, to which GitHub maps every role: maintain is write, triage is read.
    return data.user?.id === id && (data.permission === "admin" || data.permission === "write");
  } catch (error) {
    // GitHub knows no account of that name.
    if (error instanceof GitHubFailure && error.status === 404) return false;
    throw error;
  }
}
