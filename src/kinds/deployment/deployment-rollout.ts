import { readCount } from "../../rollout/read-count.js";
import type { RollingStrategy } from "../../rollout/rolling-strategy.js";
import type {
  KindRollout,
  RolloutOutcome,
  RolloutReading,
  RolloutTiming,
} from "../../rollout/rollout-reading.js";
import { outcomeWithinLimits } from "../common/outcome-within-limits.js";
import { deploymentDefaults } from "./deployment-defaults.js";
import { readDeploymentStrategy } from "./read-deployment-strategy.js";
import { validateDeployment } from "./validate-deployment.js";

/** The rollout of a Deployment: pkg/controller/deployment. */
export const deploymentRollout: KindRollout = {
  countedBy: "replicas",
  defaultReplicas: deploymentDefaults("apps/v1").replicas,
  refusedBy: "The API server",
  features: () => ({}),
  boundsOldPods: true,
  read({ apiVersion, spec }): RolloutReading {
    const { type, strategy } = readDeploymentStrategy(apiVersion, spec.strategy);
    const minReadySeconds = readCount(spec.minReadySeconds, deploymentDefaults(apiVersion).minReadySeconds);
    if (strategy === null || minReadySeconds === null)
      return { strategy: type, minReadySeconds, outcomeAt: null };
    return {
      strategy: type,
      minReadySeconds,
      outcomeAt: (replicas, timing) => outcomeOfDeployment(strategy, minReadySeconds, replicas, timing),
    };
  },
  validate: validateDeployment,
  idleSettings: () => [],
  defaultProgressDeadline: (apiVersion) => deploymentDefaults(apiVersion).progressDeadlineSeconds,
};

/** Returns limits, budget and worst case of one rollout, in pods; null where a number leaves int32. */
export function outcomeOfDeployment(
  strategy: RollingStrategy,
  minReadySeconds: number,
  replicas: number,
  timing: RolloutTiming,
): RolloutOutcome | null {
  // recreate.go scales every old ReplicaSet to 0 and waits for the last pod before it creates a new one.
  if (strategy.type === "Recreate")
    return { maxSurge: null, maxUnavailable: null, budget: null, worstCase: replicas };
  return outcomeWithinLimits(strategy, minReadySeconds, replicas, timing);
}
