import { type Container, isGated } from "../workload/workload.js";
import type { Rule, RuleInput, Verdict } from "./rule.js";
import { containerName, podsOf, workloadName } from "./words.js";

/** A serving container that Kubernetes does not wait for makes the budget hollow. */
export const readinessGate: Rule = {
  name: "readiness-gate",
  judges: "cost",
  check(input) {
    const { rollout, gatedWorstCase } = input.analysis;
    if (rollout.gated || rollout.worstCase === null || gatedWorstCase === null) return [];
    const helps = gatedWorstCase < rollout.worstCase;
    return input.serving.containers
      .filter((container) => !isGated(container))
      .map(
        (container): Verdict => ({
          severity: helps ? "error" : "warning",
          container,
          subject: "",
          path: container.path,
          message: messageFor(container, input, helps),
        }),
      );
  },
};

/** The consequence first, then its cause. */
function messageFor(container: Container, { workload, analysis, policy }: RuleInput, helps: boolean): string {
  const { worstCase, budget, atReplicas, strategy } = analysis.rollout;
  const cause = `${containerName(container)} has no readiness or startup probe, so Kubernetes counts a new pod as available as soon as its process runs`;
  const lost = podsOf(worstCase as number, atReplicas as number);
  if (helps) {
    const allowed = budget === 0 ? "allows none" : `allows ${budget}`;
    const assumed =
      policy.startupSeconds === null ? "" : ` by an app that takes ${policy.startupSeconds} s to start`;
    return `A rollout of ${workloadName(workload)} can take ${lost} out of service at once${assumed}, while its strategy ${allowed}: container ${cause}.`;
  }
  if (strategy === "Recreate")
    return `Traffic reaches pods that cannot serve yet: container ${cause}. (Recreate takes every pod out anyway, so a probe would not lower the worst case.)`;
  if (budget !== null && budget >= (atReplicas as number)) {
    return `Traffic reaches pods that cannot serve yet: container ${cause}. (The strategy allows ${lost} to be out anyway, so a probe would not lower the worst case.)`;
  }
  return `Traffic reaches pods that cannot serve yet: container ${cause}. (Only minReadySeconds, longer than the app's known start of ${policy.startupSeconds ?? 0} s, holds the budget.)`;
}
