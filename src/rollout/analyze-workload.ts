import { autoscalersOf } from "../workload/autoscalers-of.js";
import { holdsHostPorts } from "../workload/host-ports.js";
import {
  type Container,
  isGated,
  type Neighbours,
  PROBE_TYPES,
  runningContainers,
  type Workload,
} from "../workload/workload.js";
import {
  analyzeRollout,
  type RolloutConditions,
  type RolloutNumbers,
  worstCaseOverRange,
} from "./analyze-rollout.js";
import type { RolloutReading, WrittenRollout } from "./kind-rollout.js";
import type { Coverage, ReplicaRange, RolloutAnalysis } from "./rollout-analysis.js";
import { ROLLOUT_KINDS } from "./rollout-kinds.js";
import { onAnyNodes } from "./unknown-nodes.js";
import type { WorstCaseOverRange } from "./worst-of-range.js";

/** What the review knows beyond the manifest. */
export interface RolloutFacts {
  /** the cluster's minor version: 34 for Kubernetes 1.34 */
  kubernetesMinor: number;
  /** nodes that a DaemonSet runs on; null where nobody knows */
  nodes: number | null;
  /** seconds from a container's start until it serves; null where nobody knows */
  startupSeconds: number | null;
  /** something immutable changed: the object must be deleted and created again */
  recreated: boolean;
  /** pods that no traffic comes to, however ready they are: the ones that a rollout makes, all at once, or none */
  unreached: "new" | "all" | null;
}

/** A workload's numbers, as they are and as they would be with every serving container gated. */
export interface WorkloadAnalysis {
  /** what the numbers were read from */
  written: WrittenRollout;
  rollout: RolloutAnalysis;
  /** no traffic comes to pods, whatever the strategy and the probes are */
  unreached: boolean;
  /** the next rollout where the object and its Services stay: the same as `rollout` unless this change takes all pods out */
  settled: RolloutNumbers;
  /** the settled worst case with every serving container gated, at the same replicas; null where there are no numbers */
  gatedWorstCase: number | null;
  /** gating every serving container would lower the settled worst case; null where nothing can be computed */
  gateHelps: boolean | null;
  /** null where there are no numbers */
  overRange: WorstCaseOverRange | null;
}

/** The numbers of a workload's next rollout, from its manifest, its serving containers and the objects around it. */
export function analyzeWorkload(
  workload: Workload,
  neighbours: Neighbours,
  serving: readonly Container[],
  facts: RolloutFacts,
): WorkloadAnalysis {
  const running = runningContainers(workload);
  // The controller waits for readiness gates as it does for probes (status/generate.go: GeneratePodReadyCondition).
  const gated = workload.hasReadinessGates || serving.every(isGated);
  const { startupSeconds, recreated, unreached, kubernetesMinor } = facts;
  const { apiVersion, spec } = workload;
  const written = { apiVersion, spec, kubernetesMinor, holdsHostPorts: holdsHostPorts(workload) };
  const { read, countedBy } = ROLLOUT_KINDS[workload.kind];
  const reading = read(written);
  const counted = countedBy === "nodes" ? nodesOf(facts) : replicasOf(workload, neighbours);
  // Without a pod template there is nothing that could roll out: no number is better than one about nothing.
  const replicas = workload.containers.length === 0 && workload.faults.length > 0 ? null : counted;
  const stays: RolloutConditions = { replicas, gated, startupSeconds, recreated: false };
  const conditions = { ...stays, recreated, ...withoutTraffic(unreached) };
  const [readiness, liveness, startup] = PROBE_TYPES.map((type) =>
    coverage(running, (one) => one.probes[type] !== undefined),
  );
  const numbers = analyzeRollout(reading, conditions);
  const settled = recreated || unreached !== null ? analyzeRollout(reading, stays) : numbers;
  const gatedWorstCase = gatedAt(reading, stays, settled.atReplicas);
  return {
    written,
    rollout: {
      ...numbers,
      gated,
      serving: serving.length > 0,
      coverage: {
        gate: coverage(serving, isGated),
        readiness: readiness as Coverage,
        liveness: liveness as Coverage,
        startup: startup as Coverage,
      },
    },
    unreached: unreached !== null,
    settled,
    gatedWorstCase,
    gateHelps: gateHelps(reading, stays, settled, gatedWorstCase),
    overRange: worstCaseOverRange(reading, conditions),
  };
}

function withoutTraffic(unreached: RolloutFacts["unreached"]): Partial<RolloutConditions> {
  if (unreached === "all") return { unreached: true };
  // A new pod that never serves is one that the controller counts too early for ever.
  return unreached === "new" ? { gated: false, startupSeconds: null } : {};
}

/**
 * The worst case with a gate, at one number of replicas: over an autoscaler's range the gated and the ungated worst
 * case are reached at different ones, and pods of different totals cannot be compared.
 */
function gatedAt(reading: RolloutReading, conditions: RolloutConditions, at: number | null): number | null {
  if (conditions.replicas === null || conditions.replicas === "unknown" || at === null) return null;
  const replicas = { ...conditions.replicas, min: at, max: at };
  return analyzeRollout(reading, { ...conditions, replicas, gated: true }).worstCase;
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

/**
 * The range of its autoscalers, else `replicas`, else Kubernetes' default of 1; null where it is not a number of pods.
 * Two autoscalers that own one workload stop each other wherever it stands (horizontal.go: AmbiguousSelector), so every
 * number of either counts.
 */
function replicasOf(workload: Workload, neighbours: Neighbours): ReplicaRange | null {
  const written = workload.spec.replicas;
  if (written != null && !(Number.isInteger(written) && (written as number) >= 0)) return null;
  // horizontal.go: reconcileAutoscaler leaves a workload at 0 replicas alone, while KEDA wakes it.
  const ranges = autoscalersOf(workload, neighbours).flatMap(({ kind, range }) =>
    range.ok && (written !== 0 || kind === "ScaledObject") ? range : [],
  );
  if (ranges.length > 0) {
    const min = Math.min(...ranges.map((range) => range.min));
    return { min, max: Math.max(...ranges.map((range) => range.max)), source: "autoscaler" };
  }
  if (written == null) return { min: 1, max: 1, source: "default" };
  return { min: written as number, max: written as number, source: "manifest" };
}

function coverage(containers: readonly Container[], covers: (container: Container) => boolean): Coverage {
  return { covered: containers.filter(covers).length, total: containers.length };
}
