/** The context of every part of a page: the pull request, its diffs read once, and where their lines stand on the page. */
import { createHash } from "node:crypto";
import { lineAnchor } from "./diff/draw-diff.js";
import { type PatchHunk, readPatch, type Side } from "./diff/read-patch.js";
import { type Element, h } from "./html.js";
import type { PullRequestView } from "./pull-request-view.js";

export interface PageContext {
  view: PullRequestView;
  /** the hunks of a file by its path; none where its diff is not shown */
  hunksOf(path: string): PatchHunk[];
  /** the id of a line, or of the file where no line is named; null where the page does not show it */
  anchorOf(path: string, line: number | null, side: Side): string | null;
}

export function pageContext(view: PullRequestView): PageContext {
  const hunks = new Map(view.files.map(({ path, patch }) => [path, patch === null ? [] : readPatch(patch)]));
  const ids = new Set<string>();
  for (const [path, ofFile] of hunks) {
    const anchor = fileAnchor(path);
    for (const { lines } of ofFile) for (const line of lines) ids.add(lineAnchor(anchor, line));
  }
  return {
    view,
    hunksOf: (path) => hunks.get(path) ?? [],
    anchorOf(path, line, side) {
      if (!hunks.has(path)) return null;
      const anchor = fileAnchor(path);
      if (line === null) return anchor;
      const id = lineAnchor(
        anchor,
        side === "LEFT" ? { before: line, after: null } : { before: null, after: line },
      );
      return ids.has(id) ? id : null;
    },
  };
}

/** The id of a file among the files changed. Made of a hash, as a path may hold anything. */
export function fileAnchor(path: string): string {
  return `diff-${createHash("sha256").update(path).digest("hex").slice(0, 16)}`;
}

/** A place in a file, as a link to its line where the page shows it. */
export function placeLink(
  context: PageContext,
  path: string,
  line: number | null,
  side: Side = "RIGHT",
): Element {
  const text = h("code", line === null ? path : `${path}:${line}`);
  const target = context.anchorOf(path, line, side);
  return target === null ? h("span.place", text) : h("a.place", { href: `#${target}` }, text);
}
