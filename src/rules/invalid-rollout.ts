import { validateDeploymentStrategy } from "../rollout/validate-deployment-strategy.js";
import type { Rule } from "./rule.js";

/** What the API server refuses in the rollout's settings, so that merging it rolls nothing out. */
export const invalidRollout: Rule = {
  name: "invalid-rollout",
  judges: "validity",
  check({ workload }) {
    const { spec } = workload;
    const faults = validateDeploymentStrategy({
      apiVersion: workload.apiVersion,
      replicas: spec.replicas,
      strategy: spec.strategy,
      minReadySeconds: spec.minReadySeconds,
      progressDeadlineSeconds: spec.progressDeadlineSeconds,
    });
    return faults
      .filter(({ field }) => !(workload.partial && isAboutAbsent(field, spec)))
      .map(({ field, message }) => ({
        severity: "error",
        container: null,
        subject: field,
        path: ["spec", ...field.split(".")],
        message: `The API server refuses this rollout: ${message}.`,
      }));
  },
};

/** A patch that states one of two fields says nothing of their relation. */
function isAboutAbsent(field: string, spec: Record<string, unknown>): boolean {
  return (
    field === "progressDeadlineSeconds" &&
    (spec.progressDeadlineSeconds == null || spec.minReadySeconds == null)
  );
}
