import { get } from "../../manifest/json-value.js";
import { countFaults, readCount } from "../../rollout/read-count.js";
import type {
  KindRollout,
  RolloutOutcome,
  RolloutReading,
  RolloutTiming,
  VersionedSpec,
} from "../../rollout/rollout-reading.js";
import { type StrategyFault, strategyFault } from "../../rollout/strategy-fault.js";
import { outcomeWithinLimits } from "../common/outcome-within-limits.js";
import { DEPLOYMENT_CONFIG_DEFAULTS } from "./deployment-config-defaults.js";
import {
  type DeploymentConfigStrategy,
  readDeploymentConfigStrategy,
} from "./read-deployment-config-strategy.js";

/** The rollout of a DeploymentConfig by its deployer pod: pkg/cli/deployer/strategy of github.com/openshift/oc. */
export const deploymentConfigRollout: KindRollout = {
  countedBy: "replicas",
  defaultReplicas: null,
  refusedBy: "OpenShift's API server",
  features: () => ({}),
  boundsOldPods: false,
  read({ spec }): RolloutReading {
    const { type, strategy } = readDeploymentConfigStrategy(spec.strategy);
    const minReadySeconds = readCount(spec.minReadySeconds, DEPLOYMENT_CONFIG_DEFAULTS.minReadySeconds);
    const known = { strategy: type, minReadySeconds };
    if (strategy?.type === "Custom")
      return {
        ...known,
        outcomeAt: null,
        unknown: "a Custom strategy runs a deployer of its own, whose steps the manifest does not tell",
      };
    if (strategy === null || minReadySeconds === null) return { ...known, outcomeAt: null };
    return {
      ...known,
      outcomeAt: (replicas, timing) => outcomeOfDeploymentConfig(strategy, minReadySeconds, replicas, timing),
    };
  },
  validate: validateDeploymentConfig,
  idleSettings: () => [],
  defaultProgressDeadline: () => null,
};

/**
 * Returns limits, budget and worst case of one rollout, in pods; null where a number leaves int32. rolling_updater.go
 * resolves the limits with a Deployment's own function, and scales the old pods down while replicas - maxUnavailable
 * are available, the old ones counted as such: as a Deployment's rolling update. Its pauses between two steps only
 * help.
 */
export function outcomeOfDeploymentConfig(
  strategy: Exclude<DeploymentConfigStrategy, { type: "Custom" }>,
  minReadySeconds: number,
  replicas: number,
  timing: RolloutTiming,
): RolloutOutcome | null {
  // recreate.go scales the old pods to 0, waits for them to end, and then creates one new pod before the others.
  if (strategy.type === "Recreate")
    return { maxSurge: null, maxUnavailable: null, budget: null, worstCase: replicas };
  return outcomeWithinLimits(strategy, minReadySeconds, replicas, timing);
}

/** ValidateDeploymentConfigSpec in pkg/apps/apis/apps/validation/validation.go, and what cannot be decoded before it. */
export function validateDeploymentConfig({ spec }: Pick<VersionedSpec, "spec">): StrategyFault[] {
  const faults = countFaults("minReadySeconds", spec.minReadySeconds);
  return [
    ...countFaults("replicas", spec.replicas),
    ...readDeploymentConfigStrategy(spec.strategy).faults,
    ...faults,
    ...(faults.length > 0 ? [] : waitFaults(spec)),
  ];
}

/** A rollout is given up after timeoutSeconds without progress, so a wait as long as that never ends well. */
function waitFaults(spec: VersionedSpec["spec"]): StrategyFault[] {
  const { timeoutSeconds, activeDeadlineSeconds, minReadySeconds } = DEPLOYMENT_CONFIG_DEFAULTS;
  const waited = readCount(spec.minReadySeconds, minReadySeconds) as number;
  const written =
    get(spec, "strategy", "rollingParams", "timeoutSeconds") ??
    get(spec, "strategy", "recreateParams", "timeoutSeconds");
  const deadline = get(spec, "strategy", "activeDeadlineSeconds");
  const limits: [name: string, written: unknown, standard: number][] = [
    ["timeoutSeconds", written, timeoutSeconds],
    ["activeDeadlineSeconds", deadline, activeDeadlineSeconds],
  ];
  return limits.flatMap(([name, value, standard]) => {
    const most = readCount(value, standard);
    if (most === null || most === 0 || waited < most) return [];
    const origin = value == null ? " by default" : "";
    const found = `is ${waited}, but it must be below ${name} of the strategy, which is ${most}${origin}`;
    return [
      strategyFault("minReadySeconds", `${found}: a rollout could never finish in time`, value == null),
    ];
  });
}
