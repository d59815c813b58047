/** How Kubernetes' own table tests of its controllers and its kubelet are run against the simulation's functions. */

import { expect } from "vitest";
import type { RollingStrategy } from "../../src/rollout/rolling-strategy.js";
import { type Deployment, minAvailable, resolveDeployment } from "../../src/simulation/deployment.js";
import {
  type ContainerState,
  isContainerReady,
  isContainerStarted,
  type ProbeResult,
} from "../../src/simulation/pods/container-ready.js";
import { endpointConditions } from "../../src/simulation/pods/endpoint-conditions.js";
import { isPodAvailable } from "../../src/simulation/pods/pod-available.js";
import {
  containersReadyCondition,
  type PodStatus,
  podReadyCondition,
} from "../../src/simulation/pods/pod-conditions.js";
import { killGracePeriod } from "../../src/simulation/pods/termination.js";
import type { ReplicaSet, ReplicaSets } from "../../src/simulation/replica-set.js";
import {
  cleanupUnhealthyReplicas,
  newRSNewReplicas,
  reconcileNewReplicaSet,
  reconcileOldReplicaSets,
  scaleDownOldReplicaSetsForRollingUpdate,
} from "../../src/simulation/rolling-update.js";
import { isScalingEvent, scaleDeployment } from "../../src/simulation/scale-deployment.js";
import { syncDeployment } from "../../src/simulation/sync-deployment.js";

// biome-ignore lint/suspicious/noExplicitAny: each kind of vector has a shape of its own, told by its runner
type Facts = any;

function deploymentOf(input: Facts): Deployment {
  const { strategy: type = "RollingUpdate", maxSurge, maxUnavailable } = input;
  const replicas = input.deploymentReplicas ?? input.replicas ?? input.desired ?? 1;
  const strategy = type === "Recreate" ? { type } : { type, maxSurge, maxUnavailable };
  const resolved = resolveDeployment(strategy as RollingStrategy, replicas);
  if ("error" in resolved) throw new Error(resolved.error);
  return resolved;
}

/** Sizes after each sync while every pod becomes available at once. */
function stepsOf(deployment: Deployment): string[] {
  const steps: string[] = [];
  const settled = replicaSetOf(deployment.replicas, deployment.replicas, deployment.replicas);
  let current: ReplicaSets = { newReplicaSet: null, oldReplicaSets: [settled] };
  const sizes = ({ newReplicaSet, oldReplicaSets }: ReplicaSets) =>
    [newReplicaSet?.replicas ?? 0, oldReplicaSets[0]?.replicas ?? 0] as const;
  while (sizes(current)[0] < deployment.replicas || sizes(current)[1] > 0) {
    const next = syncDeployment(deployment, current, { statusReplicas: 0, oldPodsRunning: true });
    const [grown, shrunk] = [sizes(next)[0] - sizes(current)[0], sizes(current)[1] - sizes(next)[1]];
    if (grown === 0 && shrunk === 0) throw new Error("the rollout stands still");
    if (grown > 0) steps.push(`new+${grown}`);
    if (shrunk > 0) steps.push(`old-${shrunk}`);
    const available = (one: ReplicaSet) => ({ ...one, availableReplicas: one.replicas });
    current = {
      newReplicaSet: next.newReplicaSet && available(next.newReplicaSet),
      oldReplicaSets: next.oldReplicaSets.map(available),
    };
  }
  return steps;
}

function replicaSetOf(replicas: number, desiredReplicas: number, maxReplicas: number): ReplicaSet {
  return { replicas, availableReplicas: replicas, desiredReplicas, maxReplicas };
}

function containerOf(input: Facts): ContainerState {
  const result = (has: boolean, value: ProbeResult | null, initial: ProbeResult) =>
    has ? (value ?? initial) : null;
  const ended = /^terminated\(exitCode (\d+)\)$/.exec(input.state);
  return {
    state: ended === null ? input.state : { exitCode: Number(ended[1]) },
    startup: result(input.startupProbe, input.startupResult, "Unknown"),
    readiness: result(input.readinessProbe ?? false, input.readinessResult ?? null, "Failure"),
  };
}

function podOf(input: Facts): PodStatus {
  const { containers, restartableInitContainers = [], containerStatuses, phase } = input;
  return {
    phase,
    containers: [...restartableInitContainers, ...containers],
    ready: containerStatuses && new Map(Object.entries(containerStatuses)),
    readinessGates: input.readinessGates ?? [],
    conditions: new Map(Object.entries(input.conditions ?? {})),
  };
}

export const SIMULATION_RUNNERS: Record<string, (input: Facts, expected: Facts) => void> = {
  resolveFencepostsSequence(input, expected) {
    expect(stepsOf(deploymentOf(input))).toEqual(expected.steps);
  },
  maxUnavailable(input, expected) {
    expect(deploymentOf(input).maxUnavailable).toBe(expected.maxUnavailable);
  },
  minAvailable(input, expected) {
    expect(minAvailable(deploymentOf(input))).toBe(expected.minAvailable);
  },
  newRSNewReplicas(input, expected) {
    const all = input.allReplicaSetsReplicas.reduce((sum: number, replicas: number) => sum + replicas, 0);
    expect(newRSNewReplicas(deploymentOf(input), input.newRSReplicas, all)).toBe(expected.newReplicas);
  },
  reconcileNewReplicaSet(input, expected) {
    const { oldReplicas, newReplicas } = input;
    const grown = reconcileNewReplicaSet(deploymentOf(input), newReplicas, oldReplicas + newReplicas);
    expect({ scaled: grown !== newReplicas, newReplicas: grown }).toEqual(expected);
  },
  reconcileOldReplicaSets(input, expected) {
    const old = { replicas: input.oldReplicas, availableReplicas: input.oldAvailable };
    const fresh = { replicas: input.newReplicas, availableReplicas: input.newAvailable };
    const [left] = reconcileOldReplicaSets(deploymentOf(input), [old], fresh);
    expect({ scaled: left !== input.oldReplicas, oldReplicas: left }).toEqual(expected);
  },
  cleanupUnhealthyReplicas(input, expected) {
    const old = { replicas: input.oldReplicas, availableReplicas: input.oldAvailable };
    const { replicas, abandoned } = cleanupUnhealthyReplicas([old], input.maxCleanupCount);
    expect([input.oldReplicas - (replicas[0] as number), abandoned]).toEqual([expected.cleanedUp, false]);
  },
  scaleDownOldReplicaSets(input, expected) {
    const old = { replicas: input.oldReplicas, availableReplicas: input.available };
    const [left] = scaleDownOldReplicaSetsForRollingUpdate(deploymentOf(input), [old], 0);
    expect({ scaled: left !== input.oldReplicas, oldReplicas: left }).toEqual(expected);
  },
  proportionalScale(input, expected) {
    // Every ReplicaSet of the table was last sized for the previous numbers and has no pod available; `wasntUpdated`
    // names those that have their size already, and the old ones stand there newest first.
    const { previousReplicas, previousMaxSurge, newRS, oldRSs } = input;
    const replicaSet = ({ replicas }: { replicas: number }): ReplicaSet => ({
      ...replicaSetOf(replicas, previousReplicas, previousReplicas + previousMaxSurge),
      availableReplicas: 0,
    });
    const before = { newReplicaSet: replicaSet(newRS), oldReplicaSets: oldRSs.map(replicaSet).toReversed() };
    const deployment = deploymentOf(input);
    const after = scaleDeployment(deployment, before, previousReplicas);
    expect([after.newReplicaSet?.replicas, ...after.oldReplicaSets.map(({ replicas }) => replicas)]).toEqual([
      expected.newRS,
      ...expected.oldRSs.toReversed(),
    ]);
    expect(isScalingEvent(deployment, after)).toBe(false);
  },
  podAvailable(input, expected) {
    const now = 1_000_000_000;
    const { ready, readyForSeconds, minReadySeconds } = input;
    const lastTransitionTime = readyForSeconds === null ? null : now - readyForSeconds * 1000;
    expect(isPodAvailable({ ready, lastTransitionTime }, minReadySeconds, now)).toBe(expected.available);
  },
  containerReady(input, expected) {
    expect(isContainerReady(containerOf(input))).toBe(expected.ready);
  },
  initContainerReady(input, expected) {
    const container = containerOf(input);
    expect(isContainerStarted(container)).toBe(expected.started);
    // Whether another one has ended well nothing in a simulation asks: it has none.
    if (input.restartPolicyAlways) expect(isContainerReady(container)).toBe(expected.ready);
  },
  containersReadyCondition(input, expected) {
    expect(containersReadyCondition(podOf(input))).toEqual(expected);
  },
  podReadyCondition(input, expected) {
    expect(podReadyCondition(podOf(input))).toEqual(expected);
  },
  endpointConditions(input, expected) {
    const { podReady, podTerminating, publishNotReadyAddresses } = input;
    expect(endpointConditions(podReady, podTerminating, publishNotReadyAddresses)).toEqual(expected);
  },
  killGracePeriod(input, expected) {
    const periods = {
      pod: input.podTerminationGracePeriodSeconds,
      livenessProbe: input.livenessProbeTerminationGracePeriodSeconds,
      startupProbe: input.startupProbeTerminationGracePeriodSeconds,
    };
    const reason = input.reason === "unknown" ? "deletion" : input.reason;
    expect(killGracePeriod(periods, reason)).toBe(expected.gracePeriodSeconds);
  },
};
