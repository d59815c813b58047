import { kindOf } from "../kinds/kinds.js";
import {
  analyzeRollout,
  type RolloutConditions,
  type RolloutNumbers,
  worstCaseOverRange,
} from "../rollout/analyze-rollout.js";
import { groupsOf, perVersion, worstOnAnyVersion } from "../rollout/by-version.js";
import { guaranteedPods } from "../rollout/guaranteed-pods.js";
import type {
  Coverage,
  ReplicaRange,
  RolloutAnalysis,
  UnknownListener,
} from "../rollout/rollout-analysis.js";
import type { KindRollout, RolloutReading, WrittenRollout } from "../rollout/rollout-reading.js";
import { onAnyNodes } from "../rollout/unknown-nodes.js";
import type { RolloutFacts, VersionAnalysis, WorkloadAnalysis } from "../rollout/workload-analysis.js";
import { delayOfHollowProbes } from "../rules/common/read-probe.js";
import { holdsHostPorts } from "../workload/host-ports.js";
import type { Neighbours } from "../workload/neighbours.js";
import type { ServingContainers } from "../workload/serving/serving-containers.js";
import { gateOfTarget, type UnknownTarget } from "../workload/serving/targets.js";
import {
  type Container,
  isGated,
  PROBE_TYPES,
  runningContainers,
  type Workload,
} from "../workload/workload.js";
import { replicasOf } from "./replicas-of.js";

/** Computes a workload's next rollout from its manifest, its serving containers and the objects around it. */
export function analyzeWorkload(
  workload: Workload,
  neighbours: Neighbours,
  serving: Pick<ServingContainers, "containers" | "unknown" | "datagrams">,
  facts: RolloutFacts,
): WorkloadAnalysis {
  const { takenOut, letsGoOfPods, unreached, startupSeconds } = facts;
  const kind = kindOf(workload).rollout;
  const replicasOn = (minor: number) => {
    // Without a pod template there is nothing that could roll out: no number is better than one about nothing.
    if (workload.containers.length === 0 && workload.faults.length > 0) return null;
    return kind.countedBy === "nodes" ? nodesOf(facts) : replicasOf(workload, neighbours, minor, kind);
  };
  // The controller waits for readiness gates as it does for probes (status/generate.go: GeneratePodReadyCondition).
  const gate = outlastsStart(serving.containers, startupSeconds) ? "all" : gateOf(workload, serving, facts);
  const gated = gate === "all";
  const unknownListeners = unknownListenersOf(serving.unknown);
  const containers = {
    gated,
    serving: serving.containers.length > 0 || serving.unknown.length > 0,
    unknownListeners,
    datagrams: serving.datagrams,
    coverage: coverageOf(workload, serving.containers, unknownListeners),
  };
  const analyze = (reading: RolloutReading, conditions: RolloutConditions): RolloutNumbers =>
    gate === "unknown" && !conditions.gated
      ? whereAgreed(
          analyzeRollout(reading, conditions),
          analyzeRollout(reading, { ...conditions, gated: true }),
        )
      : analyzeRollout(reading, conditions);
  const holdsPorts = holdsHostPorts(workload);

  const analyzed = groupsOf(kind, facts, replicasOn).map((group) => {
    const [version] = group.versions;
    const stays: RolloutConditions = { replicas: group.replicas, gated, startupSeconds, recreated: false };
    const conditions = { ...stays, recreated: takenOut, letsGoOfPods, ...withoutTraffic(unreached) };
    const { apiVersion, spec } = workload;
    const written = { apiVersion, spec, version, holdsHostPorts: holdsPorts };
    const refused = group.refused || isRefused(kind, written);
    const read = kind.read(written);
    const reading = refused ? { ...read, outcomeAt: null } : read;
    const numbers = analyze(reading, conditions);
    const settled = takenOut || letsGoOfPods || unreached !== null ? analyze(reading, stays) : numbers;
    const gatedWorstCase = gatedAt(reading, stays, settled.atReplicas);
    const rollout = { ...numbers, ...containers, worstCaseBy: null, budgetBy: null };
    return {
      versions: group.versions,
      refused,
      written,
      rollout: { ...rollout, guaranteed: guaranteedPods(kind, rollout, facts) },
      settled,
      gatedWorstCase,
      gatedAtMost: gatedAt(reading, stays, mostOf(group.replicas)),
      gateHelps: gateHelps(reading, stays, settled, gatedWorstCase),
      overRange: numbers.worstCase === null ? null : worstCaseOverRange(reading, conditions),
      lossAt: (count: number) =>
        numbers.worstCase === null ? null : worstCaseAt(reading, conditions, count),
      outcomeAt: (count: number) => analyzeRollout(reading, { ...conditions, replicas: exactly(count) }),
    };
  });
  const byVersion = analyzed.map(({ outcomeAt: _, ...analysis }): VersionAnalysis => analysis);
  const worst = worstOnAnyVersion(byVersion);
  const gating = byVersion.filter((analysis) => analysis.gateHelps);
  const { atReplicas } = worst.rollout;
  const perGroup = (field: "worstCase" | "budget") =>
    // Of one group there is nothing to tell apart.
    atReplicas === null || analyzed.length < 2
      ? null
      : perVersion(
          analyzed.map(({ versions, outcomeAt }) => ({ versions, value: outcomeAt(atReplicas)[field] })),
        );
  const worstCaseBy = perGroup("worstCase");
  const budgetBy = perGroup("budget");
  return {
    ...worst,
    rollout: {
      ...worst.rollout,
      worstCaseBy: worstCaseBy?.map(({ versions, value }) => ({ versions, worstCase: value })) ?? null,
      budgetBy: budgetBy?.map(({ versions, value }) => ({ versions, budget: value })) ?? null,
    },
    unreached: unreached !== null,
    gating: gating.length > 0 ? worstOnAnyVersion(gating) : worst,
    byVersion,
  };
}

/** Whether the controller waits for every container that serves; "unknown" where that hangs on which of several does. */
function gateOf(
  workload: Workload,
  { containers, unknown, datagrams }: Pick<ServingContainers, "containers" | "unknown" | "datagrams">,
  { hasInjectedGate }: RolloutFacts,
): "all" | "not-all" | "unknown" {
  if (workload.hasReadinessGates || hasInjectedGate) return "all";
  // Which container answers UDP no probe tells; where all are waited for, that one is too.
  if (datagrams.length > 0) return runningContainers(workload).every(isGated) ? "all" : "unknown";
  if (!containers.every(isGated)) return "not-all";
  const gates = unknown.map(gateOfTarget);
  if (gates.includes(false)) return "not-all";
  return gates.includes(null) ? "unknown" : "all";
}

/** More than a reader needs to see that something is unknown. */
const MAX_UNKNOWN = 20;

function unknownListenersOf(unknown: readonly UnknownTarget[]): UnknownListener[] {
  return unknown.slice(0, MAX_UNKNOWN).map((target) => ({
    service: "service" in target.from ? target.from.service.name : null,
    port: target.port,
    containers: target.candidates.slice(0, MAX_UNKNOWN).map(({ name }) => name),
    gated: gateOfTarget(target),
  }));
}

/** Returns the numbers of an ungated rollout, without those that a gate would make other ones. */
function whereAgreed(ungated: RolloutNumbers, gated: RolloutNumbers): RolloutNumbers {
  const agree =
    ungated.worstCase === gated.worstCase &&
    ungated.worstShare === gated.worstShare &&
    ungated.atReplicas === gated.atReplicas;
  return agree
    ? ungated
    : { ...ungated, worstCase: null, worstShare: null, atReplicas: null, unknownNodes: null };
}

/** Probes that prove nothing hold a pod back as long as their delay says, which may be longer than the app needs. */
function outlastsStart(serving: readonly Container[], startupSeconds: number | null): boolean {
  const delay = Math.max(0, ...serving.map(delayOfHollowProbes));
  return startupSeconds !== null && delay > startupSeconds;
}

function isRefused({ validate }: KindRollout, written: WrittenRollout): boolean {
  return validate(written).some(({ refused }) => refused);
}

function worstCaseAt(reading: RolloutReading, conditions: RolloutConditions, count: number): number | null {
  return analyzeRollout(reading, { ...conditions, replicas: exactly(count) }).worstCase;
}

function exactly(count: number): ReplicaRange {
  return { min: count, max: count, source: "manifest" };
}

function coverageOf(
  workload: Workload,
  serving: readonly Container[],
  unknown: readonly UnknownListener[],
): RolloutAnalysis["coverage"] {
  const running = runningContainers(workload);
  const [readiness, liveness, startup] = PROBE_TYPES.map((type) =>
    coverage(running, (one) => one.probes[type] !== undefined),
  );
  const known = coverage(serving, isGated);
  // Of each group of containers one answers: it counts once, however many ports lead there.
  const groups = new Map(unknown.map((one) => [JSON.stringify(one.containers), one.gated]));
  const decided = [...groups.values()].filter((isCovered) => isCovered !== null);
  return {
    gate: {
      covered: known.covered + decided.filter(Boolean).length,
      total: known.total + decided.length,
    },
    readiness: readiness as Coverage,
    liveness: liveness as Coverage,
    startup: startup as Coverage,
  };
}

function withoutTraffic(unreached: RolloutFacts["unreached"]): Partial<RolloutConditions> {
  if (unreached === "all") return { unreached: true };
  // A new pod that never serves is one that the controller counts too early for ever.
  return unreached === "new" ? { gated: false, startupSeconds: null } : {};
}

/**
 * Returns the worst case with a gate, at one number of replicas: over an autoscaler's range the gated and the ungated worst
 * case are reached at different ones, and pods of different totals cannot be compared.
 */
function gatedAt(reading: RolloutReading, conditions: RolloutConditions, at: number | null): number | null {
  if (conditions.replicas === null || conditions.replicas === "unknown" || at === null) return null;
  const replicas = { ...conditions.replicas, min: at, max: at };
  return analyzeRollout(reading, { ...conditions, replicas, gated: true }).worstCase;
}

function mostOf(replicas: RolloutConditions["replicas"]): number | null {
  return replicas === null || replicas === "unknown" ? null : replicas.max;
}

function gateHelps(
  reading: RolloutReading,
  conditions: RolloutConditions,
  settled: RolloutNumbers,
  gatedWorstCase: number | null,
): boolean | null {
  if (conditions.replicas === "unknown") return onAnyNodes(reading, conditions)?.gateHelps ?? null;
  if (settled.worstCase === null || gatedWorstCase === null) return null;
  return gatedWorstCase < settled.worstCase;
}

function nodesOf({ nodes }: RolloutFacts): ReplicaRange | "unknown" {
  return nodes === null ? "unknown" : { min: nodes, max: nodes, source: "nodes" };
}

function coverage(containers: readonly Container[], covers: (container: Container) => boolean): Coverage {
  return { covered: containers.filter(covers).length, total: containers.length };
}
