import type { ProbeRefusal } from "../../manifest/edit/rendered-probe.js";
import type { SourceEdit } from "../../manifest/edit/source-edit.js";
import type { JsonObject } from "../../manifest/json-value.js";
import type { RuleName, Severity } from "../../policy/rule-names.js";
import type { HealthPath } from "../../workload/probes/health-paths.js";

/** Where a fix comes from: a suggested probe, which that decides how far to trust, or a field that is written already. */
export type FixOrigin =
  | "removed-probe"
  | "startup-handler"
  | "liveness-handler"
  | "image"
  | "service-port"
  | "named-port"
  | "tcp-port"
  | "grpc-port"
  | "chart"
  | "none"
  | "deleted-field"
  | "moved-field"
  | "renamed-field"
  | "retyped-value"
  | "strategy"
  | "startup-probe"
  | "pre-stop"
  | "grace-period";

/** Whether pods that run answer a probe of this origin already: the container had its handler before. */
export function isAnswered(origin: FixOrigin): boolean {
  return origin === "removed-probe" || origin === "startup-handler" || origin === "liveness-handler";
}

/** Whether a fix puts right what is written already, and adds nothing. */
export function isOfField({ origin }: Fix): boolean {
  return FIELD_ORIGINS.has(origin);
}

const FIELD_ORIGINS: ReadonlySet<FixOrigin> = new Set([
  "deleted-field",
  "moved-field",
  "renamed-field",
  "retyped-value",
]);

/** Whether a fix adds something else than a readiness probe alone. */
export function isAddition({ origin }: Fix): boolean {
  return origin === "startup-probe" || origin === "pre-stop" || origin === "grace-period";
}

/** A probe, or a field put right, that mends a finding: one click where it is proven and trusted, else words and YAML. */
export interface Fix {
  origin: FixOrigin;
  confidence: "one-click" | "advice";
  /** the probe or field as it would be written, without indentation; empty where none can be named */
  text: string;
  /** the readinessProbe that comes with it, as a value; null where none can be named */
  probe: JsonObject | null;
  /** whole-line replacements in the file at the head; empty where the confidence is "advice" */
  edits: SourceEdit[];
  /** why it is advice only, a closed set of words for counting; null where it is one click */
  reason: AdviceReason | null;
  /** a sentence on what its owners must know of the app before they take the probe; null where there is nothing special */
  caution: string | null;
  /** the timings that are not those of the probe whose handler it has; none where all are */
  fitted?: readonly FittedTiming[] | undefined;
  /** the path for traffic that it asks for, where the probe whose handler it has asks for one about life or start */
  healthPath?: HealthPath | undefined;
  /** with the others of its chart it was not proven, so it is never made with others */
  isAlone?: true;
}

/** Whether a fix costs something at each rollout, so that it is its owners' choice and is never made with others. */
export function isChoice({ origin }: Fix): boolean {
  return origin === "strategy";
}

/** A timing of a suggested probe, and that of the container's own: null where none is written. */
export interface FittedTiming {
  field: string;
  to: number | null;
  from: number;
}

/** Why a fix is not offered at one click. */
export type AdviceReason =
  | "grpc-port"
  | "grpc-over-tls"
  | "auxiliary-ports-only"
  | "no-tcp-port"
  | "no-port"
  | "port-not-named"
  | "loopback-port"
  | "shared-port"
  | "sidecar-answers"
  | "linkerd-answers"
  | "consul-answers"
  | "sidecar-calls"
  | "sibling-calls"
  | "proxy-calls"
  | "scraped-port"
  | "may-not-listen"
  | "port-of-another"
  | "starts-a-command"
  | "another-program"
  | "awaits-identity"
  | "not-routed"
  | "only-declared"
  | "probed-elsewhere"
  | "one-of-a-row"
  | "beside-grpc"
  | "opens-early"
  | "answers-at-once"
  | "in-development"
  | "probe-written"
  | "another-program-answered"
  | "windows-pod"
  | "no-sleep-known"
  | "kills-the-start"
  | "gate-would-not-help"
  | "waits-for-old-pod"
  | "no-single-place"
  | "generated"
  | "compiled"
  | "rendered"
  | ProbeRefusal["reason"]
  | "utf-16"
  | "not-proven";

/** One rule's verdict on one workload or container. Lines are 1-based and inclusive, in the file at the head. */
export interface Finding {
  /** stable over pushes: rule, workload and container, never a line number */
  id: string;
  rule: RuleName;
  severity: Severity;
  /** "existing" where the base had the same finding at the same severity or a higher one */
  state: "new" | "existing";
  /** false where the base could not be read: the finding is taken for an existing one, as it may have been there */
  compared: boolean;
  /** id of the workload, or null where nothing could be read as one */
  workload: string | null;
  /** id of the object that is judged, where that is no workload: a Service, an autoscaler, a budget */
  object?: string;
  container: string | null;
  path: string;
  line: number;
  endLine: number;
  /** no file of the change has what it is about, so it is told in words and gets no comment at a line */
  isUnplaced?: true;
  /** it stands in the check alone: so little hangs on it, and no click mends it, or another one stands before it */
  isUntold?: true;
  /** plain text: may hold names from a manifest, so every writer escapes it for its own format */
  message: string;
  waived: { reason: string; until: string } | null;
  fix: Fix | null;
}
