import type { Fix } from "../review/findings/finding.js";
import { fixText } from "../review/write/fix-words.js";

/** Returns a fix's own explanation in plain words, without the YAML. */
export function fixWords(fix: Fix): string {
  const [words] = fixText(fix).split("\n\n", 1);
  return (words as string).replaceAll("`", "");
}
