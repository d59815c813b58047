import type { ProbeCourse } from "../scenario.js";
import { milliseconds } from "../time.js";

/**
 * When a probe's result becomes Success: doProbe in pkg/kubelet/prober/worker.go. Milliseconds from the container's
 * start; null where that never happens. `from`: the earliest moment at which it may run; `answers`: when the app
 * answers it; `attempts`: consecutive failures after which it gives up.
 *
 * Only the regular runs count, every periodSeconds. The kubelet may add runs whenever it rebuilds the pod's status,
 * so a pod can be ready a little earlier than this, and never later.
 */
export function probeSuccess(
  probe: ProbeCourse,
  from: number,
  answers: number | null,
  attempts: number,
): number | null {
  if (answers === null) return null;
  const period = milliseconds(probe.periodSeconds);
  const origin = milliseconds(probe.initialDelaySeconds) + milliseconds(probe.offsetSeconds ?? 0);
  const first = origin + period * Math.max(0, Math.ceil((from - origin) / period));
  const success = firstSuccess(probe, first, answers);
  if (success.failures >= attempts) return null;
  return afterFurther(probe.successThreshold - 1, success, first, period);
}

interface Run {
  startedAt: number;
  endedAt: number;
  /** runs that failed before it */
  failures: number;
}

/** The first run that succeeds. It answers at once, or as soon as the app does while the run still hangs. */
function firstSuccess(probe: ProbeCourse, first: number, answers: number): Run {
  const timeout = probe.hangs === true ? milliseconds(probe.timeoutSeconds) : 0;
  // A tick that comes while a run hangs waits, and starts the next run as soon as this one ends.
  const step = Math.max(milliseconds(probe.periodSeconds), timeout);
  const before = Math.max(0, Math.floor((answers - first) / step));
  const startedAt = first + before * step;
  if (answers <= startedAt) return { startedAt, endedAt: startedAt, failures: before };
  if (answers < startedAt + timeout) return { startedAt, endedAt: answers, failures: before };
  const next = startedAt + step;
  return { startedAt: next, endedAt: next, failures: before + 1 };
}

/** The end of the run that comes so many runs after one; from then on each succeeds at once. */
function afterFurther(further: number, { startedAt, endedAt }: Run, first: number, period: number): number {
  if (further === 0) return endedAt;
  const ticksUntil = (moment: number) => Math.floor((moment - first) / period);
  const waiting = ticksUntil(endedAt) > ticksUntil(startedAt);
  if (waiting && further === 1) return endedAt;
  const passed = waiting ? ticksUntil(endedAt) - 1 : ticksUntil(startedAt);
  return first + period * (passed + further);
}
