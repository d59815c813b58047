/** What a pull request changes. Commits never change, so neither does what lies between two of them. */

import { mergeBase } from "../git/bare-repository.js";
import { type DiffFile, diffFiles } from "../git/diff-files.js";
import type { PullRequest, Repository } from "./model.js";

export interface Comparison {
  /** where the two lines of history part; null where they have nothing in common */
  mergeBase: string | null;
  files: DiffFile[];
}

interface Cache {
  bases: Map<string, Promise<string | null>>;
  diffs: Map<string, Promise<DiffFile[]>>;
}

const caches = new WeakMap<Repository, Cache>();

function cacheOf(repository: Repository): Cache {
  const cache = caches.get(repository) ?? { bases: new Map(), diffs: new Map() };
  caches.set(repository, cache);
  return cache;
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const value = known.get(key) ?? make();
  known.set(key, value);
  value.catch(() => known.delete(key));
  return value;
}

/** The merge base of two commits. */
export function mergeBaseOf(repository: Repository, base: string, head: string): Promise<string | null> {
  return once(cacheOf(repository).bases, `${base} ${head}`, () => mergeBase(repository.git, base, head));
}

/** The files that differ between two commits. */
export function filesBetween(repository: Repository, from: string, to: string): Promise<DiffFile[]> {
  if (from === to) return Promise.resolve([]);
  return once(cacheOf(repository).diffs, `${from} ${to}`, () => diffFiles(repository.git, from, to));
}

/** What `head` adds to `base`: compared with where it left it. */
export async function compare(repository: Repository, base: string, head: string): Promise<Comparison> {
  const from = await mergeBaseOf(repository, base, head);
  return { mergeBase: from, files: from === null ? [] : await filesBetween(repository, from, head) };
}

/** What a pull request changes, at its head or at an earlier one. */
export function compareOfPull(pull: PullRequest, head: string = pull.head.sha): Promise<Comparison> {
  return compare(pull.repository, baseTip(pull), head);
}

/** The tip of the branch that a pull request goes to; once closed, what it was then. */
export function baseTip(pull: PullRequest): string {
  const { base, repository, state } = pull;
  return (state === "open" ? repository.branches.get(base.ref) : undefined) ?? base.sha;
}
