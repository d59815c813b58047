import { isGated } from "../workload/workload.js";
import type { Rule, RuleInput, Verdict } from "./rule.js";
import { containerName, pods, podsOf } from "./words.js";

/** A serving container that Kubernetes does not wait for makes the budget hollow. */
export const readinessGate: Rule = {
  name: "readiness-gate",
  readsPatches: false,
  check(input) {
    const { rollout, gatedWorstCase } = input.analysis;
    if (rollout.gated || rollout.worstCase === null || gatedWorstCase === null || rollout.atReplicas === 0) return [];
    const helps = gatedWorstCase < rollout.worstCase;
    return input.serving.containers
      .filter((container) => !isGated(container))
      .map(
        (container): Verdict => ({
          severity: helps ? "error" : "warning",
          container,
          subject: "",
          path: container.path,
          message: `${containerName(container)} has no readiness or startup probe, so Kubernetes counts a new pod as available as soon as its process runs. ${consequence(input, helps)}`,
        }),
      );
  },
};

function consequence({ analysis, policy }: RuleInput, helps: boolean): string {
  const { worstCase, budget, atReplicas, strategy } = analysis.rollout;
  const lost = podsOf(worstCase as number, atReplicas as number);
  if (helps) {
    const promise = budget === 0 ? "although the strategy allows none" : `although the strategy allows ${pods(budget as number)}`;
    const assumed = policy.startupSeconds === null ? "" : ` with an app that takes ${policy.startupSeconds} s to start`;
    return `In a rollout ${lost} can be out of service at once${assumed}, ${promise}.`;
  }
  if (strategy === "Recreate") return "Recreate takes every pod out anyway; without the probe, traffic also reaches pods that cannot serve yet.";
  if (budget !== null && budget >= (atReplicas as number)) {
    return `The strategy allows ${lost} to be out anyway; without the probe, traffic also reaches pods that cannot serve yet.`;
  }
  return `Only minReadySeconds, longer than the app's known start of ${policy.startupSeconds ?? 0} s, holds the budget; traffic still reaches pods that cannot serve yet.`;
}
