import type { SourceEdit } from "./source-edit.js";

/**
 * Applies whole-line edits to a file's text. Every byte outside the edited lines stays, line ends included: an edit
 * carries its own inner line ends and none at its end.
 */
export function applyEdits(text: string, edits: readonly SourceEdit[]): string {
  const lines = text.split("\n");
  for (const edit of edits.toSorted((left, right) => right.startLine - left.startLine)) {
    const last = lines[edit.endLine - 1] ?? "";
    const replacement = edit.replacement + (last.endsWith("\r") ? "\r" : "");
    lines.splice(edit.startLine - 1, edit.endLine - edit.startLine + 1, ...replacement.split("\n"));
  }
  return lines.join("\n");
}
