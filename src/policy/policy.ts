import type { RuleName, Severity } from "../rules/finding.js";

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
  paths: { include: string[]; exclude: string[] };
}

export const DEFAULT_POLICY: Policy = {
  block: "regressions",
  onError: "failure",
  comments: "all",
  rules: {},
  worstCase: null,
  probe: {},
  startupSeconds: null,
  paths: { include: [], exclude: [] },
};
