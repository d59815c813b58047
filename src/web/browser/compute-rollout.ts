/** Everything that the page shows of one rollout, computed from its settings. It knows no document. */
import { resolveFenceposts } from "../../rollout/resolve-fenceposts.js";
import { ASSUMED_STARTUP_SECONDS, type RolloutSettings } from "../../rollout-link/rollout-settings.js";
import {
  type ContainerCourse,
  type ProbeCourse,
  type RolloutTimeline,
  simulateRollout,
  type WorstCaseCurve,
  worstCaseCurve,
  worstCaseOfRollingUpdate,
} from "../../simulation/index.js";

export interface ComputedRollout {
  settings: RolloutSettings;
  /** the start-up time that is drawn: the one given, else the one assumed */
  startupSeconds: number;
  /** pods above and below `replicas`, as the controller resolves them */
  maxSurge: number;
  maxUnavailable: number;
  /** pods that the strategy lets Kubernetes take away at once */
  budget: number;
  /** over every schedule; over every start-up time too, where that is not known */
  worstCase: number;
  /** the same where the start-up time is `startupSeconds` at most */
  worstCaseInTime: number;
  /** pods that serve at every moment, where the change raises the replicas of ungated pods; else null */
  guaranteed: number | null;
  curve: WorstCaseCurve;
  asWritten: RolloutTimeline;
  /** with a readinessProbe on every serving container; null where each is gated as it is written */
  withProbe: RolloutTimeline | null;
}

/** The settings must be within their bounds, as `readSettings` gives them. */
export function computeRollout(settings: RolloutSettings): ComputedRollout {
  const { replicas, minReadySeconds, gated } = settings;
  const limits = resolveFenceposts(settings.maxSurge, settings.maxUnavailable, replicas);
  if ("error" in limits) throw new Error(`limits within bounds cannot be resolved: ${limits.error}`);
  const deployment = { ...limits, replicas, minReadySeconds, gated };
  const startupSeconds = settings.startupSeconds ?? ASSUMED_STARTUP_SECONDS;
  const worstCaseAt = (startup: number | null): number =>
    worstCaseOfRollingUpdate({ ...deployment, startupSeconds: startup });
  const worstCase = worstCaseAt(settings.startupSeconds);
  const { replicasBefore } = settings;
  return {
    ...{ settings, startupSeconds, ...limits },
    budget: Math.min(limits.maxUnavailable, replicas),
    worstCase,
    // src/rollout/guaranteed-pods.ts
    guaranteed: gated || replicasBefore === null ? null : Math.max(0, replicasBefore - worstCase),
    worstCaseInTime: worstCaseAt(startupSeconds),
    curve: worstCaseCurve(deployment),
    asWritten: follow(settings, startupSeconds, gated),
    withProbe: gated ? null : follow(settings, startupSeconds, true),
  };
}

/** One course with every pod alike: a container that serves after the start-up, and one for those that have a probe. */
function follow(settings: RolloutSettings, startupSeconds: number, gated: boolean): RolloutTimeline {
  const { replicas, replicasBefore, maxSurge, maxUnavailable, minReadySeconds, otherProbesSeconds } =
    settings;
  const containers: ContainerCourse[] = [
    { startupSeconds, readinessProbe: gated ? probeOf(settings) : null },
    { startupSeconds: 0, serving: false, readinessProbe: succeedsAfter(otherProbesSeconds) },
  ];
  const result = simulateRollout({
    ...{ strategy: { type: "RollingUpdate", maxSurge, maxUnavailable }, minReadySeconds },
    replicas: replicasBefore ?? replicas,
    ...(replicasBefore === null ? {} : { resizes: [{ atSeconds: 0, replicas }] }),
    newPods: [{ containers }],
  });
  if (!result.ok) throw new Error(`settings within bounds cannot be followed: ${result.faults[0]?.message}`);
  return result.timeline;
}

function probeOf({ initialDelaySeconds, periodSeconds, successThreshold }: RolloutSettings): ProbeCourse {
  // Neither decides when a readinessProbe succeeds for the first time, as long as its runs are refused at once.
  return { initialDelaySeconds, periodSeconds, successThreshold, timeoutSeconds: 1, failureThreshold: 3 };
}

function succeedsAfter(initialDelaySeconds: number): ProbeCourse {
  return {
    ...{ initialDelaySeconds, periodSeconds: 1 },
    ...{ timeoutSeconds: 1, successThreshold: 1, failureThreshold: 1 },
  };
}
