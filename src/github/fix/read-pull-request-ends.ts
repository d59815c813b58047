import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import { askGitHub } from "../client/github-failure.js";
import type { Sender } from "./sender-access.js";

/** The ends of a pull request, where it comes from and where it goes to: a commit to its branch needs both. */
export interface PullRequestEnds {
  state: "open" | "closed" | "merged";
  baseRef: string;
  head: {
    sha: string;
    ref: string;
    /** null where it is gone */
    repository: {
      /** `owner/name` */
      fullName: string;
      ownerId: number;
      /** another one than the pull request's own */
      isFork: boolean;
      letsMaintainersIn: boolean;
    } | null;
  };
  byDependabot: boolean;
  /** the host of the addresses that GitHub gives to people who hide theirs: `github.com` */
  noreplyHost: string;
}

/** Whether a person owns the fork that the pull request comes from, and so may do with it what they like. */
export function ownsFork({ head }: PullRequestEnds, { id }: Sender): boolean {
  return head.repository?.isFork === true && head.repository.ownerId === id;
}

/** Reads the newest state. */
export async function readPullRequestEnds(
  octokit: GitHubClient,
  repository: RepositoryRef,
  number: number,
): Promise<PullRequestEnds> {
  const { data } = await askGitHub("Reading the pull request", () =>
    octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { ...repository, pull_number: number }),
  );
  // A repository that is gone comes as null, whatever the description says.
  const from = data.head.repo as typeof data.head.repo | null;
  return {
    state: data.merged ? "merged" : data.state,
    baseRef: data.base.ref,
    head: {
      sha: data.head.sha,
      ref: data.head.ref,
      repository:
        from === null
          ? null
          : {
              fullName: from.full_name,
              ownerId: Number(from.owner.id),
              isFork: from.id !== data.base.repo.id,
              letsMaintainersIn: data.maintainer_can_modify,
            },
    },
    byDependabot: data.user?.login === "dependabot[bot]",
    noreplyHost: new URL(data.html_url).hostname,
  };
}
