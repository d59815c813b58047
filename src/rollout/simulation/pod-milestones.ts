import { type ContainerState, INITIAL_RESULT, isContainerReady } from "./container-ready.js";
import { type PodStatus, podReadyCondition } from "./pod-conditions.js";
import { probeSuccess } from "./probe-success.js";
import type { ContainerCourse, PodCourse, ProbeCourse } from "./scenario.js";
import { milliseconds } from "./time.js";

/** What becomes of a pod while nobody deletes it. Milliseconds from its creation; null: never. */
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
  const after = (moment: number | null) => (moment === null ? null : runningAt + moment);
  const serving = course.containers.filter((container) => container.serving !== false);
  return {
    scheduledAt,
    runningAt,
    readyAt: after(readyAt(course)),
    servesAt: after(latest(serving.map(({ startupSeconds }) => ofSeconds(startupSeconds)))),
  };
}

/** When the pod's condition Ready becomes true, after its containers have started. */
function readyAt({ containers, readinessGateSeconds = 0 }: PodCourse): number | null {
  const probes = containers.map(probeMoments);
  const ready = momentsOf(probes).find((moment) => podReadyCondition(statusAt(moment, probes)).status);
  // The gates' conditions turn true so long after the containers are ready, and the last of them makes the pod so.
  const gates = ofSeconds(readinessGateSeconds);
  return ready === undefined || gates === null ? null : ready + gates;
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
  const answers = ({ answersSeconds }: ProbeCourse) =>
    ofSeconds(answersSeconds === undefined ? startupSeconds : answersSeconds);
  // One that gives up has the container killed. The next start takes as long as this one, so it never gets ready.
  const started =
    startupProbe == null
      ? 0
      : probeSuccess(startupProbe, 0, answers(startupProbe), startupProbe.failureThreshold);
  // Not run before the container has started (worker.go: doProbe).
  const succeeds = (probe: ProbeCourse) =>
    started === null ? null : probeSuccess(probe, started, answers(probe), Number.POSITIVE_INFINITY);
  return {
    startup: startupProbe == null ? null : { success: started },
    readiness: readinessProbe == null ? null : { success: succeeds(readinessProbe) },
  };
}

function stateAt(moment: number, { startup, readiness }: ProbeMoments): ContainerState {
  const reached = (success: number | null) => success !== null && success <= moment;
  return {
    state: "running",
    startup: startup && (reached(startup.success) ? "Success" : INITIAL_RESULT.startup),
    readiness: readiness && (reached(readiness.success) ? "Success" : INITIAL_RESULT.readiness),
  };
}

function ofSeconds(duration: number | null): number | null {
  return duration === null ? null : milliseconds(duration);
}

/** The last of some moments; 0 of none, null where one never comes. */
function latest(moments: readonly (number | null)[]): number | null {
  return moments.reduce(
    (last, moment) => (last === null || moment === null ? null : Math.max(last, moment)),
    0,
  );
}
