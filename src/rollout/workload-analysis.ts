import type { KubernetesVersion } from "../policy/kubernetes-version.js";
import type { RolloutNumbers } from "./analyze-rollout.js";
import type { RolloutAnalysis } from "./rollout-analysis.js";
import type { WrittenRollout } from "./rollout-reading.js";
import type { WorstCaseOverRange } from "./worst-of-range.js";

/** Facts that the review knows beyond the manifest. */
export interface RolloutFacts {
  /** that the cluster may have, oldest first and never none */
  versions: readonly KubernetesVersion[];
  /** of the minor versions, those whose API server refuses the object, so that nothing of it rolls out */
  refusedBy: ReadonlySet<number>;
  /** nodes that a DaemonSet runs on; null where that is not known */
  nodes: number | null;
  /** a webhook gives the pods a readiness gate, which no manifest has */
  hasInjectedGate: boolean;
  /** seconds from a container's start until it serves; null where that is not known */
  startupSeconds: number | null;
  /** all pods of before go with their object: it must be deleted and created again, or another one takes its place */
  takenOut: boolean;
  /** the pods of before are let go of, and run on whatever the new ones do */
  letsGoOfPods: boolean;
  /** pods that no traffic reaches, however ready they are: the ones that a rollout makes, all at once, or none */
  unreached: "new" | "all" | null;
  /** the replicas before this change, where it raises them and rolls the pods; else null */
  raisedFrom: number | null;
}

/** A workload's numbers on versions that count alike, as they are and as they would be with every serving container gated. */
export interface VersionAnalysis {
  versions: [KubernetesVersion, ...KubernetesVersion[]];
  /** the API server refuses the object, or its rollout: there are no numbers */
  refused: boolean;
  /** what the numbers were read from */
  written: WrittenRollout;
  rollout: RolloutAnalysis;
  /** the next rollout where the object and its Services stay: the same as `rollout` unless this change takes all pods out, or lets go of them */
  settled: RolloutNumbers;
  /** the settled worst case with every serving container gated, at the same replicas; null where there are no numbers */
  gatedWorstCase: number | null;
  /** the same at the most replicas that an autoscaler makes, where a strategy that takes all of them takes all of any number */
  gatedAtMost: number | null;
  /** gating every serving container would lower the settled worst case; null where nothing can be computed */
  gateHelps: boolean | null;
  /** null where there are no numbers */
  overRange: WorstCaseOverRange | null;
  /** the worst case at another number of replicas; null where there are no numbers */
  lossAt(replicas: number): number | null;
}

/** A workload's numbers on the version that loses the largest share of the pods (by-version.ts). */
export interface WorkloadAnalysis extends VersionAnalysis {
  /** no traffic reaches pods, whatever the strategy and the probes are */
  unreached: boolean;
  /** the version on which a gate lowers the worst case, the worst of several; where it lowers none, the worst of all */
  gating: VersionAnalysis;
  /** the numbers on all that the cluster may have, a group of versions each, the oldest first */
  byVersion: readonly VersionAnalysis[];
}
