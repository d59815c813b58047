/** The changes of a pull request: everything since it left its base. */

import { mergeBase } from "../git/bare-repository.js";
import { type DiffFile, diffFiles } from "../git/diff-files.js";
import type { PullRequest, Repository } from "./model.js";

export interface Comparison {
  /** where the two lines of history part; null where they have nothing in common */
  mergeBase: string | null;
  files: DiffFile[];
}

/** The files that differ between two commits. */
export function filesBetween(repository: Repository, from: string, to: string): Promise<DiffFile[]> {
  return from === to ? Promise.resolve([]) : diffFiles(repository.git, from, to);
}

/** Returns what `head` adds to `base`: compared with where it left it. */
export async function compare(repository: Repository, base: string, head: string): Promise<Comparison> {
  const from = await mergeBase(repository.git, base, head);
  return { mergeBase: from, files: from === null ? [] : await filesBetween(repository, from, head) };
}

/** Returns what a pull request changes, at its head or at an earlier one. */
export function compareOfPull(pull: PullRequest, head: string = pull.head.sha): Promise<Comparison> {
  return compare(pull.repository, baseTip(pull), head);
}

/** The tip of the branch that a pull request goes to; once closed, what it was then. */
export function baseTip(pull: PullRequest): string {
  const { base, repository, state } = pull;
  return (state === "open" ? repository.branches.get(base.ref) : undefined) ?? base.sha;
}
