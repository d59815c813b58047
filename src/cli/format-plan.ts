import type { ChangeSet } from "../changeset/change-set.js";
import type { ReviewPlan } from "../review/review-plan.js";
import { formatJson } from "./format-json.js";
import { formatMarkdown } from "./format-markdown.js";
import { formatSarif } from "./format-sarif.js";
import { formatText } from "./format-text.js";
import { type Terminal, wantsColour } from "./terminal.js";

/** Every way to print a plan, by the word that asks for it. Each ends with a line feed. */
export const FORMATS = {
  text: (plan: ReviewPlan, changeSet: ChangeSet, terminal: Terminal) =>
    formatText(plan, changeSet, {
      colour: wantsColour(terminal),
      width: (terminal.stdout.isTTY && terminal.stdout.columns) || null,
    }),
  json: (plan: ReviewPlan, _changeSet: ChangeSet, _terminal: Terminal) => formatJson(plan),
  markdown: (plan: ReviewPlan, _changeSet: ChangeSet, _terminal: Terminal) => formatMarkdown(plan),
  sarif: (plan: ReviewPlan, _changeSet: ChangeSet, _terminal: Terminal) => formatSarif(plan),
};

export type Format = keyof typeof FORMATS;
