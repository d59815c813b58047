/** Files of a scan that were not read, or not in full: no verdict on the rest speaks for them. */
import type { Problem, ProblemCode } from "../manifest/problem.js";
import { andList } from "../words/list.js";
import { plain } from "./plain-text.js";

/** Not among them: what was read and is no workload that can be judged, such as a template, a patch or another kind. */
const UNREAD: ReadonlySet<ProblemCode> = new Set([
  "not-loaded",
  "file-too-large",
  "binary",
  "link",
  "document-too-large",
  "yaml-syntax",
  "too-deep",
  "alias-bomb",
]);

const MAX_NAMED = 5;

/** Returns what to say of the files that were not read, each with its first place, in one line; null where all were. */
export function unreadWords(problems: readonly Problem[]): string | null {
  const places = new Map<string, string>();
  for (const { code, path, line } of problems)
    if (UNREAD.has(code) && !places.has(path)) places.set(path, `${plain(path)}:${line}`);
  if (places.size === 0) return null;
  const named = [...places.values()].slice(0, MAX_NAMED);
  const left = places.size - named.length;
  const list = andList(left > 0 ? [...named, `${left} more`] : named);
  return `${list} ${places.size === 1 ? "was" : "were"} not read in full, so this is no verdict on everything; mend that, or allow it with --allow-unread`;
}
