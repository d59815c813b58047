import { intOrPercentToPods } from "../../rollout/int-or-percent.js";
import { readCount } from "../../rollout/read-count.js";
import { resolveFenceposts } from "../../rollout/resolve-fenceposts.js";
import type {
  KindRollout,
  RolloutOutcome,
  RolloutReading,
  RolloutTiming,
} from "../../rollout/rollout-reading.js";
import { worstCaseOfRollingUpdate } from "../../rollout/worst-case-of-rolling-update.js";
import { ARGO_DEFAULTS } from "./argo-defaults.js";
import { lostToSteps } from "./canary-steps.js";
import { type ArgoStrategy, readArgoStrategy } from "./read-argo-strategy.js";
import { validateArgoRollout } from "./validate-argo-rollout.js";

/** The rollout of an Argo Rollout: github.com/argoproj/argo-rollouts. */
export const argoRolloutRollout: KindRollout = {
  countedBy: "replicas",
  defaultReplicas: ARGO_DEFAULTS.replicas,
  refusedBy: "Argo Rollouts",
  features: () => ({}),
  boundsOldPods: false,
  read({ spec }): RolloutReading {
    const { type, strategy } = readArgoStrategy(spec.strategy);
    const minReadySeconds = readCount(spec.minReadySeconds, ARGO_DEFAULTS.minReadySeconds);
    const known = { strategy: type, minReadySeconds };
    if (strategy === null || minReadySeconds === null) return { ...known, outcomeAt: null };
    return {
      ...known,
      outcomeAt: (replicas, timing) => outcomeOfArgoRollout(strategy, minReadySeconds, replicas, timing),
      // The pods that the steps take away are rounded down, so their share grows with the replicas.
      peaks: () => [Number.POSITIVE_INFINITY],
    };
  },
  validate: validateArgoRollout,
  idleSettings: () => [],
  defaultProgressDeadline: () => ARGO_DEFAULTS.progressDeadlineSeconds,
};

/** Returns limits, budget and worst case of one rollout, in pods; null where a number leaves int32. */
export function outcomeOfArgoRollout(
  strategy: ArgoStrategy,
  minReadySeconds: number,
  replicas: number,
  timing: RolloutTiming,
): RolloutOutcome | null {
  const limits = resolveArgoLimits(strategy, replicas);
  if (limits === null) return null;
  if (strategy.type === "canary" && strategy.routing === null) {
    // CalculateReplicaCountsForBasicCanary scales down while available(new) + spec(stable) is above N - U, so the old
    // pods go as a Deployment's do. Steps only hold them back for a while: promoting the rollout skips them.
    return {
      ...limits,
      budget: limits.maxUnavailable,
      worstCase: worstCaseOfRollingUpdate({ ...timing, ...limits, replicas, minReadySeconds }),
    };
  }
  const { routing = null, steps = [] } = strategy.type === "canary" ? strategy : {};
  const lost = routing?.dynamicStableScale ? lostToSteps(steps, routing, replicas) : 0;
  const worstCase = isColdAtSwitch(timing, minReadySeconds) ? replicas : lost;
  return { ...limits, budget: lost, worstCase };
}

/**
 * Whether the new pods may be cold when all the traffic moves to them: the active Service is switched, and a traffic
 * router gets the last weight, once all of them are available (reconcileActiveService, reconcileTrafficRouting). They
 * may have started together, so nothing less than a wait longer than the start-up holds.
 */
function isColdAtSwitch({ gated, startupSeconds }: RolloutTiming, minReadySeconds: number): boolean {
  if (gated || startupSeconds === 0) return false;
  return startupSeconds === null || minReadySeconds <= startupSeconds;
}

/**
 * maxSurge and maxUnavailable in pods, the latter at most the replicas: MaxSurge and MaxUnavailable in
 * utils/replicaset/replicaset.go. Under blueGreen there is no surge, and maxUnavailable is for restarts alone.
 */
export function resolveArgoLimits(
  strategy: ArgoStrategy,
  replicas: number,
): { maxSurge: number; maxUnavailable: number } | null {
  if (strategy.type === "blueGreen") {
    const pods = intOrPercentToPods(strategy.maxUnavailable, replicas, "down");
    return typeof pods === "number" ? { maxSurge: 0, maxUnavailable: Math.min(pods, replicas) } : null;
  }
  const resolved = resolveFenceposts(strategy.maxSurge, strategy.maxUnavailable, replicas);
  if ("error" in resolved) return null;
  return { ...resolved, maxUnavailable: Math.min(resolved.maxUnavailable, replicas) };
}
