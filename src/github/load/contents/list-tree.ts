/** The files of a commit, by their paths alone: which of their texts are wanted is known later. */
import type { GitHubClient, RepositoryRef } from "../../client/github-client.js";
import { askGitHub, GitHubFailure } from "../../client/github-failure.js";
import { askForObjects } from "./ask-for-objects.js";

/** A file as a tree names it. */
export interface TreeFile {
  oid: string;
  /** as git writes it: 120000 is a link, 160000 a submodule */
  mode: string;
  /** 0 for a submodule */
  bytes: number;
}

export interface ListedTree {
  files: ReadonlyMap<string, TreeFile>;
  /** GitHub names only a part of the commit's files */
  isCut: boolean;
}

const DOING = "Listing the repository's files";

/** Folders that are listed by themselves where GitHub lists a commit in part. */
const MAX_FOLDERS = 20;

/**
 * Lists the files of a commit. GitHub gives 100,000 entries and 7 MB: where there are more, those of the given folders are
 * listed by themselves, so that each of them is whole. [GitHub REST: Get a tree]
 */
export async function listTree(
  octokit: GitHubClient,
  repository: RepositoryRef,
  commit: string,
  folders: readonly string[],
): Promise<ListedTree> {
  const { files, isCut } = await ask(octokit, repository, commit);
  if (!isCut) return { files, isCut };
  if (folders.includes("") || folders.length > MAX_FOLDERS) throw tooMany();
  const ids = await askForObjects(
    octokit,
    repository,
    folders.map((folder) => `${commit}:${folder}`),
  );
  for (const [i, id] of ids.entries()) {
    if (id === null) continue;
    const listed = await ask(octokit, repository, id);
    if (listed.isCut) throw tooMany();
    for (const [path, file] of listed.files) files.set(`${folders[i]}/${path}`, file);
  }
  return { files, isCut };
}

// A chart of which a part is missing would render to something else.
function tooMany(): GitHubFailure {
  return new GitHubFailure(`${DOING}: there are more than it names`, { retryable: false });
}

async function ask(
  octokit: GitHubClient,
  repository: RepositoryRef,
  sha: string,
): Promise<{ files: Map<string, TreeFile>; isCut: boolean }> {
  const { data } = await askGitHub(DOING, () =>
    octokit.request("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", {
      ...repository,
      tree_sha: sha,
      recursive: "1",
    }),
  );
  const files = new Map<string, TreeFile>();
  for (const { path, mode, type, sha: oid, size } of data.tree)
    if (type !== "tree") files.set(path, { oid, mode, bytes: size ?? 0 });
  return { files, isCut: data.truncated };
}
