import type { ContainerCourse, PodCourse, ProbeCourse } from "../scenario.js";
import { milliseconds } from "../time.js";
import { type ContainerState, INITIAL_RESULT, isContainerReady } from "./container-ready.js";
import { type PodStatus, podReadyCondition } from "./pod-conditions.js";
import { probeSuccess } from "./probe-success.js";

/** The milestones of a pod that is not deleted. Milliseconds from its creation; null: never. */
export interface PodMilestones {
  scheduledAt: number;
  /** its containers run */
  runningAt: number;
  /** its condition Ready is true */
  readyAt: number | null;
  /** the app in every serving container serves; traffic may not reach it yet */
  servesAt: number | null;
}

/** The milestones of a pod, from the states that its containers go through. */
export function podMilestones(course: PodCourse): PodMilestones {
  const scheduledAt = milliseconds(course.schedulingSeconds ?? 0);
  const runningAt =
    scheduledAt + milliseconds(course.pullSeconds ?? 0) + milliseconds(course.startSeconds ?? 0);
  const probes = course.containers.map(probeMoments);
  return {
    scheduledAt,
    runningAt,
    readyAt: later(runningAt, readyAfter(course, probes)),
    servesAt: later(runningAt, servesAfter(course, probes)),
  };
}

/** When the pod's condition Ready becomes true, from the start of its containers. */
function readyAfter({ readinessGateSeconds = 0 }: PodCourse, probes: readonly ProbeMoments[]): number | null {
  const ready = momentsOf(probes).find((moment) => podReadyCondition(statusAt(moment, probes)).status);
  // The gates' conditions turn true so long after the containers are ready, and the last of them makes the pod so.
  return ready === undefined ? null : later(ready, ofSeconds(readinessGateSeconds));
}

/** When the last serving container serves, from the start of the containers; at once where none serves. */
function servesAfter({ containers }: PodCourse, probes: readonly ProbeMoments[]): number | null {
  let last = 0;
  for (const [index, { serving, startupSeconds }] of containers.entries()) {
    if (serving === false) continue;
    // Killed for its startup probe again and again, it is never up for long.
    if (startupSeconds === null || probes[index]?.startup?.success === null) return null;
    last = Math.max(last, milliseconds(startupSeconds));
  }
  return last;
}

const NO_CONDITIONS: ReadonlyMap<string, string> = new Map();

/** The pod without its readiness gates; its containers have their places for names. */
function statusAt(moment: number, probes: readonly ProbeMoments[]): PodStatus {
  const containers: string[] = [];
  const ready = new Map<string, boolean>();
  for (const each of probes) {
    const name = `${containers.length}`;
    containers.push(name);
    ready.set(name, isContainerReady(stateAt(moment, each)));
  }
  return { phase: "Running", containers, ready, readinessGates: [], conditions: NO_CONDITIONS };
}

/** The moments at which a container can become ready, in order: its start, and the success of a probe. */
function momentsOf(probes: readonly ProbeMoments[]): number[] {
  const moments = [0];
  for (const { startup, readiness } of probes) {
    if (startup !== null && startup.success !== null) moments.push(startup.success);
    if (readiness !== null && readiness.success !== null) moments.push(readiness.success);
  }
  return moments.sort((left, right) => left - right);
}

/** A container's probes; null where it has none. */
interface ProbeMoments {
  startup: { success: number | null } | null;
  readiness: { success: number | null } | null;
}

function probeMoments({ startupSeconds, startupProbe, readinessProbe }: ContainerCourse): ProbeMoments {
  let started: number | null = 0;
  if (startupProbe != null) {
    // One that gives up has the container killed. The next start takes as long as this one, so it never gets ready.
    const attempts = startupProbe.failureThreshold;
    started = probeSuccess(startupProbe, 0, answersAfter(startupProbe, startupSeconds), attempts);
  }
  let ready: number | null = null;
  if (readinessProbe != null && started !== null) {
    // Not run before the container has started (worker.go: doProbe).
    const answers = answersAfter(readinessProbe, startupSeconds);
    ready = probeSuccess(readinessProbe, started, answers, Number.POSITIVE_INFINITY);
  }
  return {
    startup: startupProbe == null ? null : { success: started },
    readiness: readinessProbe == null ? null : { success: ready },
  };
}

function answersAfter({ answersSeconds }: ProbeCourse, startupSeconds: number | null): number | null {
  return ofSeconds(answersSeconds === undefined ? startupSeconds : answersSeconds);
}

function stateAt(moment: number, { startup, readiness }: ProbeMoments): ContainerState {
  return {
    state: "running",
    startup: startup && (isReached(startup.success, moment) ? "Success" : INITIAL_RESULT.startup),
    readiness: readiness && (isReached(readiness.success, moment) ? "Success" : INITIAL_RESULT.readiness),
  };
}

function isReached(success: number | null, moment: number): boolean {
  return success !== null && success <= moment;
}

function ofSeconds(duration: number | null): number | null {
  return duration === null ? null : milliseconds(duration);
}

/** So long after a moment; null: never. */
function later(moment: number, duration: number | null): number | null {
  return duration === null ? null : moment + duration;
}
