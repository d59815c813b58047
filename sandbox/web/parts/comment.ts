/** A comment below the pull request, and the form for a new one. */
import { type Element, h } from "../html.js";
import { renderMarkdown } from "../markdown.js";
import type { IssueCommentView, PullRequestView } from "../pull-request-view.js";
import { actionForm } from "./action-form.js";
import { minimizedSummary } from "./minimized.js";
import { person } from "./person.js";
import { reactionList } from "./reactions.js";
import { time } from "./time.js";

/** Draws a comment; folded where a person hid it. */
export function commentBox({ id, author, body, createdAt, ...comment }: IssueCommentView): Element {
  const { minimizedReason, reactions } = comment;
  const attributes = {
    id: `issuecomment-${id}`,
    className: ["box", "comment-box"],
    tabIndex: -1,
    dataComment: id,
  };
  const content = h("div.box-body", renderMarkdown(body), reactionList(reactions));
  if (minimizedReason !== null)
    return h("article", attributes, h("details", minimizedSummary(author, minimizedReason), content));
  return h("article", attributes, [
    h("div.box-title", person(author), h("span.muted", "commented "), time(createdAt)),
    content,
  ]);
}

const FIELD = "new-comment-body";
const HINT = "new-comment-hint";

/** Writes a comment; a command is one whose first line begins with a word for an App. */
export function commentForm(view: PullRequestView): Element {
  const field = { id: FIELD, name: "body", rows: 4, required: true, ariaDescribedBy: HINT };
  return h("section#new-comment.box", { ariaLabel: "New comment", tabIndex: -1 }, [
    h("div.box-title", h("h2", h("label", { htmlFor: FIELD }, "Add a comment"))),
    h(
      "div.box-body",
      actionForm(view, {
        action: "comment",
        button: "Comment",
        busy: "Sending…",
        look: "primary",
        children: [
          h("textarea", field),
          h("p.muted", { id: HINT }, [
            ...["Markdown, or a command as the first line: ", h("code", "/surefoot help"), " lists them."],
          ]),
        ],
      }),
    ),
  ]);
}
