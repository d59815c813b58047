import type { Problem } from "../manifest/problem.js";
import type { RuleName, Severity } from "./rule-names.js";

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
  /** ceiling for the worst case: pods, or per cent of the replicas */
  worstCase: { max: { pods: number } | { percent: number } } | null;
  /** timings of a synthesised probe, where they are not the default */
  probe: Partial<ProbeTimings>;
  /** seconds from a container's start until it serves; null where nobody knows */
  startupSeconds: number | null;
  /** globs; an empty include means every path */
  paths: { include: string[]; exclude: string[] };
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
  worstCase: null,
  probe: {},
  startupSeconds: null,
  paths: { include: [], exclude: [] },
  problems: [],
};
