import type { ChangedFile, Hunk } from "../changeset/change-set.js";
import type { GitHubClient, RepositoryRef } from "./github-client.js";
import { askGitHub } from "./github-failure.js";
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

export interface Comparison {
  mergeBase: string;
  /** at most COMPARED_FILES; as many as that may not be all */
  files: ListedFile[];
}

/** What separates `head` from its merge base with `base`, each a branch or a commit id. */
export async function compareCommits(
  octokit: GitHubClient,
  repository: RepositoryRef,
  base: string,
  head: string,
): Promise<Comparison> {
  const { data } = await askGitHub("Comparing base and head", () =>
    // One commit a page: the commits are not needed, and the first page has all the files that there will be.
    octokit.request("GET /repos/{owner}/{repo}/compare/{basehead}", {
      ...repository,
      basehead: `${base}...${head}`,
      per_page: 1,
      page: 1,
    }),
  );
  return { mergeBase: data.merge_base_commit.sha, files: (data.files ?? []).flatMap(toListedFile) };
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
