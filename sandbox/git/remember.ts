import type { Git } from "../../src/changeset/git-process.js";

const facts = new WeakMap<Git, Map<string, Promise<unknown>>>();

/** Asks git once for what can never change: what lies in a commit, or between two. */
export function remember<T>(git: Git, key: string, ask: () => Promise<T>): Promise<T> {
  const known = facts.get(git) ?? new Map<string, Promise<unknown>>();
  facts.set(git, known);
  const answer = (known.get(key) as Promise<T> | undefined) ?? ask();
  known.set(key, answer);
  // A failure is no fact.
  answer.catch(() => known.delete(key));
  return answer;
}
