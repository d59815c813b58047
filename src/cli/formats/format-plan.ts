import type { ChangeSet } from "../../changeset/change-set.js";
import type { Circumstances } from "../../review/circumstances.js";
import type { ReviewPlan } from "../../review/review-plan.js";
import { type Terminal, wantsColour } from "../terminal.js";
import { formatJson } from "./format-json.js";
import { formatMarkdown } from "./format-markdown.js";
import { formatSarif } from "./format-sarif.js";
import { formatText } from "./format-text.js";

/** The things that a format may need besides the plan. */
interface Printed {
  changeSet: ChangeSet;
  circumstances: Circumstances;
  terminal: Terminal;
}

/** Every way to print a plan, by the word that asks for it. Each ends with a line feed. */
export const FORMATS = {
  text: (plan: ReviewPlan, { changeSet, terminal }: Printed) =>
    formatText(plan, changeSet, {
      colour: wantsColour(terminal),
      width: (terminal.stdout.isTTY && terminal.stdout.columns) || null,
    }),
  json: (plan: ReviewPlan) => formatJson(plan),
  markdown: (plan: ReviewPlan) => formatMarkdown(plan),
  sarif: (plan: ReviewPlan, { circumstances }: Printed) => formatSarif(plan, circumstances),
};

export type Format = keyof typeof FORMATS;
