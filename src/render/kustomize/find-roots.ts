/** The kustomizations whose build a change may alter, told from the paths that it changes and the trees around them. */
import type { FileContent } from "../../changeset/change-set.js";
import type { Tree } from "../../changeset/tree.js";
import { folderAbove, isBelow } from "../folders.js";
import { isKustomizationPath, type KustomizationFile, readKustomizationFile } from "./kustomization-file.js";

/** The kustomizations of one side, by their folder. */
export interface Kustomizations {
  readonly byFolder: ReadonlyMap<string, KustomizationFile>;
  /** folders of those that take in one of a folder */
  readonly takers: ReadonlyMap<string, readonly string[]>;
  /** kustomizations that were looked at, and others: there are more than one review looks at, or they are not to be had */
  readonly read: number;
  readonly left: number;
}

/** Kustomizations that are read to learn who takes in which: a repository of more is searched around the change. */
const MAX_READ = 1_000;

/** Larger ones are none that a person wrote. */
const MAX_LENGTH = 256 * 1024;
const MAX_TOTAL_LENGTH = 4 * 1024 * 1024;

/** Reads the kustomizations of one side, those around the changed paths first. */
export async function readKustomizations(tree: Tree, changed: Iterable<string>): Promise<Kustomizations> {
  const all = (await tree.paths()).filter(isKustomizationPath);
  const tops = new Set([...changed].map(topOf));
  const wanted = all.toSorted((left, right) => rank(left, tops) - rank(right, tops)).slice(0, MAX_READ);
  return collect(await tree.read(wanted), all.length);
}

function topOf(path: string): string {
  return path.split("/", 1)[0] as string;
}

function rank(path: string, tops: ReadonlySet<string>): number {
  return tops.has(topOf(path)) ? 0 : 1;
}

function collect(texts: ReadonlyMap<string, FileContent>, all: number): Kustomizations {
  const byFolder = new Map<string, KustomizationFile>();
  let read = 0;
  let room = MAX_TOTAL_LENGTH;
  for (const [path, content] of texts) {
    if (content.kind === "too-large") continue;
    if (content.kind === "text" && content.text.length > Math.min(MAX_LENGTH, room)) continue;
    read += 1;
    const file = content.kind === "text" ? readKustomizationFile(path, content.text) : null;
    if (file !== null && !byFolder.has(file.folder)) byFolder.set(file.folder, file);
    room -= content.kind === "text" ? content.text.length : 0;
  }
  const takers = new Map<string, string[]>();
  for (const { folder, names } of byFolder.values()) {
    for (const name of names) {
      if (byFolder.has(name) && name !== folder) takers.set(name, [...(takers.get(name) ?? []), folder]);
    }
  }
  return { byFolder, takers, read, left: all - read };
}

/** Whether any path may be a part of a kustomization of the tree, so that reading these is worth it. */
export async function mayConcern(tree: Tree, changed: readonly string[]): Promise<boolean> {
  const folders = new Set((await tree.paths()).filter(isKustomizationPath).map(folderOfPath));
  if (folders.size === 0) return false;
  // What a kustomization reads mostly stands below one; what does not stands in a folder beside, below the same top.
  const tops = new Set([...folders].map(topOf));
  return changed.some((path) => folderAbove(path, folders) !== null || tops.has(topOf(path)));
}

function folderOfPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** Returns the folders of the kustomizations that read one of the paths themselves. */
export function readersOf(paths: Iterable<string>, { byFolder }: Kustomizations): Set<string> {
  const changed = new Set(paths);
  const found = new Set<string>();
  for (const { path, folder, names, holds } of byFolder.values()) {
    const reads =
      changed.has(path) ||
      names.some((name) => changed.has(name)) ||
      (holds.length > 0 && [...changed].some((one) => holds.some((held) => isBelow(held, one))));
    if (reads) found.add(folder);
  }
  return found;
}

/** Returns the kustomizations that nobody takes in and that take in one of the folders, sorted; a component is none. */
export function rootsOver(folders: Iterable<string>, { byFolder, takers }: Kustomizations): string[] {
  const seen = new Set<string>();
  const waiting = [...folders].filter((folder) => byFolder.has(folder));
  const roots: string[] = [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const above = takers.get(next) ?? [];
    if (above.length === 0 && byFolder.get(next)?.isComponent === false) roots.push(next);
    waiting.push(...above);
  }
  return roots.sort();
}

/**
 * Returns one kustomization of each circle over the folders from which no root is reached, sorted: nobody builds it, and nobody
 * can.
 */
export function circlesOver(folders: Iterable<string>, { byFolder, takers }: Kustomizations): string[] {
  const hasEnd = new Map<string, boolean>();
  const found = new Set<string>();
  for (const folder of [...folders].filter((one) => byFolder.has(one)).sort()) {
    const above = closure(folder, (one) => takers.get(one) ?? []);
    const ends = [...above].some((one) => hasEnd.get(one) ?? (takers.get(one) ?? []).length === 0);
    for (const one of ends ? [folder] : above) hasEnd.set(one, ends);
    if (ends || [...above].some((one) => found.has(one))) continue;
    // Above whatever is not in a circle itself one is met in the end.
    const inCircle = [...above].sort().find((one) => isInCircle(one, takers));
    if (inCircle !== undefined) found.add(inCircle);
  }
  return [...found].sort();
}

function isInCircle(folder: string, takers: ReadonlyMap<string, readonly string[]>): boolean {
  const around = takers.get(folder) ?? [];
  return around.some((one) => closure(one, (next) => takers.get(next) ?? []).has(folder));
}

/** Returns what is reached from a folder, itself among it. */
function closure(from: string, next: (folder: string) => Iterable<string>): Set<string> {
  const seen = new Set<string>();
  const waiting = [from];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    waiting.push(...next(one));
  }
  return seen;
}

/** Returns the kustomizations that one takes in, itself among them. */
export function takenBy(root: string, { byFolder }: Kustomizations): Set<string> {
  const seen = new Set<string>();
  const waiting = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const file = byFolder.get(next);
    if (file === undefined || seen.has(next)) continue;
    seen.add(next);
    waiting.push(...file.names);
  }
  return seen;
}
