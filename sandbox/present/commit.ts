import type { DiffFile } from "../git/diff-files.js";
import type { CommitInfo } from "../git/list-commits.js";
import type { Account, Repository } from "../state/model.js";
import type { World } from "../state/world.js";
import { presentAccount } from "./account.js";
import { encodePath, repositoryApi, repositoryPage } from "./urls.js";

/** A commit with the accounts behind it: `commit`. */
export function presentCommit(
  world: World,
  repository: Repository,
  commit: CommitInfo,
): Record<string, unknown> {
  const api = repositoryApi(world, repository);
  const page = repositoryPage(world, repository);
  const { sha } = commit;
  const url = `${api}/commits/${sha}`;
  const account = (email: string): Record<string, unknown> | null => {
    const found = accountOf(world, email);
    return found === null ? null : presentAccount(world, found);
  };
  return {
    sha,
    node_id: `C_${Buffer.from(sha).toString("base64url")}`,
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${sha}`,
      comment_count: 0,
      verification: {
        verified: false,
        reason: "unsigned",
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    url,
    html_url: `${page}/commit/${sha}`,
    comments_url: `${url}/comments`,
    author: account(commit.author.email),
    committer: account(commit.committer.email),
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${api}/commits/${parent}`,
      html_url: `${page}/commit/${parent}`,
    })),
  };
}

/** Finds the account of an address; null where no account here has it. */
export function accountOf(world: World, email: string): Account | null {
  return [...world.accounts.values()].find((account) => account.email === email) ?? null;
}

/** A file of a diff: `diff-entry`. */
export function presentFile(
  world: World,
  repository: Repository,
  head: string,
  file: DiffFile & { patch: string | null },
): Record<string, unknown> {
  const path = encodePath(file.path);
  const page = repositoryPage(world, repository);
  return {
    sha: file.oid,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${head}/${path}`,
    raw_url: `${page}/raw/${head}/${path}`,
    contents_url: `${repositoryApi(world, repository)}/contents/${path}?ref=${head}`,
    ...(file.patch === null ? {} : { patch: file.patch }),
    ...(file.previousPath === null ? {} : { previous_filename: file.previousPath }),
  };
}
