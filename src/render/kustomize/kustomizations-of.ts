/** Which kustomizations of both sides are built because of a change. */
import { type ChangeSet, folderOf, isManifestPath } from "../../changeset/change-set.js";
import type { Tree, Trees } from "../../changeset/tree.js";
import type { RenderingNote } from "../rendering.js";
import {
  circlesOver,
  type Kustomizations,
  mayConcern,
  readersOf,
  readKustomizations,
  rootsOver,
  takenBy,
} from "./find-roots.js";
import { isKustomizationPath } from "./kustomization-file.js";

/** A kustomization that is built because of a change. */
export interface KustomizationSource {
  folder: string;
  /** the path of its file */
  path: string;
  /** the folder at the base, where the change renames it or puts another kustomization over it */
  previousFolder: string;
  /** Whether a file was, at the base, taken in by no kustomization that was read. */
  appliedAlone(path: string): boolean;
}

/** Paths that a change alters, by side. */
interface ChangedPaths {
  present: readonly string[];
  past: readonly string[];
  /** folders of kustomizations that the change renames, by their folder at the head */
  renamed: ReadonlyMap<string, string>;
}

export interface FoundKustomizations {
  sources: readonly KustomizationSource[];
  /** those that are not built: there are more than one review takes on */
  left: readonly KustomizationSource[];
  /** that not all kustomizations were looked at */
  notes: readonly RenderingNote[];
  /** all that were looked at of the head; null where the change can concern none */
  head: Kustomizations | null;
}

/** Each is built for both sides. More over one change are seldom, and those beyond are named. */
export const MAX_ROOTS = 20;

/** Returns the kustomizations of the head that nobody takes in, or that take in themselves, and that reach a changed path. */
export async function kustomizationsOf(
  changeSet: ChangeSet,
  trees: Trees,
  isWanted: (path: string) => boolean,
): Promise<FoundKustomizations> {
  const paths = changedPaths(changeSet, isWanted);
  const { present, past, renamed } = paths;
  const changed = [...present, ...past];
  if (!(await mayConcern(trees.head, changed))) return { sources: [], left: [], notes: [], head: null };
  const head = await readKustomizations(trees.head, changed);
  const base = await readBase(trees.base, head, paths);
  const pastOf = (folder: string) => renamed.get(folder) ?? folder;
  const touchedAtBase = readersOf(past, base);
  const touched = readersOf(changed, head);
  for (const folder of head.byFolder.keys()) if (touchedAtBase.has(pastOf(folder))) touched.add(folder);
  const isTouched = (root: string) => touched.has(root);
  // Those of a circle cannot be built, and say so.
  const over = [...rootsOver(touched, head), ...circlesOver(touched, head)];
  const roots = over.toSorted((a, b) => Number(isTouched(b)) - Number(isTouched(a)));
  const baseRoots = new Set(rootsOver(base.byFolder.keys(), base));
  const headRoots = new Set(rootsOver(head.byFolder.keys(), head));
  const reached = reachedIn(base);
  const sources = roots.map((folder): KustomizationSource => {
    const path = head.byFolder.get(folder)?.path as string;
    const before = pastOf(folder);
    const previousFolder = base.byFolder.has(before)
      ? before
      : (formerRoot(folder, head, (one) => baseRoots.has(pastOf(one)) && !headRoots.has(one)) ?? before);
    return {
      ...{ folder, path, previousFolder: pastOf(previousFolder) },
      appliedAlone: (file) => !reached.has(file),
    };
  });
  const at = sources[0]?.path ?? present.find(isManifestPath) ?? null;
  return {
    sources: sources.slice(0, MAX_ROOTS),
    left: sources.slice(MAX_ROOTS),
    notes: at === null ? [] : notesOf(head, at),
    head,
  };
}

function notesOf({ read, left }: Kustomizations, path: string): RenderingNote[] {
  const message = `of the ${read + left} kustomizations of the repository ${read} were looked at, so others that take in this may be missing`;
  return left === 0 ? [] : [{ path, line: 1, message }];
}

/** Returns what a change alters on both sides. */
function changedPaths({ files, others = [] }: ChangeSet, isWanted: (path: string) => boolean): ChangedPaths {
  const changed = [...files, ...others].filter(({ path }) => isWanted(path));
  return {
    present: changed.filter(({ status }) => status !== "removed").map(({ path }) => path),
    past: changed
      .filter(({ status }) => status !== "added")
      .map(({ path, previousPath }) => previousPath ?? path),
    renamed: new Map(
      changed.flatMap(({ path, previousPath }): [string, string][] =>
        previousPath !== null && isKustomizationPath(path) && isKustomizationPath(previousPath)
          ? [[folderOf(path), folderOf(previousPath)]]
          : [],
      ),
    ),
  };
}

/** Where no kustomization changes, those of the base are those of the head. */
async function readBase(
  base: Tree | null,
  head: Kustomizations,
  { present, past }: ChangedPaths,
): Promise<Kustomizations> {
  if (base === null) return { byFolder: new Map(), takers: new Map(), read: 0, left: 0 };
  return [...present, ...past].some(isKustomizationPath) ? readKustomizations(base, past) : head;
}

/** Returns the one kustomization that was built by itself before, and is now a part of another; null for none or several. */
function formerRoot(
  root: string,
  head: Kustomizations,
  isFormer: (folder: string) => boolean,
): string | null {
  const found = [...takenBy(root, head)].filter(isFormer);
  return found.length === 1 ? (found[0] ?? null) : null;
}

function reachedIn({ byFolder }: Kustomizations): Set<string> {
  return new Set([...byFolder.values()].flatMap(({ names }) => names));
}
