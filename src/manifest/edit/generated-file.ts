import type { Manifest } from "../manifest.js";

/** Lines at the head of a file in which a tool says that it wrote it. */
const MAX_HEAD_LINES = 10;
/** More than a person writes on a line; the words stand at its beginning. */
const MAX_LINE = 300;

const SAYS_SO =
  /\bdo not (?:edit|modify)\b|\b(?:auto-?)?generated (?:by|from|file|code|with|using)\b|\bauto(?:-?|matically )generated\b|\bcode generated\b|\b(?:file|manifest|yaml) (?:is|was|has been) generated\b/i;

/** `flyte_generated.yaml`, `zz_generated.web.yaml`; not one that says it is not. */
const NAME_SAYS_SO = /(?<!\b(?:no|non|not|un)[-_.]?)(?<![a-z])(?:auto-?)?generated(?![a-z])/i;

/**
 * Whether a file's name or a comment at its head says that a tool wrote it, so that an edit is lost when the tool runs
 * again.
 */
export function isGenerated({ path, text }: Pick<Manifest, "path" | "text">): boolean {
  if (NAME_SAYS_SO.test(path.slice(path.lastIndexOf("/") + 1))) return true;
  let start = 0;
  for (let line = 0; line < MAX_HEAD_LINES; line++) {
    const end = text.indexOf("\n", start);
    const words = text.slice(start, Math.min(end === -1 ? text.length : end, start + MAX_LINE)).trim();
    if (words.startsWith("#") && SAYS_SO.test(words)) return true;
    // Past the comments stands what is generated itself.
    if (!(words === "" || words.startsWith("#") || words.startsWith("---")) || end === -1) return false;
    start = end + 1;
  }
  return false;
}
