import type { GitHubClient } from "./github-client.js";
import { askGitHub } from "./github-failure.js";

/** Permissions of an installation by GitHub's names, such as `pull_requests`; one that is missing is not granted. */
export type Permissions = Readonly<Record<string, string | undefined>>;

/**
 * Reads the permissions of this client's installation from its token, which costs no request while it lasts. `fresh`
 * takes a new token: one keeps the permissions of the moment it was made.
 */
export async function grantedPermissions(
  octokit: GitHubClient,
  { fresh = false }: { fresh?: boolean } = {},
): Promise<Permissions> {
  const token = await askGitHub("Reading the App's permissions", () =>
    octokit.auth({ type: "installation", refresh: fresh }),
  );
  return (token as { permissions: Permissions }).permissions;
}

/** Whether permissions allow something; the right to write includes the right to read. */
export function allows(granted: Permissions, name: string, access: "read" | "write"): boolean {
  const own = granted[name];
  return own !== undefined && (access === "read" || own !== "read");
}
