/** `covered` of `total` containers. */
export interface Coverage {
  covered: number;
  total: number;
}

/** How many pods are asked for, and who says so. `min` and `max` differ only under an autoscaler. */
export interface ReplicaRange {
  min: number;
  max: number;
  source: "manifest" | "default" | "autoscaler" | "nodes";
}

/** The outcome, in words, of a rollout on nodes whose number is not known. */
export interface UnknownNodes {
  /** the budget as it is written: "1" or "10%"; null where there is none */
  limit: string | null;
  /** pods that may be out at most, whatever the number of nodes; null where that is no number */
  mostPods: number | null;
  /** more pods than the budget can be out */
  hollow: boolean;
}

/** A port of the pods that traffic goes to, where it is not known which of several containers answers it. */
export interface UnknownListener {
  /** the Service's name; null where it has none, or where a container of the pod forwards there */
  service: string | null;
  port: number;
  /** names of those that may answer; null for one without */
  containers: (string | null)[];
  /** whether Kubernetes waits for a probe of it, whichever it is; null where that depends on which it is */
  gated: boolean | null;
}

/** Strategies under which Kubernetes promises nothing: all pods go at once, or only when a person deletes them. */
export const WITHOUT_BUDGET: ReadonlySet<string | null> = new Set(["Recreate", "OnDelete"]);

/**
 * The cost that the next rollout of one workload can have, from settled pods. Part of the published JSON: numbers that do
 * not exist are null. Formulas: see the folder of each kind.
 */
export interface RolloutAnalysis {
  /** null where the number is not known or not readable */
  replicas: ReplicaRange | null;
  strategy: string | null;
  /** pods above `replicas`, rounded up; null where the strategy has none */
  maxSurge: number | null;
  /** pods below `replicas`, rounded down, as the controller resolves it; null where the strategy has none */
  maxUnavailable: number | null;
  /** seconds */
  minReadySeconds: number | null;
  /** pods that Kubernetes promises to take away at most; null where it promises nothing */
  budget: number | null;
  /** pods that may not be serving at the worst moment of a rollout */
  worstCase: number | null;
  /** worstCase / replicas, 0 to 1 */
  worstShare: number | null;
  /** the number of replicas at which worstShare is reached, the smallest of equals */
  atReplicas: number | null;
  /**
   * `worstCase` on each group of the Kubernetes versions that the cluster may have, at `atReplicas`, oldest first; null
   * where all agree. A group whose API server refuses the object has null.
   */
  worstCaseBy: { versions: string[]; worstCase: number | null }[] | null;
  /** the same of `budget` */
  budgetBy: { versions: string[]; budget: number | null }[] | null;
  /**
   * Pods that serve at every moment of this change's own rollout, where it raises `replicas` and rolls ungated pods;
   * null elsewhere, where `atReplicas` - `worstCase` serve.
   */
  guaranteed: number | null;
  /** null but for a DaemonSet whose nodes are not known; not part of the JSON, which has null for what is no number */
  unknownNodes: UnknownNodes | null;
  gated: boolean;
  serving: boolean;
  /** ports that one of several containers answers, who counts as one in `coverage.gate` where `gated` is known */
  unknownListeners: UnknownListener[];
  /**
   * protocols of the Services that select the pods, or without a Service those of the declared ports, where none is TCP; who
   * answers them is not judged
   */
  datagrams: ("UDP" | "SCTP")[];
  coverage: { gate: Coverage; readiness: Coverage; liveness: Coverage; startup: Coverage };
}
