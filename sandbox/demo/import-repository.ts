/** A user's own repository as one of the sandbox: read, and never written to. */
import { basename } from "node:path";
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
import { setDefaultBranch } from "../state/repositories.js";

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

/** Returns the name of a repository: that of its folder, whichever of its folders was named. */
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
  await copyCommits(git, into.git, base, head);
  const names = await branchNames(git, into.git, source);
  await setBranch(into, names.base, base);
  await setBranch(into, names.head, head);
  await setDefaultBranch(into, names.base);
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

// `git fetch --unshallow` asks for the first depth; the second is more than worth a try.
const WHOLE_HISTORY = 0x7fffffff;
const DEEP = 5_000;

// Nothing is shared with the source. git would renew the time of a pack as soon as it wrote an object that the pack
// has, and so write to the source (`freshen_packed_object` in its object-file.c). Both sides are copied back to where
// they parted and not much further, so that a long history costs nothing. An old branch that one of them has merged
// since goes back further; so much is taken that they part in the copy where they part in the source.
async function copyCommits(from: Git, to: Git, base: string, head: string): Promise<void> {
  const folder = await runGit(from, ["rev-parse", "--path-format=absolute", "--git-common-dir"]);
  const source = folder.toString("utf8").replace(/\n$/, "");
  // Other versions give only what a ref names.
  await runGit(to, ["config", "protocol.version", "2"]);
  const parting = await partingOf(from, base, head);
  for (let depth = parting.distance + 1; ; depth = depth > DEEP ? WHOLE_HISTORY : depth * 4) {
    await fetchCommits(from, to, source, [base, head], depth);
    const copied = await partingOf(to, base, head);
    const isSame = copied.bases === parting.bases && copied.counts === parting.counts;
    if (isSame || depth === WHOLE_HISTORY) return;
  }
}

interface Parting {
  /** the merge bases */
  bases: string;
  /** commits that only the base has, and only the head */
  counts: string;
  /** commits from either side to where they parted, at most */
  distance: number;
}

async function partingOf(git: Git, base: string, head: string): Promise<Parting> {
  const [bases, counts] = await Promise.all([
    askGit(git, ["merge-base", "--all", base, head]),
    runGit(git, ["rev-list", "--left-right", "--count", `${base}...${head}`]),
  ]);
  const numbers = counts.toString("latin1").trim();
  const distance = Math.max(...numbers.split("\t").map(Number));
  return { bases: (bases ?? "").split("\n").sort().join("\n"), counts: numbers, distance };
}

// With the user's own settings, which may say whose folders git is to trust.
async function fetchCommits(
  from: Git,
  to: Git,
  source: string,
  commits: readonly string[],
  depth: number,
): Promise<void> {
  const env = { ...from.env, GIT_DIR: to.directory, GIT_NO_LAZY_FETCH: "1" };
  const options = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance"];
  await runGit({ directory: to.directory, env }, [
    ...["fetch", ...options, "--update-shallow", `--depth=${depth}`],
    source,
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
