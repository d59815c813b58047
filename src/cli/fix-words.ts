import { fixText } from "../review/write/write-comment.js";
import type { Fix } from "../rules/finding.js";

/** What a fix says about itself in plain words, without the YAML. */
export function fixWords(fix: Fix): string {
  const [words] = fixText(fix).split("\n\n", 1);
  return (words as string).replaceAll("`", "");
}
