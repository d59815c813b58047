/** The base that a workload's findings at the head are compared with. */

import { type Judgement, judgeWorkload, named } from "../../judge/judge-workload.js";
import type { Policy } from "../../policy/policy.js";
import { refusedAtEveryStage } from "../../rules/refused-object.js";
import { RULES } from "../../rules/rules.js";
import { NO_CHANGE } from "../../workload/change/change-facts.js";
import type { WorkloadPair } from "../../workload/change/pair-workloads.js";
import { podTemplateOf, withPodTemplate } from "../../workload/pod-template.js";
import type { Neighbours, Workload } from "../../workload/workload.js";

/**
 * The base as it is judged; null where there was none, and "unread" where it is not known: a text that could not be
 * read, a template, a workload without a readable pod template.
 */
export type ComparedBase = Judgement | "unread" | null;

export function comparableBase(
  { before, after }: WorkloadPair,
  judged: Judgement | null,
  isHidden: boolean,
  neighbours: Neighbours,
  policy: Policy,
): ComparedBase {
  if (before === null) return isHidden ? "unread" : null;
  if (judged === null || isUnread(before)) return "unread";
  if (!lacksNumbers(judged) || after === null) return judged;
  const refused = refusedAtEveryStage(before, neighbours, policy).map((verdict) =>
    named("refused-object", verdict, policy.rules["refused-object"]),
  );
  const mended = judgeWorkload(asAccepted(before, after), neighbours, policy, NO_CHANGE, true);
  const costs = mended.verdicts.filter(({ rule }) => COSTS.has(rule));
  const valid = judged.verdicts.filter(({ rule }) => !COSTS.has(rule));
  return { ...mended, verdicts: [...refused, ...valid, ...costs] };
}

const COSTS: ReadonlySet<string> = new Set(
  RULES.filter(({ judges }) => judges === "cost").map(({ name }) => name),
);

/** Whether its pods cannot be read at all. */
function isUnread({ containers, faults }: Workload): boolean {
  return containers.length === 0 && faults.length > 0;
}

/** Refused by every API server that the cluster can have, or with a number that is none. */
function lacksNumbers({ workload, analysis }: Judgement): boolean {
  const { worstCase, unknownNodes } = analysis.rollout;
  return !workload.partial && worstCase === null && unknownNodes === null;
}

/**
 * A workload that the API server refused never got into the cluster, so its findings on what a rollout costs were never
 * made: they are made with the pods of the base and the rest of the head, which is what mends it.
 */
function asAccepted(before: Workload, after: Workload): Workload {
  return { ...before, spec: withPodTemplate(after, podTemplateOf(before) ?? null) };
}
