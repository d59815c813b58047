/** Files of the repository in which an ApplicationSet has parameters: which are asked for, and what those that were read hold. */
import type { Tree } from "../../../changeset/tree.js";
import { parseYaml } from "../../../manifest/parse-yaml.js";

/** Files that are read for all ApplicationSets of one side, and the length of one. */
const MAX_FILES = 100;
const MAX_LENGTH = 256 * 1024;

/** Each makes the comparison of a path longer. */
const MAX_WILDCARDS = 4;

export class ParameterFiles {
  /** null for what holds no parameters */
  readonly #read = new Map<string, unknown>();
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

  /** Returns what a file holds, as values of its keys; undefined where that is not known, perhaps not yet. */
  contentOf(path: string): unknown {
    if (!this.#read.has(path) && this.#read.size + this.#wanted.size < MAX_FILES) this.#wanted.add(path);
    return this.#read.get(path) ?? undefined;
  }

  /** Reads what was asked for; false where nothing was. */
  async load(tree: Tree): Promise<boolean> {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    if (wanted.length === 0) return false;
    const contents = await tree.read(wanted);
    for (const path of wanted) {
      const content = contents.get(path);
      const read =
        content?.kind === "text" && content.text.length <= MAX_LENGTH ? parseYaml(content.text) : null;
      this.#read.set(path, read?.ok ? read.value : null);
    }
    return true;
  }
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
