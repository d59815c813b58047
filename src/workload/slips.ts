/** Words of a manifest that are a slip of the pen for another one. */
import { editDistance } from "../api-server/fields/edit-distance.js";

/** Whether one word is a slip of another, or the word itself; capitals do not count. */
export function isNear(written: string, meant: string): boolean {
  return (
    written.length <= 80 && editDistance(written.toLowerCase(), meant.toLowerCase(), MAX_SLIPS) <= MAX_SLIPS
  );
}

/** Returns kinds that a text names and that are a slip of one of the given kinds. */
export function slipsIn(text: string, kinds: ReadonlySet<string>): Set<string> {
  const named = new Set([...text.matchAll(NAMED_KIND)].map((match) => match[1] as string));
  return new Set([...named].filter((one) => !kinds.has(one) && [...kinds].some((kind) => isNear(one, kind))));
}

const MAX_SLIPS = 2;
const NAMED_KIND = /\bkind["']?[ \t]{0,9}:[ \t]{0,9}["']?([A-Za-z0-9]{1,40})\b/gi;
