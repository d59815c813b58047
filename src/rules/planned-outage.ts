import { ROLLOUT_WORDS, type StrategyWords } from "./rollout-words/rollout-words.js";
import type { Rule, RuleInput, Verdict } from "./rule.js";
import { pods, workloadName } from "./words.js";

/** The strategy itself takes every pod out of a workload that serves traffic. */
export const plannedOutage: Rule = {
  name: "planned-outage",
  judges: "cost",
  check(input) {
    const { rollout } = input.analysis;
    const { serving, atReplicas, unknownNodes } = rollout;
    if (!serving || atReplicas === 0 || (atReplicas === null && unknownNodes === null)) return [];
    const reason = reasonOf(input, atReplicas);
    if (reason === null) return [];
    const verdict: Verdict = {
      severity: "warning",
      container: null,
      // A change of what cannot be changed is a new reason beside a strategy that took every pod out all along.
      subject: input.change.recreated ?? "",
      path: reason.path,
      message: reason.message,
    };
    return [verdict];
  },
};

function reasonOf(input: RuleInput, replicas: number | null): StrategyWords | null {
  const { workload, change } = input;
  const { recreated } = change;
  const all = replicas === null ? "every pod" : replicas === 1 ? "the only pod" : `all ${pods(replicas)}`;
  if (recreated === null) return ROLLOUT_WORDS[workload.kind].outage(input, all);
  return {
    path: ["spec", recreated],
    message: `spec.${recreated} changed, and Kubernetes does not allow that: ${workloadName(workload)} must be deleted and created again, which takes ${all} out at once.${ROLLOUT_WORDS[workload.kind].recreation(recreated)}`,
  };
}
