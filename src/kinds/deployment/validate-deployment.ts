import { countFaults, readCount } from "../../rollout/read-count.js";
import type { VersionedSpec } from "../../rollout/rollout-reading.js";
import { type StrategyFault, strategyFault } from "../../rollout/strategy-fault.js";
import { deploymentDefaults } from "./deployment-defaults.js";
import { readDeploymentStrategy } from "./read-deployment-strategy.js";

/**
 * Returns what the API server refuses in the rollout's settings: ValidateDeploymentSpec in
 * pkg/apis/apps/validation/validation.go, and what cannot be decoded before it.
 */
export function validateDeployment({ apiVersion, spec }: VersionedSpec): StrategyFault[] {
  return [
    ...countFaults("replicas", spec.replicas),
    ...readDeploymentStrategy(apiVersion, spec.strategy).faults,
    ...countFaults("minReadySeconds", spec.minReadySeconds),
    ...deadlineFaults({ apiVersion, spec }),
  ];
}

function deadlineFaults({ apiVersion, spec }: VersionedSpec): StrategyFault[] {
  const field = "progressDeadlineSeconds";
  const faults = countFaults(field, spec.progressDeadlineSeconds);
  if (faults.length > 0) return faults;
  const defaults = deploymentDefaults(apiVersion);
  const deadline =
    (spec.progressDeadlineSeconds as number | null | undefined) ?? defaults.progressDeadlineSeconds;
  const minReadySeconds = readCount(spec.minReadySeconds, defaults.minReadySeconds);
  if (deadline === null || minReadySeconds === null || deadline > minReadySeconds) return [];
  const origin = typeof spec.progressDeadlineSeconds === "number" ? "" : " by default";
  const found = `is ${deadline}${origin}, but it must be above minReadySeconds, which is ${minReadySeconds}`;
  const assumesAbsent = spec.progressDeadlineSeconds == null || spec.minReadySeconds == null;
  return [strategyFault(field, `${found}: a rollout could never finish in time`, assumesAbsent)];
}
