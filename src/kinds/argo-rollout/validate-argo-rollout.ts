import { get } from "../../manifest/json-value.js";
import { countFaults, readCount } from "../../rollout/read-count.js";
import type { VersionedSpec } from "../../rollout/rollout-reading.js";
import { type StrategyFault, strategyFault } from "../../rollout/strategy-fault.js";
import { ARGO_DEFAULTS } from "./argo-defaults.js";
import { readArgoStrategy } from "./read-argo-strategy.js";

/**
 * Returns what Argo Rollouts refuses in the rollout's settings: it sets the condition InvalidSpec and does nothing
 * (ValidateRolloutSpec in pkg/apis/rollouts/validation/validation.go).
 */
export function validateArgoRollout({ spec }: Pick<VersionedSpec, "spec">): StrategyFault[] {
  return [
    ...countFaults("replicas", spec.replicas),
    ...readArgoStrategy(spec.strategy).faults,
    ...countFaults("minReadySeconds", spec.minReadySeconds),
    ...deadlineFaults(spec),
    ...historyFaults(spec),
  ];
}

/** blueGreen keeps ReplicaSets of the history and no others; the history has 10 where nothing is written. */
function historyFaults(spec: VersionedSpec["spec"]): StrategyFault[] {
  const kept = readCount(get(spec, "strategy", "blueGreen", "scaleDownDelayRevisionLimit"), 0);
  const history = readCount(spec.revisionHistoryLimit, 10);
  if (kept === null || history === null || kept <= history) return [];
  const found = `is ${kept}, but revisionHistoryLimit is ${history} and may not be below it`;
  return [strategyFault("strategy.blueGreen.scaleDownDelayRevisionLimit", found, true)];
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
