/** Calls about a repository and what is in it. */

import { listCommits, readCommit } from "../git/list-commits.js";
import { findObjects, listTree, readObjects, type TreeEntry } from "../git/read-objects.js";
import { presentAccount } from "../present/account.js";
import { presentCommit, presentFile } from "../present/commit.js";
import { presentContent } from "../present/content.js";
import { COMPARED_FILES, limitPatches } from "../present/limit-patches.js";
import { presentRepository } from "../present/repository.js";
import { encodePath, repositoryApi, repositoryPage } from "../present/urls.js";
import { compare } from "../state/diffs.js";
import type { Repository, Role } from "../state/model.js";
import { notFound, Refusal } from "../state/refusal.js";
import { findRepository, resolveRef } from "../state/repositories.js";
import type { World } from "../state/world.js";
import { type Answer, type Endpoint, type RepositoryCall, repositoryEndpoint } from "./endpoint.js";
import { pageOf } from "./pages.js";

const READ_CONTENTS = ["contents", "read"] as const;

/** The contents API gives no text above this. https://docs.github.com/en/rest/repos/contents#get-repository-content */
const MAX_CONTENT = 1024 * 1024;

export const REPOSITORY_ENDPOINTS: Endpoint[] = [
  repositoryEndpoint("GET /repos/{owner}/{repo}", ["metadata", "read"], ({ world, repository }) => ({
    status: 200,
    body: { ...presentRepository(world, repository), network_count: 0, subscribers_count: 0 },
  })),
  repositoryEndpoint("GET /repos/{owner}/{repo}/compare/{basehead}", READ_CONTENTS, compareCommits),
  repositoryEndpoint("GET /repos/{owner}/{repo}/commits/{ref}", READ_CONTENTS, getCommit),
  repositoryEndpoint("GET /repos/{owner}/{repo}/contents/{path}", READ_CONTENTS, getContents),
  repositoryEndpoint("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", READ_CONTENTS, getBlob),
  repositoryEndpoint("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", READ_CONTENTS, getTree),
  repositoryEndpoint(
    "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
    ["metadata", "read"],
    getPermission,
  ),
];

async function compareCommits(call: RepositoryCall): Promise<Answer> {
  const { world, repository, params, query } = call;
  const [base, head, ...rest] = (params.basehead ?? "").split("...");
  if (base === undefined || head === undefined || rest.length > 0) throw notFound();
  const [from, to] = await Promise.all([
    commitOf(world, repository, base),
    commitOf(world, repository, head),
  ]);
  const comparison = await compare(repository, from, to);
  if (comparison.mergeBase === null)
    throw new Refusal(404, `No common ancestor between ${base} and ${head}.`);
  const { mergeBase } = comparison;
  const [ahead, behind] = await Promise.all([
    listCommits(repository.git, mergeBase, to),
    listCommits(repository.git, mergeBase, from),
  ]);
  const [baseCommit, baseOfBoth] = await Promise.all([
    readCommit(repository.git, from),
    readCommit(repository.git, mergeBase),
  ]);
  const { items, headers } = pageOf(call, ahead);
  const url = `${repositoryApi(world, repository)}/compare/${encodePath(base)}...${encodePath(head)}`;
  const page = `${repositoryPage(world, repository)}/compare/${encodePath(base)}...${encodePath(head)}`;
  // All the files come with the first page of commits, and none with the others.
  const files =
    Number(query.page ?? 1) > 1 ? undefined : limitPatches(comparison.files).slice(0, COMPARED_FILES);
  const body = {
    url,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: presentCommit(world, repository, baseCommit),
    merge_base_commit: presentCommit(world, repository, baseOfBoth),
    status: statusOf(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: items.map((commit) => presentCommit(world, repository, commit)),
    ...(files === undefined ? {} : { files: files.map((file) => presentFile(world, repository, to, file)) }),
  };
  return { status: 200, body, headers };
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return "diverged";
  if (ahead > 0) return "ahead";
  return behind > 0 ? "behind" : "identical";
}

// `owner:branch` names a branch of a fork.
async function commitOf(world: World, repository: Repository, name: string): Promise<string> {
  const [owner, branch] = name.includes(":") ? name.split(":", 2) : [undefined, name];
  const fork = owner === undefined ? repository : findRepository(world, owner, repository.name);
  const sha = fork === null ? null : await resolveRef(fork, branch!);
  if (sha === null) throw notFound();
  return sha;
}

async function getCommit({ world, repository, params }: RepositoryCall): Promise<Answer> {
  const ref = params.ref ?? "";
  const sha = await resolveRef(repository, ref);
  if (sha === null) throw new Refusal(422, `No commit found for SHA: ${ref}`);
  const commit = await readCommit(repository.git, sha);
  const [parent] = commit.parents;
  const { files } = parent === undefined ? { files: [] } : await compare(repository, parent, sha);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  const body = {
    ...presentCommit(world, repository, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: limitPatches(files).map((file) => presentFile(world, repository, sha, file)),
  };
  return { status: 200, body };
}

const RAW = "application/vnd.github.raw+json";

async function getBlob({ world, repository, params, accept }: RepositoryCall): Promise<Answer> {
  const sha = params.file_sha ?? "";
  const [object] = /^[0-9a-f]{40}$/.test(sha) ? await findObjects(repository.git, [sha]) : [null];
  if (object?.type !== "blob") throw notFound();
  if (object.bytes > world.largestBlob)
    throw new Refusal(
      403,
      "This API returns blobs up to 100 MB in size. The requested blob is too large to fetch via the API, but you can always clone the repository via Git in order to obtain this blob.",
      { errors: [{ resource: "Blob", field: "data", code: "too_large" }] },
    );
  const [bytes] = await readObjects(repository.git, [sha]);
  if (accept === RAW)
    return { status: 200, body: bytes, headers: { "content-type": `${RAW}; charset=utf-8` } };
  const body = {
    sha,
    node_id: `B_${sha}`,
    size: object.bytes,
    url: `${repositoryApi(world, repository)}/git/blobs/${sha}`,
    ...encoded(bytes!),
  };
  return { status: 200, body };
}

// Any value of `recursive` counts, "false" too.
async function getTree({ world, repository, params, query }: RepositoryCall): Promise<Answer> {
  const name = params.tree_sha ?? "";
  const sha = /^[0-9a-f]{40}$/.test(name) ? name : await resolveRef(repository, name);
  const [object] = sha === null ? [null] : await findObjects(repository.git, [`${sha}^{tree}`]);
  if (!object) throw notFound();
  const entries = await listTree(repository.git, object.oid, { recursive: query.recursive !== undefined });
  const api = `${repositoryApi(world, repository)}/git`;
  const body = {
    sha,
    url: `${api}/trees/${sha}`,
    tree: entries.slice(0, world.largestTree).map(({ name: path, mode, type, oid, bytes }) => ({
      ...{ path, mode: mode.toString(8).padStart(6, "0"), type, sha: oid },
      ...(type === "blob" ? { size: bytes } : {}),
      ...(type === "commit" ? {} : { url: `${api}/${type}s/${oid}` }),
    })),
    truncated: entries.length > world.largestTree,
  };
  return { status: 200, body };
}

// GitHub breaks its base64 into lines.
function encoded(bytes: Buffer): { content: string; encoding: "base64" } {
  return { content: bytes.toString("base64").replace(/.{60}/g, "$&\n"), encoding: "base64" };
}

async function getContents({ world, repository, params, query }: RepositoryCall): Promise<Answer> {
  const path = (params.path ?? "").replace(/\/+$/, "");
  const ref = query.ref ?? repository.defaultBranch;
  const commit = await resolveRef(repository, ref);
  if (commit === null) throw new Refusal(404, `No commit found for the ref ${ref}`);
  const [object] = await findObjects(repository.git, [`${commit}:${path}`]);
  if (!object) throw notFound();
  const show = (entry: Pick<TreeEntry, "name" | "oid" | "bytes" | "type" | "mode">, at: string) =>
    presentContent(world, repository, commit, at, entry);
  if (object.type === "tree") {
    const entries = await listTree(repository.git, object.oid);
    return {
      status: 200,
      body: entries.map((entry) => show(entry, path === "" ? entry.name : `${path}/${entry.name}`)),
    };
  }
  const name = path.slice(path.lastIndexOf("/") + 1);
  const file = show({ ...object, name, type: "blob", mode: 0o100644 }, path);
  if (object.bytes > MAX_CONTENT) return { status: 200, body: { ...file, content: "", encoding: "none" } };
  const [bytes] = await readObjects(repository.git, [object.oid]);
  return { status: 200, body: { ...file, ...encoded(bytes!) } };
}

// The old names know four levels; https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
const LEGACY: Record<Role, string> = {
  read: "read",
  triage: "read",
  write: "write",
  maintain: "write",
  admin: "admin",
};

function getPermission({ world, repository, params }: RepositoryCall): Answer {
  const account = world.accounts.get((params.username ?? "").toLowerCase());
  if (account === undefined) throw notFound();
  const role = repository.collaborators.get(account);
  const permission = role === undefined ? (repository.isPrivate ? "none" : "read") : LEGACY[role];
  const has = (level: Role[]): boolean => role !== undefined && level.includes(role);
  const user = {
    ...presentAccount(world, account),
    permissions: {
      pull: permission !== "none",
      triage: has(["triage", "write", "maintain", "admin"]),
      push: has(["write", "maintain", "admin"]),
      maintain: has(["maintain", "admin"]),
      admin: has(["admin"]),
    },
    role_name: role ?? permission,
  };
  return { status: 200, body: { permission, role_name: role ?? permission, user } };
}
