import { get } from "../../manifest/json-value.js";
import { describeValue } from "../../rollout/describe-value.js";
import { countFaults } from "../../rollout/read-count.js";
import type { WrittenRollout } from "../../rollout/rollout-reading.js";
import { strategyFault as fault, type StrategyFault } from "../../rollout/strategy-fault.js";
import { readStatefulSetStrategy } from "./read-stateful-set-strategy.js";
import { statefulSetFeatures } from "./stateful-set-features.js";

type PodManagementPolicy = "OrderedReady" | "Parallel";

/**
 * Returns what the API server refuses in the rollout's settings: ValidateStatefulSetSpec in
 * pkg/apis/apps/validation/validation.go, and what cannot be decoded before it.
 */
export function validateStatefulSet({
  apiVersion,
  spec,
  version,
}: Pick<WrittenRollout, "apiVersion" | "spec" | "version">): StrategyFault[] {
  return [
    ...countFaults("replicas", spec.replicas),
    ...policyFaults(spec.podManagementPolicy),
    ...readStatefulSetStrategy(apiVersion, spec.updateStrategy, statefulSetFeatures(version)).faults,
    ...countFaults("minReadySeconds", spec.minReadySeconds),
    ...countFaults("ordinals.start", get(spec, "ordinals", "start")),
  ];
}

/** Returns how pods are created and waited for; null where it is none of Kubernetes'. An empty text is defaulted. */
export function podManagementPolicyOf(written: unknown): PodManagementPolicy | null {
  if (written == null || written === "" || written === "OrderedReady") return "OrderedReady";
  return written === "Parallel" ? "Parallel" : null;
}

function policyFaults(written: unknown): StrategyFault[] {
  if (podManagementPolicyOf(written) !== null) return [];
  const found = `is ${describeValue(written)}, but a StatefulSet knows only OrderedReady and Parallel`;
  return [fault("podManagementPolicy", found)];
}
