import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import { askGitHub } from "../client/github-failure.js";
import type { CheckRequest } from "./reconcile-check.js";

/** A check run as GitHub took it. */
export interface TakenCheck {
  id: number;
  completedAt: string | null;
}

/** Creates or updates the check run. */
export async function postCheck(
  octokit: GitHubClient,
  repository: RepositoryRef,
  check: CheckRequest,
): Promise<TakenCheck> {
  const options = { ...repository, request: { retries: 0 } };
  const { data } = await askGitHub("Posting the check run", async () => {
    if (check.kind === "create") {
      return octokit.request("POST /repos/{owner}/{repo}/check-runs", { ...options, ...check.body });
    }
    return octokit.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
      ...options,
      check_run_id: check.id,
      ...check.body,
    });
  });
  return { id: Number(data.id), completedAt: data.completed_at };
}
