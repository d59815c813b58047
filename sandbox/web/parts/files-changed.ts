import { LRUCache } from "lru-cache";
import { drawDiff } from "../diff/draw-diff.js";
import { numberOn, type PatchHunk, type PatchLine } from "../diff/read-patch.js";
import { type Element, type ElementContent, h } from "../html.js";
import { fileAnchor, type PageContext } from "../page-context.js";
import type { FileView, ThreadView } from "../pull-request-view.js";
import { threadBox } from "./thread.js";

// GitHub folds what is longer, too.
const MAX_OPEN_LINES = 400;

/** The files changed with their diffs, and the conversations at their lines. */
export function filesChanged(context: PageContext): Element {
  const files = context.view.files.map((file) => fileBox(context, file));
  return h("section#files", { ariaLabel: "Files changed" }, [
    h("h2.section-title", "Files changed"),
    ...(files.length > 0 ? files : [h("p.muted", "No file differs.")]),
  ]);
}

// A change of the page touches few of hundreds of files, and drawing them all takes a second.
const drawn = new LRUCache<string, Element>({ maxSize: 4_000_000, sizeCalculation: (_, key) => key.length });

function drawnOnce({ path, patch }: FileView, draw: () => Element): Element {
  const key = `${path}\0${patch}`;
  const table = drawn.get(key) ?? draw();
  drawn.set(key, table);
  return table;
}

function fileBox(context: PageContext, file: FileView): Element {
  const threads = context.view.threads.filter(({ path, line }) => path === file.path && line !== null);
  const hunks = context.hunksOf(file.path);
  const length = hunks.reduce((sum, { lines }) => sum + lines.length, 0);
  const isOpen = length <= MAX_OPEN_LINES || threads.some(({ isResolved }) => !isResolved);
  const anchor = fileAnchor(file.path);
  return h("details.file.box", { id: anchor, open: isOpen, dataPath: file.path }, [
    h("summary.file-title", fileTitle(file)),
    ...content(context, file, hunks, threads),
  ]);
}

function fileTitle({ path, previousPath, status, additions, deletions }: FileView): ElementContent[] {
  const name = previousPath === null ? [h("code", path)] : [h("code", previousPath), " → ", h("code", path)];
  return [
    h("span.file-name", name),
    status === "modified" ? h("span") : h("span.label", status),
    h("span.counts", h("span.additions", `+${additions}`), " ", h("span.deletions", `−${deletions}`)),
  ];
}

function content(
  context: PageContext,
  file: FileView,
  hunks: readonly PatchHunk[],
  threads: readonly ThreadView[],
): Element[] {
  if (hunks.length === 0) return [h("p.empty.muted", whyNoDiff(file)), ...elsewhere(context, threads)];
  const drawing = { label: `Changes in ${file.path}`, anchor: fileAnchor(file.path) };
  if (threads.length === 0) return [drawnOnce(file, () => drawDiff(hunks, drawing))];
  const placed = new Set<ThreadView>();
  const below = (line: PatchLine): Element[] =>
    threads
      .filter((thread) => !placed.has(thread) && numberOn(line, thread.side) === thread.line)
      .map((thread) => {
        placed.add(thread);
        return threadBox(context, thread, "files");
      });
  const table = drawDiff(hunks, { ...drawing, below });
  return [
    table,
    ...elsewhere(
      context,
      threads.filter((thread) => !placed.has(thread)),
    ),
  ];
}

function elsewhere(context: PageContext, threads: readonly ThreadView[]): Element[] {
  return threads.map((thread) => threadBox(context, thread, "files"));
}

function whyNoDiff({ status, additions, deletions }: FileView): string {
  if (status === "renamed" && additions + deletions === 0) return "File renamed without changes.";
  return additions + deletions > 0
    ? "This diff is too large to show."
    : "A binary or empty file: no diff to show.";
}
