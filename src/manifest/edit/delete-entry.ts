/** Deletes one entry of a document in its text. Does not know whether the entry may go: its caller parses the text again. */
import type { KeyPath } from "../json-value.js";
import { entryBelow } from "../locate.js";
import type { PlacedText } from "./rewrite-entry.js";

/**
 * Takes away the line that an entry of a block mapping stands on. Null where it has more than one line or not one of its
 * own, where a comment goes with it, or where its mapping would be left empty, which is another value.
 */
export function deleteEntry({ text, tree }: PlacedText, path: KeyPath): string | null {
  const source = entryBelow(tree, path.slice(0, -1))?.value;
  const entry = entryBelow(tree, path);
  if (source?.kind !== "map" || source.flow || source.entries.length < 2 || entry?.key == null) return null;
  const start = text.lastIndexOf("\n", entry.key.start - 1) + 1;
  const end = text.indexOf("\n", entry.key.start) + 1;
  if (end === 0 || entry.value.end > end) return null;
  const isAlone =
    text.slice(start, entry.key.start).trim() === "" && text.slice(entry.value.end, end).trim() === "";
  const above = text.slice(text.lastIndexOf("\n", start - 2) + 1, start);
  return isAlone && !above.trimStart().startsWith("#") ? text.slice(0, start) + text.slice(end) : null;
}
