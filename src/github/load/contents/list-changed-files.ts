import type { ChangedFile, Hunk } from "../../../changeset/change-set.js";
import type { GitHubClient, RepositoryRef } from "../../client/github-client.js";
import { askGitHub } from "../../client/github-failure.js";
import { hunksOfPatch } from "./hunks-of-patch.js";

/** A changed file as a listing names it, before its texts are known. */
export interface ListedFile {
  path: string;
  previousPath: string | null;
  status: ChangedFile["status"];
  /** lines added and removed */
  changes: number;
  hunks: Hunk[] | null;
}

/** A comparison lists 300 files and no more. [GitHub REST: Compare two commits] */
export const COMPARED_FILES = 300;

/** GitHub lists 3,000 files of a pull request and no more. [GitHub REST: List pull requests files] */
export const LISTED_FILES = 3_000;

export interface ComparedCommit {
  sha: string;
  message: string;
  /** ids; the first is what it was committed onto */
  parents: string[];
}

export interface Comparison {
  /** the commit that GitHub took the base for */
  baseSha: string;
  mergeBase: string;
  /** at most COMPARED_FILES; as many as that may not be all */
  files: ListedFile[];
  /** the commits that `head` adds; null where there are more than were asked for */
  commits: ComparedCommit[] | null;
}

/**
 * Loads what separates `head` from its merge base with `base`, each a branch or a commit id. The first page has all the
 * files that there will be; a caller that needs the commits too asks for up to 100.
 */
export async function compareCommits(
  octokit: GitHubClient,
  repository: RepositoryRef,
  base: string,
  head: string,
  commitsWanted = 1,
): Promise<Comparison> {
  const { data } = await askGitHub("Comparing base and head", () =>
    octokit.request("GET /repos/{owner}/{repo}/compare/{basehead}", {
      ...repository,
      basehead: `${base}...${head}`,
      per_page: commitsWanted,
      page: 1,
    }),
  );
  const commits = data.commits.map(({ sha, commit, parents }) => ({
    ...{ sha, message: commit.message, parents: parents.map((parent) => parent.sha) },
  }));
  return {
    baseSha: data.base_commit.sha,
    mergeBase: data.merge_base_commit.sha,
    files: (data.files ?? []).flatMap(toListedFile),
    commits: commits.length === data.total_commits ? commits : null,
  };
}

/** The files of a pull request at its newest head, page by page. */
export async function listPullRequestFiles(
  octokit: GitHubClient,
  repository: RepositoryRef,
  pullNumber: number,
): Promise<ListedFile[]> {
  const files: ListedFile[] = [];
  for (let page = 1; page <= LISTED_FILES / 100; page += 1) {
    const { data } = await askGitHub("Listing the changed files", () =>
      octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", {
        ...repository,
        pull_number: pullNumber,
        per_page: 100,
        page,
      }),
    );
    files.push(...data.flatMap(toListedFile));
    if (data.length < 100) break;
  }
  return files;
}

interface RestFile {
  filename: string;
  previous_filename?: string | undefined;
  status: "added" | "removed" | "modified" | "renamed" | "copied" | "changed" | "unchanged";
  changes: number;
  patch?: string | undefined;
}

function toListedFile(file: RestFile): ListedFile[] {
  if (file.status === "unchanged") return [];
  const status = file.status === "copied" ? "added" : file.status === "changed" ? "modified" : file.status;
  return [
    {
      path: file.filename,
      previousPath: status === "renamed" ? (file.previous_filename ?? null) : null,
      status,
      changes: file.changes,
      hunks: hunksOfPatch(file.patch),
    },
  ];
}
