import { diffArrays } from "diff";
import type { PatchHunk, PatchLine } from "./read-patch.js";

// Beyond this many edits the search for the shortest way takes longer than anyone waits for a page.
const MAX_EDIT_LENGTH = 500;

/** Returns what a suggestion makes of the lines that it replaces, from the first line's number on. An empty one deletes. */
export function suggestionDiff(before: string, after: string, firstLine: number): PatchHunk {
  const old = before.split("\n");
  const wanted = after === "" ? [] : after.split("\n");
  const parts = diffArrays(old, wanted, { maxEditLength: MAX_EDIT_LENGTH }) ?? [
    { removed: true, added: false, value: old },
    { removed: false, added: true, value: wanted },
  ];
  let [oldNumber, newNumber] = [firstLine, firstLine];
  const lines = parts.flatMap(({ removed, added, value }) =>
    value.map(
      (text): PatchLine => ({
        before: added ? null : oldNumber++,
        after: removed ? null : newNumber++,
        text,
        endsOpen: false,
      }),
    ),
  );
  return { header: "", lines };
}
