import type { CommitMessage } from "../../review/write/write-commit-message.js";
import type { GitHubClient } from "../client/github-client.js";
import { askGitHub, GitHubFailure } from "../client/github-failure.js";

/** One commit onto the head of a branch. */
interface CommitRequest {
  /** `owner/name` */
  repository: string;
  branch: string;
  /** the head that the texts were made for */
  headSha: string;
  message: CommitMessage;
  /** whole texts */
  files: readonly { path: string; text: string }[];
}

type CommitResult =
  | { kind: "committed"; sha: string }
  /** the branch has moved */
  | { kind: "stale" }
  /** GitHub does not take it: its word for the reason */
  | { kind: "refused"; code: string };

export const CREATE_COMMIT = `mutation($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

/**
 * Commits; GitHub signs it. Nothing here tries it again: an answer that failed can still have committed. The task's next
 * try looks first, and where it is too early to see, GitHub refuses a second commit onto the same head.
 */
export async function commitFixes(octokit: GitHubClient, request: CommitRequest): Promise<CommitResult> {
  const { repository, branch, headSha, message, files } = request;
  const input = {
    branch: { repositoryNameWithOwner: repository, branchName: branch },
    expectedHeadOid: headSha,
    message,
    fileChanges: {
      additions: files.map(({ path, text }) => ({
        path,
        contents: Buffer.from(text, "utf8").toString("base64"),
      })),
    },
  };
  try {
    const answer = await askGitHub("Committing the fixes", () =>
      octokit.graphql<{ createCommitOnBranch: { commit: { oid: string } } }>(CREATE_COMMIT, {
        input,
        request: { retries: 0 },
      }),
    );
    return { kind: "committed", sha: answer.createCommitOnBranch.commit.oid };
  } catch (error) {
    if (!(error instanceof GitHubFailure) || error.retryable) throw error;
    if (error.code === "STALE_DATA") return { kind: "stale" };
    return { kind: "refused", code: error.code ?? String(error.status) };
  }
}
