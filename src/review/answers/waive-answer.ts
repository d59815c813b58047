/** The change of the policy that a waiver would be: an answer to copy from, since nobody waives by a comment. */
import { POLICY_PATH } from "../../policy/policy.js";
import { RULE_NAMES } from "../../policy/rule-names.js";
import { visible } from "../../rules/words.js";
import { findWorkloads, kindAndName } from "../find-workloads.js";
import { code, fenced } from "../markdown.js";
import type { WorkloadReport } from "../review-plan.js";
import { type Answer, chooseOne } from "./explain-answer.js";

/** A waiver as somebody wrote it; null for a part that is not there. */
export interface WrittenWaiver {
  rule: string | null;
  workload: string | null;
  until: string | null;
  reason: string | null;
}

const FORM = "/surefoot waive <rule> <workload> until <date> because <reason>";
const MAX_REASON = 500;

/**
 * The waiver as YAML for the policy, and where to put it; or what is wrong with it and what is allowed. `asOf` is today,
 * `YYYY-MM-DD`; `editUrl` the page where the policy of the default branch is edited.
 */
export function writeWaiveAnswer(
  { rule, workload, until, reason }: WrittenWaiver,
  workloads: readonly WorkloadReport[],
  { asOf, editUrl }: { asOf: string; editUrl: string },
): Answer {
  const faults = [ruleFault(rule), dateFault(until, asOf), reasonFault(reason)].filter(
    (fault) => fault !== null,
  );
  if (workload === null) faults.unshift("the workload is missing: its name, or `Kind/name`");
  if (faults.length > 0) return { text: refusal(faults), ok: false };
  const found = findWorkloads(workloads, workload as string);
  const [only, another] = found;
  if (only === undefined || another !== undefined) return chooseOne(workloads, found, workload as string);
  const name = kindAndName(only);
  if (name === null) return { text: refusal(["a workload without a name cannot be waived"]), ok: false };
  const yaml = waiverYaml(name, only.path, rule as string, reason as string, until as string);
  const text = [
    `A comment waives nothing: that takes a commit to the default branch. [Edit ${code(POLICY_PATH)}](${editUrl}) and add this waiver to its list \`waivers\`:`,
    fenced("yaml", yaml),
    `It holds up to and including ${until}.`,
  ];
  return { text: text.join("\n\n"), ok: true };
}

function refusal(faults: readonly string[]): string {
  return `This waiver cannot be written:\n\n${faults.map((fault) => `- ${fault}`).join("\n")}\n\nThe form is ${code(FORM)}.`;
}

function ruleFault(rule: string | null): string | null {
  if (RULE_NAMES.some((name) => name === rule)) return null;
  const what = rule === null ? "the rule is missing" : `${code(rule)} is no rule`;
  return `${what}; allowed: ${RULE_NAMES.map(code).join(", ")}`;
}

function dateFault(until: string | null, asOf: string): string | null {
  const allowed = `allowed: a day such as ${code(nextYear(asOf))}, ${asOf} or later`;
  if (until === null) return `the last day is missing; ${allowed}`;
  if (!isDay(until)) return `${code(until)} is no day of the calendar; ${allowed}`;
  return until < asOf ? `${code(until)} is over; ${allowed}` : null;
}

function reasonFault(reason: string | null): string | null {
  if (reason === null) return "the reason is missing: a few words behind `because`";
  return reason.length > MAX_REASON
    ? `the reason has ${reason.length} characters; allowed: ${MAX_REASON}`
    : null;
}

/** Days of the months, in a year that has a 29th of February. */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && !isLeap ? 28 : (DAYS[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

function nextYear(asOf: string): string {
  return `${Number(asOf.slice(0, 4)) + 1}-01-31`;
}

/** Texts are quoted: JSON's escapes are YAML's too, and nothing in them can end the line. */
function waiverYaml(name: string, path: string, rule: string, reason: string, until: string): string {
  const glob = path.replace(/[\\*?[\]{}()!+@|]/g, "\\$&");
  return [
    "waivers:",
    `  - workload: ${JSON.stringify(visible(name))}`,
    `    path: ${JSON.stringify(glob)}`,
    `    rule: ${rule}`,
    `    reason: ${JSON.stringify(visible(reason).trim())}`,
    `    until: ${JSON.stringify(until)}`,
  ].join("\n");
}
