/**
 * A change set from a local git repository, bare ones included: the same view that GitHub shows of the same
 * commits. Knows git and nothing of Kubernetes.
 */
import { stat } from "node:fs/promises";
import {
  type ChangedFile,
  type ChangeSet,
  decodeContent,
  type FileContent,
  isFormerTemplate,
  isManifestPath,
  type Omission,
  type OtherFile,
  type SiblingFile,
} from "./change-set.js";
import { ChangeSetError } from "./change-set-error.js";
import { readBlobs } from "./git-blobs.js";
import { type DiffEntry, diffTrees } from "./git-diff.js";
import { gitFiles } from "./git-files.js";
import { askGit, type Git, gitFailure, openGit, runGit, tryGit } from "./git-process.js";
import { mergeBase, resolveCommit, resolveDefaultBranch, resolveHead } from "./git-revisions.js";
import { isLinkMode, listManifests, type TreeEntry } from "./git-tree.js";
import { snapshotWorkingTree } from "./git-working-tree.js";
import { contentHunks } from "./line-hunks.js";
import type { Trees } from "./tree.js";

interface GitChangeSetRequest {
  /** the repository's folder, a folder inside it, or a bare repository */
  repo: string;
  /** revision to compare with, through its merge base with the head; left out: the default branch */
  base?: string | undefined;
  /** exactly this commit; left out: HEAD and, where there is one, the working tree */
  head?: string | undefined;
}

/** A change, and all files of both its sides. */
export interface GitChange {
  changeSet: ChangeSet;
  trees: Trees;
}

/** Reads what the head changes since it left the base. Rejects with a ChangeSetError where that cannot be told. */
export function readGitChangeSet(request: GitChangeSetRequest): Promise<ChangeSet> {
  return withGitChange(request, async ({ changeSet }) => changeSet);
}

/** The same for who needs more files than the change has: the trees answer for as long as `use` takes. */
export async function withGitChange<Result>(
  request: GitChangeSetRequest,
  use: (change: GitChange) => Promise<Result>,
): Promise<Result> {
  const { git, workTree, bare } = await openRepository(request.repo);
  const head = request.head === undefined ? await resolveHead(git) : await resolveCommit(git, request.head);
  const tip =
    request.base === undefined
      ? await resolveDefaultBranch(git, bare)
      : await resolveCommit(git, request.base);
  const base = await mergeBase(git, tip, head);
  if (request.head !== undefined || workTree === null)
    return use({
      changeSet: await compareTrees(git, base, head, head),
      trees: { base: gitFiles(git, base), head: gitFiles(git, head) },
    });

  const snapshot = await snapshotWorkingTree({ ...git, directory: workTree });
  try {
    const name = (await sameManifests(snapshot.git, head, snapshot.tree)) ? head : `${head} + working tree`;
    const changeSet = await compareTrees(snapshot.git, base, snapshot.tree, name);
    return await use({
      changeSet: { ...changeSet, omissions: [...snapshot.omissions, ...changeSet.omissions] },
      trees: { base: gitFiles(snapshot.git, base), head: gitFiles(snapshot.git, snapshot.tree) },
    });
  } finally {
    await snapshot.dispose();
  }
}

/** One file at a commit of a local repository; null where the commit has no such file. */
export async function readGitFile(repo: string, revision: string, path: string): Promise<FileContent | null> {
  const { git } = await openRepository(repo);
  const commit = await resolveCommit(git, revision);
  const listed = await runGit(git, ["ls-tree", "--full-tree", "-z", commit, "--", path]);
  const [mode, type, id] = listed.toString("utf8").split("\t")[0]!.split(" ");
  if (id === undefined || type === "tree") return null;
  if (isLinkMode(mode!)) return { kind: "link" };
  const content = (await readBlobs(git, [id])).get(id);
  return content ?? decodeContent(await runGit(git, ["cat-file", "blob", id]));
}

async function openRepository(repo: string): Promise<{ git: Git; workTree: string | null; bare: boolean }> {
  const found = await stat(repo).catch(() => null);
  if (!found?.isDirectory()) {
    throw new ChangeSetError(
      "not-found",
      `${JSON.stringify(repo)} is no folder; name a repository with --repo DIR`,
    );
  }
  const git = openGit(repo);
  const flags = ["rev-parse", "--is-bare-repository", "--is-inside-work-tree"];
  const { status, stdout, stderr } = await tryGit(git, flags);
  if (status !== 0) throw gitFailure(git, "rev-parse", stderr);
  const [bare, inWorkTree] = stdout.toString("utf8").trim().split("\n");
  const workTree = inWorkTree === "true" ? await askGit(git, ["rev-parse", "--show-toplevel"]) : null;
  return { git, workTree, bare: bare === "true" };
}

async function sameManifests(git: Git, head: string, tree: string): Promise<boolean> {
  const paths = ["yaml", "yml", "json", "tpl"].map((ending) => `:(icase)*.${ending}`);
  const { status } = await tryGit(git, ["diff-tree", "--quiet", "-r", head, tree, "--", ...paths]);
  return status === 0;
}

async function compareTrees(git: Git, base: string, head: string, headName: string): Promise<ChangeSet> {
  const changed = await diffTrees(git, base, head);
  const entries = changed.flatMap(keepManifest);
  const siblings = await listSiblings(git, head, entries);
  const contents = await readBlobs(git, wantedBlobs(entries, siblings));
  const omissions: Omission[] = [];
  const read = (
    mode: string,
    id: string,
    path: string,
    place: Pick<Omission, "beside"> = {},
  ): FileContent | null => {
    if (isLinkMode(mode)) return { kind: "link" };
    const content = contents.get(id);
    if (content === undefined && !omissions.some((one) => one.path === path))
      omissions.push({ ...place, path, message: "git has no content for it in this clone" });
    return content ?? null;
  };
  return {
    base,
    head: headName,
    webUrl: null,
    files: entries.flatMap((entry) => changedFile(entry, read)),
    others: changed.flatMap(otherFile),
    siblings: siblings.flatMap((entry): SiblingFile[] => {
      const content = read(entry.mode, entry.id, entry.path, { beside: true });
      return content === null ? [] : [{ path: entry.path, content }];
    }),
    omissions,
  };
}

/** Returns what `keepManifest` leaves. */
function otherFile({ status, path, previousPath, hunks: shown }: DiffEntry): OtherFile[] {
  const hunks = shown?.length ? shown : null;
  const isOther = !isManifestPath(path);
  const wasOther = previousPath !== null && !isManifestPath(previousPath);
  const change = status === "type-changed" ? "modified" : status;
  if (isOther && (previousPath === null || wasOther)) return [{ path, previousPath, status: change, hunks }];
  if (isOther) return [{ path, previousPath: null, status: "added", hunks }];
  return wasOther ? [{ path: previousPath, previousPath: null, status: "removed", hunks: null }] : [];
}

/** A rename from or to a path that holds no manifest is, to a cluster, an addition or a removal, but for a template's. */
function keepManifest(entry: DiffEntry): DiffEntry[] {
  if (entry.previousPath === null) return isManifestPath(entry.path) ? [entry] : [];
  const [from, to] = [isManifestPath(entry.previousPath), isManifestPath(entry.path)];
  if (from && !to) {
    return [{ ...entry, status: "removed", path: entry.previousPath, previousPath: null, hunks: [] }];
  }
  if (!from && to && entry.oldId === entry.newId && isFormerTemplate(entry.previousPath, entry.path))
    return [entry];
  if (!from && to) return [{ ...entry, status: "added", previousPath: null }];
  return to ? [entry] : [];
}

function changedFile(
  entry: DiffEntry,
  read: (mode: string, id: string, path: string) => FileContent | null,
): ChangedFile[] {
  const status = entry.status === "type-changed" ? "modified" : entry.status;
  const before =
    status === "added" ? null : read(entry.oldMode, entry.oldId, entry.previousPath ?? entry.path);
  const after = status === "removed" ? null : read(entry.newMode, entry.newId, entry.path);
  // A missing blob is an omission; half a file would pass for an addition or a removal.
  if ((status !== "added" && before === null) || (status !== "removed" && after === null)) return [];
  const isLink = before?.kind === "link" || after?.kind === "link";
  const shown = entry.hunks ?? contentHunks(before, after) ?? [];
  const hunks = shown.length === 0 || isLink ? null : shown;
  return [{ path: entry.path, previousPath: entry.previousPath, status, before, after, hunks }];
}

async function listSiblings(git: Git, head: string, entries: DiffEntry[]): Promise<TreeEntry[]> {
  const changed = new Set(entries.map((entry) => entry.path));
  const paths = entries.flatMap((entry) => [entry.path, entry.previousPath ?? entry.path]);
  const folders = new Set(paths.map((path) => path.slice(0, path.lastIndexOf("/") + 1)));
  return (await listManifests(git, head, folders)).filter((entry) => !changed.has(entry.path));
}

function wantedBlobs(entries: DiffEntry[], siblings: TreeEntry[]): string[] {
  const ids: string[] = [];
  for (const { oldMode, oldId, newMode, newId } of entries) {
    if (isBlobMode(oldMode)) ids.push(oldId);
    if (isBlobMode(newMode)) ids.push(newId);
  }
  for (const { mode, id } of siblings) if (isBlobMode(mode)) ids.push(id);
  return ids;
}

function isBlobMode(mode: string): boolean {
  return mode.startsWith("100");
}
