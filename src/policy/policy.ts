import type { Problem } from "../manifest/problem.js";
import type { RuleName, Severity } from "./rule-names.js";
import type { Waiver } from "./waiver.js";

/** The five numbers of a probe, in seconds and counts, as Kubernetes names them. */
export interface ProbeTimings {
  initialDelaySeconds: number;
  periodSeconds: number;
  timeoutSeconds: number;
  successThreshold: number;
  failureThreshold: number;
}

/** The repository's settings, complete: what the file leaves out stands at its default. */
export interface Policy {
  block: "regressions" | "changed" | "never";
  /** what the check concludes where a review could not finish */
  onError: "failure" | "neutral";
  comments: "all" | "new" | "none";
  rules: Partial<Record<RuleName, Severity | "off">>;
  /** a serving container without a `preStop` hook is worth a word */
  requirePreStop: boolean;
  /** ceiling for the worst case: pods, or per cent of the replicas */
  worstCase: { max: { pods: number } | { percent: number } } | null;
  /** timings of a synthesised probe, where they are not the default */
  probe: Partial<ProbeTimings>;
  /** seconds from a container's start until it serves; null where that is not known */
  startupSeconds: number | null;
  /** who says so: the file, or an annotation on the one workload that these settings are for */
  startupSource: "policy" | "annotation";
  /** nodes that a DaemonSet runs on; null where that is not known */
  nodes: number | null;
  /** the cluster's version such as "1.34" or "1.35.2"; null for any that is known (kubernetes-version.ts) */
  kubernetes: string | null;
  /** globs; an empty include means every path */
  paths: { include: string[]; exclude: string[] };
  waivers: Waiver[];
  /** faults of the file that this was read from; the review runs on defaults and carries them as a notice */
  problems: Problem[];
}

/** Where the policy stands in a repository. */
export const POLICY_PATH = ".github/surefoot.yml";

export const DEFAULT_POLICY: Policy = {
  block: "regressions",
  onError: "failure",
  comments: "all",
  rules: {},
  requirePreStop: false,
  worstCase: null,
  probe: {},
  startupSeconds: null,
  startupSource: "policy",
  nodes: null,
  kubernetes: null,
  paths: { include: [], exclude: [] },
  waivers: [],
  problems: [],
};
