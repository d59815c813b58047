/**
 * The worst case of several workloads that roll out at the same time. Their controllers know nothing of one another, so what
 * one of them loses at its worst moment another may lose at the same one: the worst cases add up.
 */
import type { KubernetesVersion } from "../policy/kubernetes-version.js";
import type { RolloutAnalysis } from "./rollout-analysis.js";
import { isLargerShare } from "./worst-of-range.js";

/** One workload, as far as its part of the sum goes: its numbers by group of versions, as in `WorkloadAnalysis`. */
export interface TogetherPart {
  byVersion: readonly {
    versions: readonly KubernetesVersion[];
    rollout: Pick<RolloutAnalysis, "replicas" | "worstCase">;
    /** the worst case at a number of replicas; null where it is not known */
    lossAt(replicas: number): number | null;
  }[];
}

/** Pods out of service at the worst moment, of how many. */
export interface TogetherLoss {
  worstCase: number;
  replicas: number;
}

/** The worst of several workloads at once, on the version of Kubernetes that loses most. */
export interface WorstTogether {
  /** where worstCase / replicas is largest; of several such sums one of them */
  maxShare: TogetherLoss;
  /** the most pods, whatever the replicas */
  maxPods: number;
}

/** An autoscaler with a wider range than that has no sum: each of its numbers of replicas would be asked. */
export const MAX_WIDTH = 500;

/** A workload may stand behind several Services. */
const asked = new WeakMap<object, TogetherLoss[] | null>();

/**
 * Returns the worst case of workloads that all roll at once, over every number of replicas that their autoscalers may choose,
 * each for itself; null where that of one is not known on any version.
 *
 * Pods: each worst case only grows with its replicas (worst-of-range.ts), so the sum is largest where all are at their most.
 *
 * Share: the largest sum(W_i) / sum(N_i) over all N_i. For a share s that was reached, the sums of W_i - s × N_i are largest
 * where each part is, which each can be for itself; if that is 0, none is larger than s, else the choice has a larger one
 * (W. Dinkelbach, On Nonlinear Fractional Programming, Management Science 13, 1967). There are finitely many choices.
 */
export function worstTogether(parts: readonly TogetherPart[]): WorstTogether | null {
  const found = new Map<string, WorstTogether | null>();
  for (const version of parts[0]?.byVersion.flatMap(({ versions }) => versions) ?? []) {
    const groups = parts.map(({ byVersion }) =>
      byVersion.findIndex(({ versions }) => versions.some((one) => isSame(one, version))),
    );
    const key = groups.join();
    if (found.has(key)) continue;
    const points = parts.map(({ byVersion }, index) => pointsOf(byVersion[groups[index] ?? -1]));
    found.set(key, points.some((one) => one === null) ? null : ofPoints(points as TogetherLoss[][]));
  }
  const known = [...found.values()].filter((one) => one !== null);
  if (known.length === 0) return null;
  return {
    maxPods: Math.max(...known.map(({ maxPods }) => maxPods)),
    maxShare: known
      .map(({ maxShare }) => maxShare)
      .reduce((worst, one) => (isLargerShare(one, worst) ? one : worst)),
  };
}

function isSame(one: KubernetesVersion, other: KubernetesVersion): boolean {
  return one.minor === other.minor && one.firstPatch === other.firstPatch;
}

/** Returns the worst case at every number of replicas, the fewest first; null where it is not known. */
function pointsOf(group: TogetherPart["byVersion"][number] | undefined): TogetherLoss[] | null {
  if (group === undefined) return null;
  const known = asked.get(group);
  if (known !== undefined) return known;
  const points = newPointsOf(group);
  asked.set(group, points);
  return points;
}

export function isTooWide({ rollout: { replicas } }: TogetherPart["byVersion"][number]): boolean {
  return replicas !== null && replicas.max - replicas.min > MAX_WIDTH;
}

function newPointsOf(group: TogetherPart["byVersion"][number]): TogetherLoss[] | null {
  const { replicas, worstCase } = group.rollout;
  if (replicas === null || worstCase === null) return null;
  const { min, max } = replicas;
  if (isTooWide(group)) return null;
  const points = Array.from({ length: max - min + 1 }, (_, step) => ({
    worstCase: group.lossAt(min + step),
    replicas: min + step,
  }));
  return points.every((point): point is TogetherLoss => point.worstCase !== null) ? points : null;
}

function ofPoints(parts: readonly (readonly TogetherLoss[])[]): WorstTogether {
  const maxPods = sum(parts.map((points) => Math.max(...points.map(({ worstCase }) => worstCase))));
  // No pods have no share that another could be larger than.
  let share = total(
    parts.map((points) => (points.find(({ replicas }) => replicas > 0) ?? points[0]) as TogetherLoss),
  );
  for (;;) {
    const next = total(parts.map((points) => best(points, share)));
    if (!isLargerShare(next, share)) return { maxPods, maxShare: share };
    share = next;
  }
}

/** Returns the point that adds most to a sum of W - s × N, the fewest replicas of equals. */
function best(points: readonly TogetherLoss[], share: TogetherLoss): TogetherLoss {
  // By whole numbers: W × the share's replicas - its worst case × N.
  const worth = ({ worstCase, replicas }: TogetherLoss) =>
    BigInt(worstCase) * BigInt(share.replicas) - BigInt(share.worstCase) * BigInt(replicas);
  return points.reduce((most, point) => (worth(point) > worth(most) ? point : most));
}

function total(points: readonly TogetherLoss[]): TogetherLoss {
  return {
    worstCase: sum(points.map(({ worstCase }) => worstCase)),
    replicas: sum(points.map(({ replicas }) => replicas)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
