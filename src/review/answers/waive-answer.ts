/** The change of the policy that a waiver would be: an answer to copy from, since a comment waives nothing. */

import { POLICY_PATH } from "../../policy/policy.js";
import { RULE_NAMES } from "../../policy/rule-names.js";
import { daySchema } from "../../policy/waiver-schema.js";
import { visible } from "../../words/quote.js";
import { findWorkloads, kindAndName } from "../find-workloads.js";
import type { WorkloadReport } from "../review-plan.js";
import { code, fenced } from "../write/markdown.js";
import { type Answer, chooseOne } from "./explain-answer.js";
import { type PolicyPlace, policyPage } from "./policy-page.js";

/** A waiver as a comment writes it; null for a part that is not there. */
export interface WrittenWaiver {
  rule: string | null;
  workload: string | null;
  until: string | null;
  reason: string | null;
}

const FORM = "/surefoot waive <rule> <workload> until <date> because <reason>";
const MAX_REASON = 500;

/**
 * Returns the waiver as YAML for the policy, and where to put it; or what is wrong with it and what is allowed. `asOf`
 * is today, `YYYY-MM-DD`.
 */
export function writeWaiveAnswer(
  { rule, workload, until, reason }: WrittenWaiver,
  workloads: readonly WorkloadReport[],
  { asOf, policy }: { asOf: string; policy: PolicyPlace },
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
    `A comment waives nothing: that takes a commit to the default branch. ${whereTo(policy, yaml)}:`,
    fenced("yaml", yaml),
    `It holds up to and including ${until}.`,
  ];
  return { text: text.join("\n\n"), ok: true };
}

function whereTo(policy: PolicyPlace, yaml: string): string {
  const page = (verb: string) => `[${verb} ${code(POLICY_PATH)}](${policyPage(policy, yaml)})`;
  return policy.exists
    ? `${page("Edit")} and add this waiver to its list \`waivers\``
    : `${page("Create")} with this waiver, which the link has written there already`;
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
  if (!daySchema.safeParse(until).success) return `${code(until)} is no day of the calendar; ${allowed}`;
  return until < asOf ? `${code(until)} is over; ${allowed}` : null;
}

function reasonFault(reason: string | null): string | null {
  if (reason === null) return "the reason is missing: a few words behind `because`";
  return reason.length > MAX_REASON
    ? `the reason has ${reason.length} characters; allowed: ${MAX_REASON}`
    : null;
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
