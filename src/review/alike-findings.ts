/** One slip over many files: what would be told in the same words again and again. */

import { RULES } from "../rules/rules.js";
import type { Finding } from "./findings/finding.js";

/** Comments in the same words: a reader of these knows the slip, and what else there is needs room too. */
export const MAX_ALIKE = 5;

const OF_VALIDITY: ReadonlySet<string> = new Set(
  RULES.filter(({ judges }) => judges === "validity").map(({ name }) => name),
);

/** Returns the same for findings of one place that differ from another place's in names alone, and in places of one list. */
export function causeOf(group: readonly Finding[]): string {
  const apart = (message: string) => message.replace(/“[^”]*”/g, "“”").replace(/\[\d+\]/g, "[]");
  return JSON.stringify(group.map(({ rule, message }) => [rule, apart(message)]));
}

/** Whether a slip in writing is all that is told of a place. What a rollout costs is another matter for each workload. */
export function isSlip(group: readonly Finding[]): boolean {
  return group.every(({ rule }) => OF_VALIDITY.has(rule));
}

/**
 * Returns findings with those behind them that say the very same of other places, in the order of the first of each: a slip
 * wherever it stands, and what a rollout costs where the same object stands in several files. `beside` is what is said beside
 * a finding's message, so that its value for one place is not taken for another's; `subjectOf` what it is about.
 */
export function withAlike(
  findings: readonly Finding[],
  beside: (finding: Finding) => string,
  subjectOf: (finding: Finding) => string,
): { finding: Finding; others: Finding[] }[] {
  const found = new Map<string, { finding: Finding; others: Finding[] }>();
  for (const finding of findings) {
    const { rule, severity, state, compared, message, waived } = finding;
    const subject = isSlip([finding]) ? null : subjectOf(finding);
    const key = JSON.stringify([rule, severity, state, compared, message, waived, beside(finding), subject]);
    const known = found.get(key);
    if (known === undefined) found.set(key, { finding, others: [] });
    else known.others.push(finding);
  }
  return [...found.values()];
}
