import type { Judgement } from "../../judge/judge-workload.js";
import { kindOf } from "../../kinds/kinds.js";
import type { JsonObject } from "../../manifest/json-value.js";
import { timingsOf } from "../../rules/common/read-probe.js";
import {
  type ContainerCourse,
  type ProbeCourse,
  type RolloutTimeline,
  simulateRollout,
} from "../../simulation/index.js";
import { type Container, isGated, runningContainers } from "../../workload/workload.js";

/** More pods would take longer to follow than a whole review, and a drawing of them says no more. */
const MAX_REPLICAS = 200;
/** More than any pod has that a person wrote. */
export const MAX_CONTAINERS = 60;

/** A workload's rollout as it is written, and with the suggested probes. */
export interface Timelines {
  asWritten: RolloutTimeline;
  /** null where a serving container has no suggestion */
  withProbes: RolloutTimeline | null;
}

/** Whether a simulation of the workload's kind exists. */
export function isSimulated({ workload }: Judgement): boolean {
  return kindOf(workload).simulated !== undefined;
}

/** Whether the pods of a rollout, by what they are themselves, can be out of service beyond the budget. */
export function isHollow({ analysis }: Judgement): boolean {
  const { unreached, rollout } = analysis;
  const { worstCase, budget } = rollout;
  // However early the pods of a lost Service serve, they get no requests.
  return !unreached && worstCase !== null && budget !== null && worstCase > budget;
}

/** Whether `timelinesOf` follows a rollout of this size. */
export function isFollowed({ workload, analysis, serving }: Judgement): boolean {
  const { atReplicas } = analysis.rollout;
  // Which of the containers takes its time is not known.
  if (serving.unknown.length > 0) return false;
  return atReplicas !== null && atReplicas <= MAX_REPLICAS && workload.containers.length <= MAX_CONTAINERS;
}

/**
 * Follows a rollout, at the replicas of its worst case, with every pod alike: each container without a
 * probe serves `startupSeconds` after its start, one with a probe at once. null where that cannot be followed.
 */
export function timelinesOf(
  judgement: Judgement,
  startupSeconds: number,
  suggested: ReadonlyMap<Container, JsonObject>,
): Timelines | null {
  const asWritten = follow(judgement, startupSeconds, new Map());
  if (asWritten === null) return null;
  const ungated = judgement.serving.containers.filter((container) => !isGated(container));
  const withProbes = ungated.every((container) => suggested.has(container))
    ? follow(judgement, startupSeconds, suggested)
    : null;
  return { asWritten, withProbes };
}

function follow(
  { workload, analysis, serving, change }: Judgement,
  startupSeconds: number,
  suggested: ReadonlyMap<Container, JsonObject>,
): RolloutTimeline | null {
  const { atReplicas: replicas, minReadySeconds, guaranteed } = analysis.rollout;
  const strategy = kindOf(workload).simulated?.(workload) ?? null;
  if (strategy === null || replicas === null || minReadySeconds === null) return null;
  const containers = runningContainers(workload).flatMap((container) =>
    coursesOf(container, startupSeconds, suggested.get(container), serving.containers.includes(container)),
  );
  if (!containers.every((container) => container !== null)) return null;
  const from = guaranteed === null ? null : change.raisedFrom;
  const result = simulateRollout({
    ...{ replicas: from ?? replicas, strategy, minReadySeconds, newPods: [{ containers }] },
    ...(from === null ? {} : { resizes: [{ atSeconds: 0, replicas }] }),
  });
  return result.ok ? result.timeline : null;
}

/**
 * Returns how a container comes up; null in it where a probe has numbers that Kubernetes does not take. Probes that prove
 * nothing hold the pod back as those of another container would, which has nothing to start.
 */
export function coursesOf(
  container: Container,
  startupSeconds: number,
  suggested: JsonObject | undefined,
  serving: boolean,
): (ContainerCourse | null)[] {
  const startsIn = serving && !isGated(container) ? startupSeconds : 0;
  const proving: ContainerProbes = {};
  const hollow: ContainerProbes = {};
  for (const type of ["startupProbe", "readinessProbe"] as const) {
    const replaced = type === "readinessProbe" ? suggested : undefined;
    const isHollow = replaced === undefined && container.hollowProbes[type] !== undefined;
    (isHollow ? hollow : proving)[type] = replaced ?? container.probes[type];
  }
  const own = courseOf(startsIn, serving, proving);
  const delay = Object.keys(hollow).length === 0 ? [] : [courseOf(0, false, hollow)];
  return [own, ...delay];
}

type ContainerProbes = Partial<Record<"startupProbe" | "readinessProbe", JsonObject | undefined>>;

function courseOf(startupSeconds: number, serving: boolean, probes: ContainerProbes): ContainerCourse | null {
  const startupProbe = probeCourse(probes.startupProbe);
  const readinessProbe = probeCourse(probes.readinessProbe);
  if (startupProbe === undefined || readinessProbe === undefined) return null;
  return { startupSeconds, serving, startupProbe, readinessProbe };
}

/** null where there is no probe, undefined where its numbers are none. */
function probeCourse(probe: JsonObject | undefined): ProbeCourse | null | undefined {
  if (probe === undefined) return null;
  return timingsOf(probe) ?? undefined;
}
