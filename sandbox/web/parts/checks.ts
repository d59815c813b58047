import { count, type Element, h } from "../html.js";
import { type IconName, icon } from "../icons.js";
import { renderMarkdown } from "../markdown.js";
import { type PageContext, placeLink } from "../page-context.js";
import type { CheckView } from "../pull-request-view.js";
import { actionForm } from "./action-form.js";

/** The checks of the head commit, each with what it says, its buttons and its annotations. */
export function checksBox(context: PageContext): Element {
  const { checks } = context.view;
  const rows = checks.map((check) => checkRow(context, check));
  return h("section#checks.box", { ariaLabel: "Checks" }, [
    h("div.box-title", { dataState: overallState(checks) }, [
      icon(ICONS[overallState(checks)] ?? "neutral"),
      h("h2", headline(checks)),
      h("span.muted", tally(checks)),
    ]),
    ...(rows.length > 0 ? rows : [h("p.empty.muted", "No check has reported on the head commit yet.")]),
  ]);
}

/** One word for a check: its conclusion, or how far it is. */
export function stateOf({ status, conclusion }: CheckView): string {
  return status === "completed" ? (conclusion ?? "neutral") : status;
}

const ICONS: Record<string, IconName> = {
  success: "success",
  neutral: "neutral",
  skipped: "neutral",
  queued: "pending",
  in_progress: "pending",
  failure: "failure",
  timed_out: "failure",
  cancelled: "failure",
  action_required: "warning",
  stale: "neutral",
};

const WORDS: Record<string, string> = {
  success: "Successful",
  neutral: "Neutral",
  skipped: "Skipped",
  queued: "Queued",
  in_progress: "In progress",
  failure: "Failing",
  timed_out: "Timed out",
  cancelled: "Cancelled",
  action_required: "Action required",
  stale: "Stale",
};

function checkRow(context: PageContext, check: CheckView): Element {
  const state = stateOf(check);
  return h("div.check", { id: `check-${check.id}`, tabIndex: -1, dataCheck: check.name, dataState: state }, [
    h("div.check-head", [
      icon(ICONS[state] ?? "neutral", `icon-${slugState(state)}`),
      h("div.check-words", [
        h("div", [
          h("strong", check.name),
          h("span.muted", ` by ${check.app}`),
          check.required ? h("span.label", "Required") : null,
        ]),
        h("div.check-title", [
          h("span.check-state", WORDS[state] ?? state),
          check.title === "" ? "" : ` — ${check.title}`,
        ]),
      ]),
      h("div.check-actions", buttons(context, check)),
    ]),
    details(context, check),
  ]);
}

// A conclusion is a word of GitHub's, but the sandbox takes it from a request.
function slugState(state: string): string {
  return state in ICONS ? (ICONS[state] as string) : "neutral";
}

function buttons({ view }: PageContext, { id, actions, status }: CheckView): Element[] {
  const asked = actions.map(({ label, description, identifier }) =>
    actionForm(view, {
      action: "check-action",
      fields: { check: id, identifier },
      button: label,
      title: description,
      busy: `${label}…`,
    }),
  );
  if (status !== "completed") return asked;
  const rerun = { action: "rerun-check", fields: { check: id }, button: "Re-run", busy: "Asking…" };
  return [...asked, actionForm(view, rerun)];
}

function details(context: PageContext, { app, summary, annotations, detailsUrl }: CheckView): Element | null {
  if (summary === "" && annotations.length === 0) return null;
  return h("details.check-details", [
    h(
      "summary",
      annotations.length === 0 ? "Details" : `Details and ${count(annotations.length, "annotation")}`,
    ),
    renderMarkdown(summary),
    annotations.length === 0
      ? null
      : h(
          "ul.annotations",
          annotations.map((each) => annotation(context, each)),
        ),
    // An address comes from a request, and a browser would run one that begins with "javascript:".
    detailsUrl !== undefined && /^https?:/.test(detailsUrl)
      ? h("p", h("a", { href: detailsUrl }, `View more details on ${app}`))
      : null,
  ]);
}

function annotation(context: PageContext, each: CheckView["annotations"][number]): Element {
  const { path, startLine, endLine, level, title, message } = each;
  const range = endLine > startLine ? ` to ${endLine}` : "";
  return h("li.annotation", { dataLevel: level }, [
    h("div.annotation-title", [
      icon(
        level === "failure" ? "failure" : level === "warning" ? "warning" : "neutral",
        `level-${LEVELS[level] ?? "notice"}`,
      ),
      h("strong", title === "" ? level : title),
      " ",
      h("span.muted", [placeLink(context, path, startLine), range]),
    ]),
    h("p", message),
  ]);
}

const LEVELS: Record<string, string> = { failure: "failure", warning: "warning", notice: "notice" };

type Overall = "success" | "failure" | "in_progress" | "neutral";

function overallState(checks: readonly CheckView[]): Overall {
  const states = checks.map(stateOf);
  if (states.some((state) => ICONS[state] === "failure" || state === "action_required")) return "failure";
  if (states.some((state) => ICONS[state] === "pending") || checks.length === 0) return "in_progress";
  return "success";
}

function headline(checks: readonly CheckView[]): string {
  const state = overallState(checks);
  if (state === "failure") return "Some checks were not successful";
  if (state === "success") return "All checks have passed";
  return checks.length === 0 ? "Waiting for checks" : "Some checks haven’t completed yet";
}

function tally(checks: readonly CheckView[]): string {
  const numbers = new Map<string, number>();
  for (const check of checks) {
    const word = (WORDS[stateOf(check)] ?? stateOf(check)).toLowerCase();
    numbers.set(word, (numbers.get(word) ?? 0) + 1);
  }
  return [...numbers].map(([word, number]) => `${number} ${word}`).join(", ");
}
