/** Numbers of pods as words of a sentence. */

import { nameVersions } from "../policy/kubernetes-version.js";
import { andList } from "../words/list.js";
import type { RolloutNumbers } from "./analyze-rollout.js";
import type { WorkloadAnalysis } from "./workload-analysis.js";

/** "1 pod", "3 pods" */
export function pods(count: number): string {
  return `${count} ${count === 1 ? "pod" : "pods"}`;
}

/** Returns how many pods a rollout can take at once, in words: "3 of 4 pods", "every pod", "10% of the pods". */
export function lossOf(numbers: RolloutNumbers): string {
  const { worstCase, worstShare, atReplicas, unknownNodes } = numbers;
  if (worstCase === 1 && atReplicas === 1) return onlyPod(numbers);
  if (worstCase !== null && atReplicas !== null) return podsOf(worstCase, atReplicas);
  if (worstShare === 1) return "every pod";
  if (unknownNodes === null) return "an unknown number of pods";
  const { limit, mostPods, hollow } = unknownNodes;
  if (mostPods !== null) return mostPods === 0 ? "no pod" : `up to ${pods(mostPods)}`;
  return `${hollow ? "more than " : ""}${limit} of the pods`;
}

/**
 * " on Kubernetes 1.35.0 to 1.35.3 and 1.37" where the settled numbers hold on some of the versions only that the cluster
 * may have; nothing where they hold on all.
 */
export function onVersions({ settled, byVersion }: Pick<WorkloadAnalysis, "settled" | "byVersion">): string {
  const alike = byVersion.filter(
    ({ settled: { worstCase, budget, atReplicas } }) =>
      worstCase === settled.worstCase && budget === settled.budget && atReplicas === settled.atReplicas,
  );
  if (alike.length === byVersion.length) return "";
  return ` on Kubernetes ${andList(nameVersions(alike.flatMap(({ versions }) => versions)))}`;
}

/** Returns the pod of a workload that has one, or that has one at the least. */
export function onlyPod({ replicas }: Pick<RolloutNumbers, "replicas">): string {
  return replicas === null || replicas.max === 1
    ? "the only pod"
    : `the one pod there is at 1 replica (of ${replicas.min} to ${replicas.max})`;
}

/** Returns how many pods a strategy allows to be out at once, in words: "2", "none", "10%". */
export function allowanceOf({ budget, unknownNodes }: RolloutNumbers): string {
  if (budget === 0) return "none";
  return budget === null ? (unknownNodes?.limit ?? "none") : `${budget}`;
}

/** "3 of 3 pods", "the only pod", "none of 3 pods" */
export function podsOf(count: number, replicas: number): string {
  if (replicas === 1 && count === 1) return "the only pod";
  return `${count === 0 ? "none" : count} of ${pods(replicas)}`;
}

/**
 * Names all pods at a number of replicas: "all 3 pods", "the only pod", "every pod" where all are meant of however many an
 * autoscaler makes; null stands for nodes whose number is not known.
 */
export function allPods(
  { replicas: range }: Pick<RolloutNumbers, "replicas">,
  replicas: number | null,
  isAtAnyNumber: boolean,
): string {
  if (replicas === null) return "every pod";
  if (range !== null && range.min < range.max && isAtAnyNumber) return "every pod";
  return replicas === 1 ? onlyPod({ replicas: range }) : `all ${pods(replicas)}`;
}

/** Whether the strategy itself, with a probe on every serving container, takes all pods of however many an autoscaler makes. */
export function takesAllAtAnyNumber({
  rollout: { replicas },
  gatedAtMost,
}: Pick<WorkloadAnalysis, "rollout" | "gatedAtMost">): boolean {
  return replicas === null || replicas.min === replicas.max || gatedAtMost === replicas.max;
}
