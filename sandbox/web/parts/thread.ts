/** A conversation at lines of the diff, as it stands below its review and again among the files changed. */
import { drawDiff } from "../diff/draw-diff.js";
import { excerptOf, type PatchHunk, readPatch } from "../diff/read-patch.js";
import { type Element, type ElementContent, h, slug } from "../html.js";
import { renderMarkdown } from "../markdown.js";
import { type PageContext, placeLink } from "../page-context.js";
import type { ThreadView } from "../pull-request-view.js";
import { actionForm } from "./action-form.js";
import { minimizedSummary } from "./minimized.js";
import { person } from "./person.js";
import { suggestionBlock } from "./suggestion.js";

/** Where a thread is drawn: the same one stands in both, so their ids must differ. */
export type ThreadPlace = "conversation" | "files";

type CommentView = ThreadView["comments"][number];

/** Draws a thread; folded where it is resolved or outdated, as GitHub does. */
export function threadBox(context: PageContext, thread: ThreadView, place: ThreadPlace): Element {
  const { id, isResolved, isOutdated } = thread;
  const attributes = {
    id: threadId(place, id),
    className: ["thread", "box"],
    tabIndex: -1,
    dataThread: id,
    dataPlace: place,
    dataResolved: String(isResolved),
    dataOutdated: String(isOutdated),
  };
  const content = [
    place === "conversation" ? excerpt(context, thread) : null,
    ...thread.comments.map((comment) => commentBox(context, thread, comment, place)),
    footer(context, thread, place),
  ];
  if (!isResolved && !isOutdated) {
    const header = place === "conversation" ? h("div.thread-title", placeOf(context, thread, false)) : null;
    return h("section", attributes, header, content);
  }
  const summary = h("summary.thread-title", [placeOf(context, thread, true), ...states(thread)]);
  return h("section", attributes, h("details", summary, content));
}

export function threadId(place: ThreadPlace, id: string): string {
  return `${place === "files" ? "file-thread" : "thread"}-${slug(id)}`;
}

function placeOf(context: PageContext, thread: ThreadView, isFolded: boolean): ElementContent {
  const { path, line, startLine, side } = thread;
  const lines = startLine === null ? "" : ` lines ${startLine} to ${line}`;
  // A reader presses the title to unfold it, so no link can stand in it.
  const place = isFolded ? h("code", path) : placeLink(context, path, line, side);
  return h("span.thread-place", place, h("span.muted", lines));
}

function states({ isResolved, isOutdated }: ThreadView): Element[] {
  return [
    ...(isOutdated ? [h("span.label.label-outdated", "Outdated")] : []),
    ...(isResolved ? [h("span.label.label-resolved", "Resolved")] : []),
    h("span.fold-hint", isResolved ? "Show resolved" : "Show outdated"),
  ];
}

function excerpt(context: PageContext, thread: ThreadView): Element | null {
  const hunk = hunkAround(context, thread);
  return hunk === null ? null : drawDiff([hunk], { label: `Lines of ${thread.path} that this is about` });
}

// Shows all lines of a range, and three more above a single line: as much as GitHub shows.
function hunkAround({ hunksOf }: PageContext, thread: ThreadView): PatchHunk | null {
  const { path, side, line, startLine, original } = thread;
  if (line !== null)
    return excerptOf(hunksOf(path), side, startLine ?? line, line, startLine === null ? 3 : 0);
  if (original === undefined) return null;
  const first = original.startLine ?? original.line;
  return excerptOf(readPatch(original.diffHunk), side, first, original.line, first === original.line ? 3 : 0);
}

function commentBox(
  context: PageContext,
  thread: ThreadView,
  comment: CommentView,
  place: ThreadPlace,
): Element {
  const { id, author, body, isMinimized, minimizedReason } = comment;
  const markdown = renderMarkdown(body, {
    suggestion: (replacement, isFirst) =>
      suggestionBlock(context, thread, comment, replacement, isFirst, place),
  });
  const attributes = {
    id: place === "conversation" ? `discussion_r${id}` : undefined,
    className: ["comment"],
    dataComment: id,
  };
  const header = h("div.comment-title", person(author));
  if (!isMinimized) return h("article", attributes, header, markdown);
  return h("article", attributes, h("details", minimizedSummary(author, minimizedReason), markdown));
}

function footer({ view }: PageContext, thread: ThreadView, place: ThreadPlace): Element {
  const { id, isResolved } = thread;
  const field = `reply-${place}-${slug(id)}`;
  const reply = h("details.reply", [
    h("summary", "Reply…"),
    actionForm(view, {
      action: "reply",
      fields: { thread: id },
      button: "Comment",
      busy: "Sending…",
      children: [
        h("label.visually-hidden", { htmlFor: field }, "Your reply"),
        h("textarea", { id: field, name: "body", rows: 3, required: true, placeholder: "Markdown" }),
      ],
    }),
  ]);
  const resolve = actionForm(view, {
    action: "resolve",
    fields: { thread: id },
    button: "Resolve conversation",
    busy: "Resolving…",
  });
  return h("div.thread-footer", reply, isResolved ? null : resolve);
}
