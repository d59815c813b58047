import type { Judgement } from "../../judge/judge-workload.js";
import { kindOf } from "../../kinds/kinds.js";
import { writeFragment } from "../../rollout-link/fragment.js";
import { ASSUMED_STARTUP_SECONDS, EXAMPLE } from "../../rollout-link/rollout-settings.js";
import { timingsOf } from "../../rules/common/read-probe.js";
import type { ProbeCourse } from "../../simulation/index.js";
import { podMilestones } from "../../simulation/pods/pod-milestones.js";
import { seconds } from "../../simulation/time.js";
import { isGated, runningContainers } from "../../workload/workload.js";
import type { Finding } from "../findings/finding.js";
import { suggestedProbes } from "./suggested-probes.js";
import { coursesOf, isHollow, MAX_CONTAINERS } from "./timelines-of.js";

/**
 * Returns the numbers of a hollow budget for the page that shows its rollout, at the replicas of its worst case;
 * null where the budget holds, where nothing simulates the kind, or where a number is beyond what the page shows. `findings` are the review's.
 */
export function rolloutFragment(judgement: Judgement, findings: readonly Finding[]): string | null {
  const { workload, analysis, policy } = judgement;
  const { atReplicas: replicas, minReadySeconds } = analysis.rollout;
  if (!isHollow(judgement) || replicas === null || minReadySeconds === null) return null;
  const strategy = kindOf(workload).simulated?.(workload) ?? null;
  const otherProbesSeconds = gatedUntil(judgement);
  if (strategy?.type !== "RollingUpdate" || otherProbesSeconds === null) return null;
  const { maxSurge, maxUnavailable } = strategy;
  const { startupSeconds } = policy;
  return writeFragment({
    ...EXAMPLE,
    ...slowestProbe(judgement, findings),
    ...{ name: workload.name, replicas, maxSurge, maxUnavailable, minReadySeconds },
    ...{ startupSeconds, gated: false, otherProbesSeconds },
    replicasBefore: analysis.rollout.guaranteed === null ? null : judgement.change.raisedFrom,
  });
}

/** Returns the seconds until the containers with a probe are ready, if they serve at once; null where unknown. */
function gatedUntil({ workload, serving }: Judgement): number | null {
  if (workload.containers.length > MAX_CONTAINERS) return null;
  const containers = runningContainers(workload)
    .filter((container) => isGated(container) || Object.keys(container.hollowProbes).length > 0)
    .flatMap((container) => coursesOf(container, 0, undefined, serving.containers.includes(container)));
  if (!containers.every((container) => container !== null)) return null;
  const { readyAt } = podMilestones({ containers });
  return readyAt === null ? null : seconds(readyAt);
}

/** Returns the suggested probe that a pod waits for longest, as the page draws a pod with one; empty without any. */
function slowestProbe(
  judgement: Judgement,
  findings: readonly Finding[],
): Partial<Pick<ProbeCourse, "initialDelaySeconds" | "periodSeconds" | "successThreshold">> {
  const startupSeconds = judgement.policy.startupSeconds ?? ASSUMED_STARTUP_SECONDS;
  const readyAt = (readinessProbe: ProbeCourse): number =>
    podMilestones({ containers: [{ startupSeconds, readinessProbe }] }).readyAt ?? 0;
  const probes = [...suggestedProbes(judgement, findings).values()].flatMap(
    (probe) => timingsOf(probe) ?? [],
  );
  const [slowest] = probes.toSorted((left, right) => readyAt(right) - readyAt(left));
  if (slowest === undefined) return {};
  const { initialDelaySeconds, periodSeconds, successThreshold } = slowest;
  return { initialDelaySeconds, periodSeconds, successThreshold };
}
