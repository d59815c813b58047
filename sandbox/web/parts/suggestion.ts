import { drawDiff } from "../diff/draw-diff.js";
import { excerptOf, readPatch, textBetween } from "../diff/read-patch.js";
import { suggestionDiff } from "../diff/suggestion-diff.js";
import { type Element, h } from "../html.js";
import type { PageContext } from "../page-context.js";
import type { PullRequestView, ThreadView } from "../pull-request-view.js";
import { actionForm } from "./action-form.js";

type CommentView = ThreadView["comments"][number];

/** A suggestion block: what it makes of the lines, and the button that commits it. */
export function suggestionBlock(
  context: PageContext,
  thread: ThreadView,
  comment: CommentView,
  replacement: string,
  isFirst: boolean,
  place: string,
): Element {
  const before = replacedText(context, thread);
  const first = firstLine(thread);
  const drawn =
    before === null
      ? h("pre", h("code", replacement))
      : drawDiff([suggestionDiff(before, replacement, first)], {
          label: "Suggested change",
          withoutNumbers: true,
        });
  return h("div.suggestion", { dataSuggestion: comment.id }, [
    h("div.suggestion-title", "Suggested change"),
    drawn,
    h("div.suggestion-actions", isFirst ? commitButton(context.view, thread, comment, place) : null),
  ]);
}

function commitButton(
  view: PullRequestView,
  thread: ThreadView,
  comment: CommentView,
  place: string,
): Element[] {
  const id = `why-not-${place}-${comment.id}`;
  const form = actionForm(view, {
    action: "commit-suggestion",
    fields: { comment: comment.id },
    button: "Commit suggestion",
    busy: "Committing…",
    ...(comment.committable ? {} : { disabledBy: id }),
  });
  return comment.committable ? [form] : [h("span.muted", { id }, whyNot(view, thread)), form];
}

// GitHub's own sentences, as its page shows them beside the button.
function whyNot(view: PullRequestView, thread: ThreadView): string {
  if (view.state !== "open") return "Suggestions cannot be applied while the pull request is closed.";
  if (thread.isResolved) return "This suggestion has been applied or marked resolved.";
  if (thread.isOutdated) return "Outdated suggestions cannot be applied.";
  if (thread.side === "LEFT") return "Applying suggestions on deleted lines is not supported.";
  return "Suggestion cannot be applied right now. Please check back later.";
}

function firstLine({ line, startLine, original }: ThreadView): number {
  return startLine ?? line ?? original?.startLine ?? original?.line ?? 1;
}

function replacedText({ hunksOf }: PageContext, thread: ThreadView): string | null {
  const { path, side, line, startLine, original } = thread;
  if (line !== null) return textBetween(hunksOf(path), side, startLine ?? line, line);
  if (original === undefined) return null;
  const hunks = readPatch(original.diffHunk);
  const excerpt = excerptOf(hunks, side, original.startLine ?? original.line, original.line, 0);
  return excerpt === null
    ? null
    : textBetween([excerpt], side, original.startLine ?? original.line, original.line);
}
