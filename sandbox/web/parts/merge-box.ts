import { type Element, h } from "../html.js";
import { icon } from "../icons.js";
import type { PullRequestView } from "../pull-request-view.js";
import { actionForm } from "./action-form.js";

/** The last box: whether the pull request can be merged, why not, and the button. */
export function mergeBox(view: PullRequestView): Element {
  return h(
    "section#merge.box",
    { ariaLabel: "Merge", tabIndex: -1, dataState: stateWord(view) },
    boxOf(view),
  );
}

function stateWord({ state, merge }: PullRequestView): string {
  return state === "open" ? (merge.allowed ? "allowed" : "blocked") : state;
}

function boxOf(view: PullRequestView): Element[] {
  const { state, merge, head, base } = view;
  if (state === "merged")
    return [
      title(
        "merged",
        "Pull request successfully merged and closed",
        `${head.ref} is part of ${base.ref} now.`,
      ),
    ];
  if (state === "closed")
    return [title("closed", "Closed with unmerged commits", "This pull request is closed.")];
  const why = merge.reason === "" ? "Merging is blocked" : merge.reason;
  const head_ = merge.allowed
    ? title("success", "This branch can be merged", merge.reason)
    : title("failure", "Merging is blocked", why === "Merging is blocked" ? "" : why);
  return [head_, h("div.merge-actions", [mergeButton(view), view.draft ? readyButton(view) : null])];
}

const REASON_ID = "merge-reason";

function title(name: "merged" | "closed" | "success" | "failure", words: string, reason: string): Element {
  return h("div.box-title", [
    icon(name),
    h("h2", words),
    reason === "" ? null : h("span.muted", { id: REASON_ID }, reason),
  ]);
}

function mergeButton(view: PullRequestView): Element {
  return actionForm(view, {
    action: "merge",
    button: "Merge pull request",
    busy: "Merging…",
    look: "primary",
    ...(view.merge.allowed ? {} : { disabledBy: REASON_ID }),
  });
}

function readyButton(view: PullRequestView): Element {
  return actionForm(view, { action: "ready", button: "Ready for review", busy: "Marking as ready…" });
}
