import { countFaults } from "../../rollout/read-count.js";
import type { WrittenRollout } from "../../rollout/rollout-reading.js";
import { type StrategyFault, strategyFault } from "../../rollout/strategy-fault.js";
import { type DaemonSetStrategy, readDaemonSetStrategy } from "./read-daemon-set-strategy.js";

/**
 * Returns what the API server refuses in the rollout's settings: ValidateDaemonSetSpec in
 * pkg/apis/apps/validation/validation.go, and what cannot be decoded before it; and settings that never get on.
 */
export function validateDaemonSet(written: WrittenRollout): StrategyFault[] {
  const { apiVersion, spec } = written;
  const { strategy, faults } = readDaemonSetStrategy(apiVersion, spec.updateStrategy);
  return [
    ...faults,
    ...countFaults("minReadySeconds", spec.minReadySeconds),
    ...(isStalled(strategy, written) ? [STALLED] : []),
  ];
}

/**
 * Whether no new pod can start: with maxSurge it is put beside the old one, on whose node the scheduler finds the host
 * port taken (plugins/nodeports).
 */
export function isStalled(
  strategy: DaemonSetStrategy | null,
  { holdsHostPorts }: Pick<WrittenRollout, "holdsHostPorts">,
): boolean {
  return strategy?.type === "RollingUpdate" && isAboveZero(strategy.maxSurge) && holdsHostPorts;
}

function isAboveZero(limit: number | string): boolean {
  return Number.parseInt(`${limit}`, 10) > 0;
}

const STALLED: StrategyFault = {
  ...strategyFault(
    "updateStrategy.rollingUpdate.maxSurge",
    "puts each new pod beside the old one on its node, where both need the same host port: the new one cannot start before the old one has gone, and that one waits for it. With maxSurge: 0 and maxUnavailable: 1 the old one goes first",
    true,
  ),
  refused: false,
};
