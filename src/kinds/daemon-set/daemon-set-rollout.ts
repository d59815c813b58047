import { readCount } from "../../rollout/read-count.js";
import type {
  KindRollout,
  RolloutOutcome,
  RolloutReading,
  RolloutTiming,
} from "../../rollout/rollout-reading.js";
import { daemonSetDefaults } from "./daemon-set-defaults.js";
import { type DaemonSetStrategy, readDaemonSetStrategy } from "./read-daemon-set-strategy.js";
import { isStalled, validateDaemonSet } from "./validate-daemon-set.js";
import { resolveDaemonSetLimits, worstCaseOfDaemonSet } from "./worst-case-of-daemon-set.js";

/** The rollout of a DaemonSet: pkg/controller/daemon. Its replicas are nodes. */
export const daemonSetRollout: KindRollout = {
  countedBy: "nodes",
  defaultReplicas: null,
  refusedBy: "The API server",
  features: () => ({}),
  boundsOldPods: false,
  read(written): RolloutReading {
    const { apiVersion, spec } = written;
    const { type, strategy } = readDaemonSetStrategy(apiVersion, spec.updateStrategy);
    const minReadySeconds = readCount(spec.minReadySeconds, daemonSetDefaults(apiVersion).minReadySeconds);
    const known = { strategy: type, minReadySeconds };
    if (strategy === null || minReadySeconds === null) return { ...known, outcomeAt: null };
    if (strategy.type === "OnDelete") return { ...known, outcomeAt: () => ON_DELETE };
    const stalled = isStalled(strategy, written);
    return {
      ...known,
      limit: `${isZero(strategy.maxSurge) ? strategy.maxUnavailable : 0}`,
      outcomeAt(nodes, timing) {
        const outcome = outcomeOfDaemonSet(strategy, minReadySeconds, nodes, timing);
        // No old pod goes before a new one has come, and none can.
        return stalled && outcome !== null ? { ...outcome, worstCase: 0 } : outcome;
      },
    };
  },
  validate: validateDaemonSet,
  idleSettings: () => [],
  defaultProgressDeadline: () => null,
};

/** The controller replaces a pod only after a person deletes it. */
const ON_DELETE: RolloutOutcome = { maxSurge: null, maxUnavailable: null, budget: null, worstCase: 0 };

type RollingUpdate = Extract<DaemonSetStrategy, { type: "RollingUpdate" }>;

/** Returns limits, budget and worst case of one rolling update, in pods; null where a number leaves int32. */
export function outcomeOfDaemonSet(
  { maxSurge, maxUnavailable }: Pick<RollingUpdate, "maxSurge" | "maxUnavailable">,
  minReadySeconds: number,
  nodes: number,
  { gated, startupSeconds }: RolloutTiming,
): RolloutOutcome | null {
  const limits = resolveDaemonSetLimits(maxSurge, maxUnavailable, nodes);
  if (limits === null) return null;
  return {
    ...limits,
    budget: limits.maxSurge > 0 ? 0 : Math.min(nodes, limits.maxUnavailable),
    worstCase: worstCaseOfDaemonSet({ nodes, ...limits, gated, startupSeconds, minReadySeconds }),
  };
}

function isZero(limit: number | string): boolean {
  return Number.parseInt(`${limit}`, 10) === 0;
}
