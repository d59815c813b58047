import { applyEdits } from "./apply-edits.js";
import type { SourceEdit } from "./source-edit.js";

/**
 * Returns the lines of a file that differ between two texts of it, as one edit; null where they are the same, or an
 * edit of whole lines cannot say the difference.
 */
export function editBetween(path: string, before: string, after: string): SourceEdit | null {
  if (before === after) return null;
  const [old, now] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < Math.min(old.length, now.length) - 1 && old[start] === now[start]) start += 1;
  // Behind the last line break stands no line that could be replaced.
  if (start > 0 && start === old.length - 1 && old[start] === "") start -= 1;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start - 1 && old.at(-1 - end) === now.at(-1 - end))
    end += 1;
  // An edit does not end with a line break, so an empty line is not its last one.
  while (end > 0 && now[now.length - end - 1]?.trim() === "") end -= 1;
  const edit = {
    path,
    startLine: start + 1,
    endLine: old.length - end,
    replacement: now
      .slice(start, now.length - end)
      .join("\n")
      .replace(/\r$/, ""),
  };
  return applyEdits(before, [edit]) === after && !edit.replacement.endsWith("\n") ? edit : null;
}
