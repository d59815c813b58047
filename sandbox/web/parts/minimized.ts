import { type Element, h } from "../html.js";
import { person } from "./person.js";

/** Draws the line that a reader presses to see a hidden comment. */
export function minimizedSummary(author: string, reason: string | null): Element {
  const why = reason === null ? "hidden" : `marked as ${reason.toLowerCase()}`;
  return h("summary.comment-title", [
    person(author),
    h("span.muted", `This comment was ${why}.`),
    h("span.fold-hint", "Show comment"),
  ]);
}
