/** Files of the repository in which an ApplicationSet has parameters: which are asked for, and what those that were read hold. */
import type { FileContent } from "../../../changeset/change-set.js";
import type { Tree } from "../../../changeset/tree.js";
import { parseYaml } from "../../../manifest/parse-yaml.js";
import type { Effort } from "./effort.js";

/** Files that are read for all ApplicationSets of one side, and the length of one. */
const MAX_FILES = 100;
const MAX_LENGTH = 256 * 1024;

/** Characters of a path that are compared while one is filled in. */
const COMPARED_AT_ONCE = 4;

/** What a file holds, null where that is no YAML; or that it is read in the next round, or not looked at. */
export type ParameterContent = { value: unknown } | "not-yet" | "left-out";

export class ParameterFiles {
  readonly #read = new Map<string, Exclude<ParameterContent, "not-yet">>();
  readonly #wanted = new Set<string>();

  constructor(readonly paths: readonly string[]) {}

  /**
   * Returns the files that patterns mean, as `git ls-files` takes them: there a `*` is any text, also with `/` in it (argo-cd:
   * util/git/client.go, LsFiles). Null where a pattern has other signs, and where the effort does not last.
   */
  matching(patterns: readonly { path: string; exclude: boolean }[], effort: Effort): string[] | null {
    if (patterns.some(({ path }) => path === "" || /[[\]{}\\]/.test(path))) return null;
    const found: string[] = [];
    const isMeant = (path: string, isExcluded: boolean) =>
      patterns.some((one) => one.exclude === isExcluded && matches(one.path, path, effort));
    for (const path of this.paths) {
      if (isMeant(path, false) && !isMeant(path, true)) found.push(path);
      if (effort.left < 0) return null;
    }
    return found.sort();
  }

  /** Returns what a file holds; one that was not read is asked for, unless there are too many. */
  contentOf(path: string): ParameterContent {
    const read = this.#read.get(path);
    if (read !== undefined) return read;
    if (this.#read.size + this.#wanted.size < MAX_FILES) this.#wanted.add(path);
    return this.#wanted.has(path) ? "not-yet" : "left-out";
  }

  /** Reads what was asked for; false where nothing was. */
  async load(tree: Tree): Promise<boolean> {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    if (wanted.length === 0) return false;
    const contents = await tree.read(wanted);
    for (const path of wanted) this.#read.set(path, readOf(contents.get(path)));
    return true;
  }
}

function readOf(content: FileContent | undefined): { value: unknown } | "left-out" {
  if (content?.kind === "binary") return { value: null };
  if (content?.kind !== "text" || content.text.length > MAX_LENGTH) return "left-out";
  const read = parseYaml(content.text);
  return { value: read.ok ? read.value : null };
}

/**
 * Whether a pattern means a path. Where a sign fails, only the last star before it takes one character more, since what the earlier
 * ones took is the least that was possible: a regular expression would try all of them.
 */
function matches(pattern: string, path: string, effort: Effort): boolean {
  effort.left -= 1;
  if (!/[*?]/.test(pattern)) return path === pattern || path.startsWith(`${pattern.replace(/\/$/, "")}/`);
  let sign = 0;
  let at = 0;
  let afterStar = -1;
  let retryAt = 0;
  let steps = 0;
  for (; at < path.length; steps++) {
    if (pattern[sign] === "*") {
      sign += 1;
      [afterStar, retryAt] = [sign, at];
    } else if (sign < pattern.length && (pattern[sign] === "?" || pattern[sign] === path[at])) {
      sign += 1;
      at += 1;
    } else if (afterStar !== -1) {
      retryAt += 1;
      [sign, at] = [afterStar, retryAt];
    } else break;
  }
  effort.left -= steps / COMPARED_AT_ONCE;
  return at === path.length && /^\**$/.test(pattern.slice(sign));
}
