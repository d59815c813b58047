import { get } from "../manifest/json-value.js";
import type { Rule, RuleInput, Verdict } from "./rule.js";
import { pods, workloadName } from "./words.js";

/** The strategy itself takes every pod out of a workload that serves traffic. */
export const plannedOutage: Rule = {
  name: "planned-outage",
  judges: "cost",
  check(input) {
    const { rollout } = input.analysis;
    if (!rollout.serving || rollout.atReplicas === null || rollout.atReplicas === 0) return [];
    const reason = reasonOf(input, rollout.atReplicas);
    if (reason === null) return [];
    const verdict: Verdict = {
      severity: "warning",
      container: null,
      // A changed selector is a new reason beside a strategy that took every pod out all along.
      subject: input.recreated ? "selector" : "",
      path: reason.path,
      message: reason.message,
    };
    return [verdict];
  },
};

function reasonOf(
  { workload, analysis, recreated }: RuleInput,
  replicas: number,
): { path: string[]; message: string } | null {
  const { strategy, budget } = analysis.rollout;
  const name = workloadName(workload);
  const all = replicas === 1 ? "the only pod" : `all ${pods(replicas)}`;
  if (recreated) {
    return {
      path: ["spec", "selector"],
      message: `spec.selector changed, and Kubernetes does not allow that: ${name} must be deleted and created again, which takes ${all} out at once.`,
    };
  }
  if (strategy === "Recreate") {
    return {
      path: ["spec", "strategy"],
      message: `Recreate stops ${all} of ${name} before the first new one starts: every rollout is an outage. RollingUpdate avoids it, where two versions can run side by side.`,
    };
  }
  if (budget !== null && budget >= replicas) {
    const written = get(workload.spec.strategy, "rollingUpdate", "maxUnavailable") != null;
    const limit = written
      ? "maxUnavailable"
      : `maxUnavailable, ${budget} by default in ${workload.apiVersion},`;
    return {
      path: ["spec", "strategy", "rollingUpdate", "maxUnavailable"],
      message: `${limit} lets a rollout take ${all} of ${name} out at once. With maxUnavailable: 0 and maxSurge: 1 the new pod comes first.`,
    };
  }
  return null;
}
