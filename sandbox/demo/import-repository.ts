/** Somebody's own repository as one of the sandbox: read, and never written to. */
import { appendFile, mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { ChangeSetError } from "../../src/changeset/change-set-error.js";
import { askGit, openGit, runGit } from "../../src/changeset/git-process.js";
import {
  mergeBase,
  resolveCommit,
  resolveDefaultBranch,
  resolveHead,
} from "../../src/changeset/git-revisions.js";
import { type Git, isBranchName, updateRef } from "../git/bare-repository.js";
import type { Repository } from "../state/model.js";

export interface Source {
  /** folder in the repository, or a bare one */
  path: string;
  /** revisions; left out, the default branch and HEAD */
  base?: string | undefined;
  head?: string | undefined;
}

export interface Imported {
  base: string;
  head: string;
}

/** What a repository is called: after its folder, whichever of its folders was named. */
export async function nameOfSource({ path }: Source): Promise<string> {
  const git = openGit(path);
  const top = (await askGit(git, ["rev-parse", "--show-toplevel"])) ?? "";
  const folder = top === "" ? await runGit(git, ["rev-parse", "--absolute-git-dir"]) : top;
  // GitHub takes letters, digits, points, dashes and underscores.
  const name = basename(String(folder).trimEnd())
    .replace(/\.git$/, "")
    .replace(/[^\w.-]+/g, "-");
  return name.replace(/^\.+$/, "") || "repository";
}

/** Brings base and head of a repository into an empty one of the sandbox; the branches they are now. */
export async function importRepository(into: Repository, source: Source): Promise<Imported> {
  const git = openGit(source.path);
  const bare = (await runGit(git, ["rev-parse", "--is-bare-repository"])).toString().trim() === "true";
  const head = source.head === undefined ? await resolveHead(git) : await resolveCommit(git, source.head);
  const base =
    source.base === undefined ? await resolveDefaultBranch(git, bare) : await resolveCommit(git, source.base);
  if ((await mergeBase(git, base, head)) === head)
    throw new ChangeSetError(
      "no-commit",
      "the head has no commit that the base has not; name others with --base and --head",
    );
  await refusePartialClone(git);
  await copyObjects(git, into.git, [base, head]);
  const names = await branchNames(git, into.git, source);
  await setBranch(into, names.base, base);
  await setBranch(into, names.head, head);
  into.defaultBranch = names.base;
  return names;
}

// git would get what such a clone left out from its remote, and write it into the clone.
async function refusePartialClone(git: Git): Promise<void> {
  const promised = await askGit(git, ["config", "--get-regexp", "^remote\\..*\\.promisor$", "true"]);
  if (promised === null) return;
  throw new ChangeSetError(
    "git-failed",
    "this is a partial clone: fetching its files would write into it; take a full clone",
  );
}

// The objects are read where they are, so that a large repository costs no copy; `fetch` checks that all are there,
// and knows of clones that were cut off.
async function copyObjects(from: Git, to: Git, commits: readonly string[]): Promise<void> {
  const absolute = async (what: string[]): Promise<string> =>
    (await runGit(from, ["rev-parse", "--path-format=absolute", ...what]))
      .toString("utf8")
      .replace(/\n$/, "");
  const objects = await absolute(["--git-path", "objects"]);
  const info = join(to.directory, "objects", "info");
  await mkdir(info, { recursive: true });
  if (!objects.includes("\n")) await appendFile(join(info, "alternates"), `${objects}\n`);
  // With the user's own settings, which may say whose folders git is to trust.
  const env = { ...from.env, GIT_DIR: to.directory, GIT_NO_LAZY_FETCH: "1" };
  const options = [
    "--quiet",
    "--no-tags",
    "--no-write-fetch-head",
    "--no-auto-maintenance",
    "--update-shallow",
  ];
  const folder = await absolute(["--git-common-dir"]);
  await runGit({ directory: to.directory, env }, [
    "-c",
    "protocol.version=2",
    "fetch",
    ...options,
    folder,
    ...commits,
  ]);
}

async function branchNames(git: Git, into: Git, { base, head }: Source): Promise<Imported> {
  const current = await askGit(git, ["symbolic-ref", "--quiet", "--short", "HEAD"]);
  const name = async (wanted: string | null | undefined, otherwise: string): Promise<string> => {
    const short = wanted?.replace(/^(refs\/)?(heads|remotes\/[^/]+|origin)\//, "") ?? "";
    return short !== "" && short !== "HEAD" && (await isBranchName(into, short)) ? short : otherwise;
  };
  const names = { base: await name(base, "main"), head: await name(head ?? current, "topic") };
  return names.base === names.head ? { ...names, head: "topic" } : names;
}

async function setBranch(repository: Repository, branch: string, sha: string): Promise<void> {
  await updateRef(repository.git, `refs/heads/${branch}`, sha);
  repository.branches.set(branch, sha);
}
