import type { VersionedSpec } from "../kind-rollout.js";
import { countFaults, readCount } from "../read-count.js";
import { type StrategyFault, strategyFault } from "../strategy-fault.js";
import { ARGO_DEFAULTS } from "./argo-defaults.js";
import { readArgoStrategy } from "./read-argo-strategy.js";

/**
 * What Argo Rollouts refuses in the rollout's settings: it sets the condition InvalidSpec and does nothing
 * (ValidateRolloutSpec in pkg/apis/rollouts/validation/validation.go).
 */
export function validateArgoRollout({ spec }: Pick<VersionedSpec, "spec">): StrategyFault[] {
  return [
    ...countFaults("replicas", spec.replicas),
    ...readArgoStrategy(spec.strategy).faults,
    ...countFaults("minReadySeconds", spec.minReadySeconds),
    ...deadlineFaults(spec),
  ];
}

function deadlineFaults(spec: VersionedSpec["spec"]): StrategyFault[] {
  const field = "progressDeadlineSeconds";
  const faults = countFaults(field, spec.progressDeadlineSeconds);
  const deadline = readCount(spec.progressDeadlineSeconds, ARGO_DEFAULTS.progressDeadlineSeconds);
  const minReadySeconds = readCount(spec.minReadySeconds, ARGO_DEFAULTS.minReadySeconds);
  if (deadline === null || minReadySeconds === null || deadline > minReadySeconds) return faults;
  const isDefault = spec.progressDeadlineSeconds == null;
  const found = `is ${deadline}${isDefault ? " by default" : ""}, but it must be above minReadySeconds, which is ${minReadySeconds}`;
  return [strategyFault(field, found, isDefault || spec.minReadySeconds == null)];
}
