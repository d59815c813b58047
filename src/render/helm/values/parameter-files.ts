/** Files of the repository in which an ApplicationSet has parameters: which are asked for, and what those that were read hold. */
import type { FileContent } from "../../../changeset/change-set.js";
import type { Tree } from "../../../changeset/tree.js";
import { parseYaml } from "../../../manifest/parse-yaml.js";

/** Files that are read for all ApplicationSets of one side, and the length of one. */
const MAX_FILES = 100;
const MAX_LENGTH = 256 * 1024;

/** Each makes the comparison of a path longer. */
const MAX_WILDCARDS = 4;

/** What a file holds, null where that is no YAML; or that it is read in the next round, or not looked at. */
export type ParameterContent = { value: unknown } | "not-yet" | "left-out";

export class ParameterFiles {
  readonly #read = new Map<string, Exclude<ParameterContent, "not-yet">>();
  readonly #wanted = new Set<string>();

  constructor(readonly paths: readonly string[]) {}

  /**
   * Returns the files that patterns mean, as `git ls-files` takes them: there a `*` is any text, also with `/` in it (argo-cd:
   * util/git/client.go, LsFiles). Null where a pattern has other signs.
   */
  matching(patterns: readonly { path: string; exclude: boolean }[]): string[] | null {
    const tests = patterns.map(({ path, exclude }) => ({ exclude, test: testOf(path) }));
    if (tests.some(({ test }) => test === null)) return null;
    const isMeant = (path: string, exclude: boolean) =>
      tests.some((one) => one.exclude === exclude && one.test?.(path) === true);
    return this.paths.filter((path) => isMeant(path, false) && !isMeant(path, true)).sort();
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

function testOf(pattern: string): ((path: string) => boolean) | null {
  const wildcards = pattern.match(/\*+|\?/g)?.length ?? 0;
  if (pattern === "" || /[[\]{}\\]/.test(pattern) || wildcards > MAX_WILDCARDS) return null;
  if (wildcards === 0) return (path) => path === pattern || path.startsWith(`${pattern.replace(/\/$/, "")}/`);
  const source = pattern
    .replace(/[.+^$()|]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replace(/\?/g, ".");
  const expression = new RegExp(`^${source}$`, "s");
  return (path) => expression.test(path);
}
