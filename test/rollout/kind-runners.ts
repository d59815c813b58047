/**
 * The table tests of Kubernetes and Argo Rollouts for the kinds beside the Deployment. Those of the arithmetic, the
 * defaults and the validation run against our functions, those of the controllers against the models that the searches
 * of all schedules walk.
 */
import { expect } from "vitest";
import { resolveArgoLimits } from "../../src/kinds/argo-rollout/argo-rollout-rollout.js";
import { readArgoStrategy } from "../../src/kinds/argo-rollout/read-argo-strategy.js";
import { daemonSetDefaults } from "../../src/kinds/daemon-set/daemon-set-defaults.js";
import { daemonSetTraits } from "../../src/kinds/daemon-set/daemon-set-traits.js";
import { readDaemonSetStrategy } from "../../src/kinds/daemon-set/read-daemon-set-strategy.js";
import { resolveDaemonSetLimits } from "../../src/kinds/daemon-set/worst-case-of-daemon-set.js";
import { statefulSetDefaults } from "../../src/kinds/stateful-set/stateful-set-defaults.js";
import { statefulSetTraits } from "../../src/kinds/stateful-set/stateful-set-traits.js";
import { validateStatefulSet } from "../../src/kinds/stateful-set/validate-stateful-set.js";
import { statefulSetMaxUnavailable } from "../../src/kinds/stateful-set/worst-case-of-stateful-set.js";
import { canaryCounts } from "../kinds/argo-rollout/argo-canary-controller.js";
import { type NodeView, syncDaemonSet } from "../kinds/daemon-set/daemon-set-controller.js";
import {
  type PodView,
  type StatefulSetLimits,
  syncStatefulSet,
  updateTargets,
} from "../kinds/stateful-set/stateful-set-controller.js";
import { minorVersion } from "./minor-version.js";

// biome-ignore lint/suspicious/noExplicitAny: each kind of vector has a shape of its own
type Any = any;

const API = "apps/v1";
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Vectors that say nothing of what we compute, each with the reason. */
export const NOT_RUN: Record<string, string> = {
  "validateStatefulSet-007": "an empty type never reaches validation: defaulting fills it in",
  "validateStatefulSet-010": "an empty podManagementPolicy never reaches validation: defaulting fills it in",
  "validateStatefulSet-016": "restartPolicy belongs to the pod template, which is not judged here",
  "validateStatefulSet-017": "restartPolicy belongs to the pod template, which is not judged here",
};

/** A written updateStrategy: upstream's tables put type and limits side by side. */
function updateStrategyOf(written: Any) {
  if (written === undefined) return undefined;
  const { type, ...limits } = written;
  return { type, rollingUpdate: Object.keys(limits).length > 0 ? limits : undefined };
}

const READY = { terminating: false, available: true };

export const KIND_RUNNERS: Record<string, (input: Any, expected: Any) => void> = {
  validateStatefulSet(input, expected) {
    const { updateStrategy, "ordinals.start": start, ...spec } = input;
    const faults = validateStatefulSet({
      apiVersion: API,
      // Upstream's table is run with the feature gate on.
      version: minorVersion(37),
      spec: { ...spec, ordinals: { start }, updateStrategy: updateStrategyOf(updateStrategy) },
    });
    const fields = (expected.errors ?? []).map(({ field }: { field: string }) => field);
    expect(faults.map(({ field }) => `spec.${field}`)).toEqual(fields);
    expect(faults.length === 0).toBe(expected.valid);
  },

  validateRollingUpdateDaemonSet(input, expected) {
    const { faults } = readDaemonSetStrategy(API, { rollingUpdate: input });
    expect(faults.length === 0).toBe(expected.valid);
  },

  defaultStatefulSet(input, expected) {
    const { featureGateMaxUnavailableStatefulSet: _, updateStrategy, ...spec } = input;
    const written = { ...spec, updateStrategy: updateStrategyOf(updateStrategy) };
    const { updateStrategy: strategy, ...rest } = expected;
    const { type, ...limits } = strategy;
    const defaulted = statefulSetTraits.withDefaults(written, API);
    expect(defaulted).toMatchObject({ ...rest, updateStrategy: { type, rollingUpdate: limits } });
    const own = statefulSetDefaults(API);
    expect([own.updateStrategyType, own.minReadySeconds]).toEqual([type, expected.minReadySeconds]);
  },

  defaultDaemonSet(input, expected) {
    const { revisionHistoryLimit, type, ...limits } = expected;
    const defaulted = daemonSetTraits.withDefaults(
      { updateStrategy: input.type === undefined ? undefined : { type: input.type } },
      API,
    );
    expect(defaulted).toMatchObject({ revisionHistoryLimit, updateStrategy: { type } });
    if (type === "OnDelete") return;
    expect(defaulted.updateStrategy).toEqual({ type, rollingUpdate: limits });
    expect(daemonSetDefaults(API)).toMatchObject({ updateStrategyType: type, ...limits });
  },

  statefulSetMaxUnavailable(input, expected) {
    expect(statefulSetMaxUnavailable(input.maxUnavailable, input.replicas)).toBe(expected.maxUnavailable);
  },

  statefulSetMaxUnavailableBudget({ terminatingOrdinals, ...input }, expected) {
    const pods = upTo(input.replicas).map((ordinal) => ({
      updated: false,
      available: true,
      terminating: terminatingOrdinals.includes(ordinal),
    }));
    expect(updateTargets({ ...input, parallel: false }, pods)).toHaveLength(expected.podsDeleted);
  },

  statefulSetRollingSequence({ replicas, partition, maxUnavailable }, { steps }) {
    const limits: StatefulSetLimits = { replicas, partition, maxUnavailable, parallel: true };
    let pods: PodView[] = upTo(replicas).map(() => ({ ...READY, updated: false }));
    const ready = (...ordinals: number[]) => {
      pods = pods.map((pod, at) => (ordinals.includes(at) ? { ...READY, updated: true } : pod));
    };
    const sync = () => {
      const { created, deleted } = syncStatefulSet(limits, pods);
      // The fake clients of that test let a deleted pod go at once, and a created one is not ready yet.
      const fresh = { updated: true, terminating: false, available: false };
      pods = pods.map((pod, at) => (deleted.includes(at) ? null : created.includes(at) ? fresh : pod));
      return pods.flatMap((pod, at) => (pod === null ? [] : [at]));
    };
    for (const step of steps) {
      if (step.event.startsWith("pod 4 ")) ready(4);
      if (step.event.startsWith("pods 3,4,5 ")) ready(3, 4, 5);
      const present = sync();
      if (step.presentAfterSync === undefined) expect(present).toHaveLength(step.podCountAfter);
      else expect(present, step.event).toEqual(step.presentAfterSync);
    }
  },

  daemonSetCounts({ nodes, maxSurge, maxUnavailable, nodesWithPods }, expected) {
    const limits = resolveDaemonSetLimits(maxSurge, maxUnavailable, nodes);
    expect(limits).toEqual({ maxSurge: expected.maxSurge, maxUnavailable: expected.maxUnavailable });
    expect([nodes, nodes - nodesWithPods]).toEqual([expected.desiredNumberScheduled, expected.emptyNodes]);
  },

  daemonSetRollingSequence(input, { syncs }) {
    let nodes: NodeView[] = upTo(input.nodes).map(() => ({
      old: { available: true },
      fresh: null,
      terminating: false,
    }));
    for (const { thenAllReady, ...expected } of syncs) {
      const { created, deleted } = syncDaemonSet(input, nodes);
      expect({ create: created.length, delete: deleted.length }).toEqual(expected);
      nodes = nodes.map((node, at) => ({
        ...node,
        old: deleted.includes(at) ? null : node.old,
        fresh: created.includes(at) ? { available: false } : node.fresh,
      }));
      if (thenAllReady) nodes = nodes.map((node) => ({ ...node, fresh: node.fresh && { available: true } }));
    }
  },

  argoBasicCanaryCounts(input, expected) {
    // Upstream's table does not ask the validation first, which refuses two zeros.
    const strategy = { type: "canary" as const, ...limitsOf(input), routing: null, steps: [] };
    const { maxSurge, maxUnavailable } = resolveArgoLimits(strategy, input.replicas)!;
    const limits = { replicas: input.replicas, surge: maxSurge, unavailable: maxUnavailable };
    const view = ({ replicas, available }: Any) => ({ spec: replicas, available });
    const weight = input.promoteFull ? 100 : input.setWeight;
    const counts = canaryCounts(limits, weight, view(input.stable), view(input.canary));
    expect([input.abort, input.older]).toEqual([false, null]);
    expect({ stableReplicas: counts.stable, canaryReplicas: counts.canary }).toEqual(expected);
  },

  argoMaxSurge: (input, expected) => expect(argoLimits(input)?.maxSurge).toBe(expected.maxSurge),
  argoMaxUnavailable: (input, expected) =>
    expect(argoLimits(input)?.maxUnavailable).toBe(expected.maxUnavailable),
};

function limitsOf({ maxSurge, maxUnavailable }: Any) {
  return { maxSurge, maxUnavailable };
}

function argoLimits(input: Any) {
  const written =
    input.strategy === "canary"
      ? { canary: limitsOf(input) }
      : { blueGreen: { activeService: "web", maxUnavailable: input.maxUnavailable } };
  return resolveArgoLimits(readArgoStrategy(written).strategy!, input.replicas ?? 1);
}
