import type { ReplicaRange } from "../rollout/rollout-analysis.js";
import type { KindRollout } from "../rollout/rollout-reading.js";
import { autoscalersOf } from "../workload/neighbours/autoscalers-of.js";
import { countedRange } from "../workload/neighbours/counted-range.js";
import type { Neighbours } from "../workload/neighbours.js";
import type { Workload } from "../workload/workload.js";

/**
 * Returns the range of its autoscalers, else `replicas`, else the default of its kind; null where it is not a number of
 * pods. Two autoscalers that own one workload stop each other wherever it stands (horizontal.go: AmbiguousSelector), so
 * every number of either counts. One whose range cannot be known, or that the minor version's API server refuses,
 * counts for nothing, and `autoscaler-problems.ts` says so.
 */
export function replicasOf(
  workload: Workload,
  neighbours: Neighbours,
  minor: number,
  { defaultReplicas }: Pick<KindRollout, "defaultReplicas">,
): ReplicaRange | null {
  const written = workload.spec.replicas;
  if (written != null && !(Number.isInteger(written) && (written as number) >= 0)) return null;
  // horizontal.go: reconcileAutoscaler leaves a workload at 0 replicas alone, while KEDA wakes it.
  const ranges = autoscalersOf(workload, neighbours).flatMap((autoscaler) =>
    written !== 0 || autoscaler.kind === "ScaledObject" ? (countedRange(autoscaler, minor) ?? []) : [],
  );
  if (ranges.length > 0) {
    const min = Math.min(...ranges.map((range) => range.min));
    return { min, max: Math.max(...ranges.map((range) => range.max)), source: "autoscaler" };
  }
  if (written != null) return { min: written as number, max: written as number, source: "manifest" };
  if (defaultReplicas === null) return null;
  return { min: defaultReplicas, max: defaultReplicas, source: "default" };
}
