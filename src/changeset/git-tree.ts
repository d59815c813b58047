import { isManifestPath } from "./change-set.js";
import { type Git, runGit } from "./git-process.js";

/** One file of a git tree. */
export interface TreeEntry {
  mode: string;
  id: string;
  path: string;
}

// Folders' names go on the command line, which is limited to a few hundred kilobytes on some systems.
const FOLDERS_AT_ONCE = 200;

/** The manifests that lie directly in the given folders of a tree; a folder ends with "/", the root is "". */
export async function listManifests(git: Git, tree: string, folders: Iterable<string>): Promise<TreeEntry[]> {
  const named = [...folders];
  const entries = named.includes("") ? await listTree(git, tree, []) : [];
  const nested = named.filter((folder) => folder !== "");
  for (let at = 0; at < nested.length; at += FOLDERS_AT_ONCE) {
    entries.push(...(await listTree(git, tree, ["--", ...nested.slice(at, at + FOLDERS_AT_ONCE)])));
  }
  return entries;
}

async function listTree(git: Git, tree: string, paths: string[]): Promise<TreeEntry[]> {
  const entries = await listEntries(git, [tree, ...paths]);
  return entries.filter((entry) => entry.mode !== "040000" && isManifestPath(entry.path));
}

/** All files of a tree, links and submodules among them. */
export function listFiles(git: Git, tree: string): Promise<TreeEntry[]> {
  return listEntries(git, ["-r", tree]);
}

async function listEntries(git: Git, what: string[]): Promise<TreeEntry[]> {
  const output = await runGit(git, ["ls-tree", "--full-tree", "-z", ...what]);
  const lines = output.toString("utf8").split("\0").slice(0, -1);
  return lines.map(readLine);
}

// 120000 is a symbolic link, 160000 a submodule.
export function isLinkMode(mode: string): boolean {
  return mode === "120000" || mode === "160000";
}

function readLine(line: string): TreeEntry {
  const tab = line.indexOf("\t");
  const [mode, , id] = line.slice(0, tab).split(" ");
  return { mode: mode!, id: id!, path: line.slice(tab + 1) };
}
