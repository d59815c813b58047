/** Pods of one template at one moment. Those being deleted count in `terminating` alone. */
export interface PodCounts {
  pods: number;
  ready: number;
  available: number;
  /** traffic reaches them, and the app in them serves */
  serving: number;
  terminating: number;
}

/** The pods from a moment until the next point. */
export interface TimelinePoint {
  seconds: number;
  /** pods of the template before the change */
  old: PodCounts;
  new: PodCounts;
}

/** A stretch of time; `untilSeconds` is null where it does not end. */
export interface Span {
  fromSeconds: number;
  untilSeconds: number | null;
}

/**
 * One course of a rollout. Its lowest point is what happens if everything takes the times given, and no bound: that is
 * the worst case over every schedule, `worstCaseOfRollingUpdate`. No course falls below the worst case, as long as the
 * formula was told the longest start-up of any pod, no probe is answered before the app serves, there is no endpoint
 * lag, and nothing is resized.
 */
export interface RolloutTimeline {
  /** in order of time, the first at 0; each differs from the one before */
  points: TimelinePoint[];
  /** when Kubernetes calls it complete, whether or not the pods serve; null where it stalls */
  completeSeconds: number | null;
  /** from when on as many pods serve as are asked for, for good; null where that never comes */
  recoveredSeconds: number | null;
  lowest: LowestServing;
}

/** The fewest pods that serve at any moment, and all the stretches of time in which there are no more. */
export interface LowestServing {
  serving: number;
  spans: Span[];
  /** together; null where the last does not end */
  seconds: number | null;
}

export function servingAt({ old, new: fresh }: TimelinePoint): number {
  return old.serving + fresh.serving;
}

/** The lowest point of a course; `points` holds at least one. */
export function lowestServing(points: readonly TimelinePoint[]): LowestServing {
  const serving = Math.min(...points.map(servingAt));
  const spans: Span[] = [];
  for (const [index, point] of points.entries()) {
    if (servingAt(point) !== serving) continue;
    const untilSeconds = points[index + 1]?.seconds ?? null;
    const last = spans.at(-1);
    if (last?.untilSeconds === point.seconds) last.untilSeconds = untilSeconds;
    else spans.push({ fromSeconds: point.seconds, untilSeconds });
  }
  return { serving, spans, seconds: lengthOf(spans) };
}

function lengthOf(spans: readonly Span[]): number | null {
  let length = 0;
  for (const { fromSeconds, untilSeconds } of spans) {
    if (untilSeconds === null) return null;
    // In milliseconds: a sum of decimal fractions would not be exact.
    length += Math.round((untilSeconds - fromSeconds) * 1000);
  }
  return length / 1000;
}

/** From when on `replicas` pods or more serve until the end; null where they do not in the end. */
export function recoveredAt(points: readonly TimelinePoint[], replicas: number): number | null {
  const last = points.findLastIndex((point) => servingAt(point) < replicas);
  return points[last + 1]?.seconds ?? null;
}
