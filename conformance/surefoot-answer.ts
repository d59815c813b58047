/** Surefoot's answer to a file that a pull request adds, in the form in which the API server's answers come. */
import { holdsPlaceholder } from "../src/api-server/validate/values/read-value.js";
import type { ChangeSet } from "../src/changeset/change-set.js";
import { examineChange } from "../src/engine.js";
import type { Judgement } from "../src/judge/judge-workload.js";
import { KIND_INDEX } from "../src/kinds/kinds.js";
import type { Manifest, ManifestObject } from "../src/manifest/manifest.js";
import { readManifest } from "../src/manifest/read-manifest.js";
import { splitStream } from "../src/manifest/split-stream.js";
import { objectsLost } from "../src/manifest/stream-end.js";
import { isUnfilledName } from "../src/manifest/template-text.js";
import { DEFAULT_POLICY, type Policy } from "../src/policy/policy.js";
import { renderChange } from "../src/render/render-change.js";
import { circumstancesAt } from "../src/review/circumstances.js";
import type { Finding } from "../src/review/findings/finding.js";
import type { Review } from "../src/review/review.js";
import { handlersOf, portOf, timingsOf } from "../src/rules/common/read-probe.js";
import { looksWhole } from "../src/workload/neighbours/is-whole-object.js";
import { PROBE_TYPES } from "../src/workload/workload.js";

export interface SurefootAnswer {
  /** sentences that say: the API server refuses an object of any sender */
  refused: string[];
  /** sentences that say: a field is unknown, so kubectl's Strict default refuses the object */
  strict: string[];
  /** an object was taken for a patch, so nothing that it leaves out is missing */
  partial: boolean;
  /** an entry is null, which in a patch takes the field away */
  takesAway: boolean;
  /** something stands in an object that a tool replaces before the API server sees it */
  unfilled: boolean;
  /** objects that were read, of the kinds and apiVersions that the API server serves */
  objects: number;
  /** sentences that say: a document was not read */
  unread: string[];
  /** numbers of each workload that was read, in the order of the file */
  workloads: WorkloadValues[];
}

export interface WorkloadValues {
  kind: string;
  replicas: number | null;
  strategy: string | null;
  maxSurge: number | null;
  maxUnavailable: number | null;
  minReadySeconds: number | null;
  /** by container, then by kind of probe: handler, port and the five timings */
  probes: Record<string, Record<string, ProbeValues>>;
}

export interface ProbeValues {
  handler: string;
  port: string | number | null;
  timings: Record<string, number>;
}

const CIRCUMSTANCES = circumstancesAt(new Date("2026-01-01T00:00:00Z"));
const PATH = "manifests/drawn.yaml";

/** `servedBy`: whose program answers, Kubernetes' or that of Argo Rollouts. */
export function surefootAnswer(
  text: string,
  kubernetes: Policy["kubernetes"],
  servedBy: keyof typeof SERVED = "Kubernetes",
): SurefootAnswer {
  const material = examineChange(
    renderChange(addition(text)),
    { ...DEFAULT_POLICY, kubernetes },
    CIRCUMSTANCES,
  );
  const saying = (wanted: Verdict) =>
    material.findings
      .filter((finding) => isOfRollout(finding, material) === (servedBy === "Argo Rollouts"))
      .filter((finding) => verdictsIn(finding).includes(wanted))
      .map(sentence);
  const manifest = readManifest(PATH, text, KINDS);
  return {
    refused: saying("refused"),
    strict: saying("strict"),
    partial: material.problems.some(({ code }) => code === "patch") || manifest.objects.some(looksPartial),
    takesAway: manifest.objects.some(({ value }) => holdsNull(value)),
    unfilled: manifest.objects.some(isUnfilled),
    objects: servedIn(manifest, SERVED[servedBy]),
    unread: unreadIn(material),
    workloads: [...material.judgements.values()].map(valuesOf),
  };
}

function holdsNull(value: unknown): boolean {
  return value === null || (typeof value === "object" && Object.values(value).some(holdsNull));
}

function isUnfilled({ value }: ManifestObject): boolean {
  return holdsPlaceholder(value) || holdsUnfilledName(value);
}

/** Words in capitals are no placeholder elsewhere, as in the value of a variable. */
function holdsUnfilledName(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, item]) =>
    typeof item === "string" ? /name$/i.test(key) && isUnfilledName(item) : holdsUnfilledName(item),
  );
}

/** A file may hold objects of both. */
function isOfRollout({ workload, message }: Finding, { judgements }: Review): boolean {
  const kind = judgements.get(workload ?? "")?.workload.kind;
  return kind === undefined ? message.startsWith("This Rollout ") : kind === "Rollout";
}

/** A workload that looks so is a problem by itself. */
function looksPartial(object: ManifestObject): boolean {
  return KIND_INDEX.meantAs(object) === null && !looksWhole(object);
}

function addition(text: string): ChangeSet {
  return {
    base: "0".repeat(40),
    head: "1".repeat(40),
    webUrl: null,
    files: [
      {
        path: PATH,
        previousPath: null,
        status: "added",
        before: null,
        after: { kind: "text", text },
        hunks: [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: text.split("\n").length }],
      },
    ],
    siblings: [],
    omissions: [],
  };
}

function sentence({ rule, message }: Finding): string {
  return `${rule}: ${message}`;
}

type Verdict = "refused" | "strict";

/** Returns what a finding says of the API server; nothing where it is about something else. */
function verdictsIn({ rule, severity, message }: Finding): Verdict[] {
  switch (rule) {
    case "unknown-field":
      // It may add for what the object is refused without the field.
      return / and (?:\w+ )*refuses the \w+ without it/.test(message) ? ["strict", "refused"] : ["strict"];
    case "refused-object":
      return ["refused"];
    case "manifest-shape":
      if (message.includes("is not a field of")) return ["strict"];
      return message.includes("is indented too deep") ? ["strict", "refused"] : ["refused"];
    case "probe-timing":
      return severity === "error" ? ["refused"] : [];
    case "invalid-rollout":
      return message.includes("refuses") ? ["refused"] : [];
    case "probe-target":
      return severity === "error" && !message.includes("can never succeed") ? ["refused"] : [];
    default:
      return [];
  }
}

const SERVED = {
  Kubernetes: [
    ...["apps/v1 Deployment", "apps/v1 StatefulSet", "apps/v1 DaemonSet", "v1 Service"],
    ...["autoscaling/v1 HorizontalPodAutoscaler", "autoscaling/v2 HorizontalPodAutoscaler"],
    "policy/v1 PodDisruptionBudget",
  ],
  "Argo Rollouts": ["argoproj.io/v1alpha1 Rollout"],
} as const;
const KINDS: ReadonlySet<string> = new Set(
  Object.values(SERVED)
    .flat()
    .map((each) => each.split(" ")[1] ?? ""),
);

/** Counts the objects that kubectl applies by Surefoot's word: it judges those behind a fault too, and tells that apart. */
function servedIn(manifest: Manifest, served: readonly string[]): number {
  const lost = new Set(objectsLost(manifest, splitStream(manifest.text)));
  return manifest.objects.filter(
    (object) => !lost.has(object) && served.includes(`${object.apiVersion} ${object.kind}`),
  ).length;
}

function unreadIn({ problems }: Review): string[] {
  return problems
    .filter(({ code }) => ["yaml-syntax", "too-deep", "alias-bomb", "template", "stream-end"].includes(code))
    .map(({ code, message }) => `${code}: ${message}`);
}

function valuesOf({ workload, analysis }: Judgement): WorkloadValues {
  const { replicas, strategy, maxSurge, maxUnavailable, minReadySeconds } = analysis.rollout;
  const probes = workload.containers.map((container) => {
    const own = PROBE_TYPES.flatMap((type) => {
      const probe = container.probes[type];
      if (probe === undefined) return [];
      const handler = handlersOf(probe)[0];
      const timings = timingsOf(probe);
      if (handler === undefined || timings === null) return [];
      const port = portOf(probe, handler);
      const plain = typeof port === "string" || typeof port === "number" ? port : null;
      return [[type, { handler, port: plain, timings }] as const];
    });
    return [container.name ?? "", Object.fromEntries(own)] as const;
  });
  return {
    kind: workload.kind,
    replicas: replicas === null ? null : replicas.min,
    strategy,
    maxSurge,
    maxUnavailable,
    minReadySeconds,
    probes: Object.fromEntries(probes),
  };
}
