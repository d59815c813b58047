/**
 * The contract of `--format json`: what is printed has these types, and the published JSON Schema is made of them. It only
 * gains keys, and words in the lists of rules, codes, origins and reasons.
 */
import * as z from "zod";
import type { ProblemCode } from "../../manifest/problem.js";
import { RULE_NAMES } from "../../policy/rule-names.js";
import type { AdviceReason, FixOrigin } from "../../review/findings/finding.js";

const PROBLEM_CODES = [
  "yaml-syntax",
  "duplicate-key",
  "stream-end",
  "too-deep",
  "alias-bomb",
  "file-too-large",
  "document-too-large",
  "change-too-large",
  "binary",
  "link",
  "template",
  "rendering",
  "patch",
  "workload-ref",
  "other-kind",
  "test-data",
  "shape",
  "no-effect",
  "autoscaler",
  "not-loaded",
  "neighbours-not-loaded",
  "listener",
  "ceiling",
  "policy",
  "extends",
  "annotation",
  "health-path",
  "slow-check",
  "load-balancer",
  "pre-stop",
  "startup",
  "apply",
  "waiver",
] as const satisfies ProblemCode[];

const FIX_ORIGINS = [
  "removed-probe",
  "startup-handler",
  "liveness-handler",
  "image",
  "service-port",
  "named-port",
  "tcp-port",
  "grpc-port",
  "chart",
  "none",
  "deleted-field",
  "moved-field",
  "renamed-field",
  "retyped-value",
  "strategy",
  "startup-probe",
  "pre-stop",
  "grace-period",
] as const satisfies FixOrigin[];

/** All of them, in the order in which a reader looks for them. */
export const ADVICE_REASONS = [
  "grpc-port",
  "grpc-over-tls",
  "auxiliary-ports-only",
  "no-tcp-port",
  "no-port",
  "port-not-named",
  "loopback-port",
  "shared-port",
  "sidecar-answers",
  "linkerd-answers",
  "consul-answers",
  "sidecar-calls",
  "sibling-calls",
  "proxy-calls",
  "scraped-port",
  "may-not-listen",
  "port-of-another",
  "starts-a-command",
  "another-program",
  "awaits-identity",
  "not-routed",
  "only-declared",
  "probed-elsewhere",
  "one-of-a-row",
  "beside-grpc",
  "opens-early",
  "answers-at-once",
  "in-development",
  "probe-written",
  "another-program-answered",
  "windows-pod",
  "no-sleep-known",
  "kills-the-start",
  "gate-would-not-help",
  "waits-for-old-pod",
  "no-single-place",
  "not-editable",
  "generated",
  "compiled",
  "rendered",
  "built",
  "vendored",
  "computed",
  "probe-by-values",
  "not-with-every-set",
  "json-patch",
  "not-with-every-root",
  "shared-lines",
  "beyond-limit",
  "not-judged",
  "utf-16",
  "not-proven",
] as const satisfies AdviceReason[];

const line = z.int().min(1);
const pods = z.int().min(0);

function key<Schema extends z.ZodType>(schema: Schema, description: string) {
  return schema.meta({ description });
}

const path = key(z.string(), "The file, from the root of the reviewed files.");
const workloadPath = key(z.string(), "The file at the head, or at the base of a workload that is removed.");

const edit = z.object({
  path,
  startLine: key(line, "First line that is replaced, 1-based, in the file at the head."),
  endLine: key(line, "Last line that is replaced, inclusive."),
  replacement: key(z.string(), "The text in their place, without a final line end."),
});

const coverage = z
  .object({
    covered: key(pods, "Those that have such a probe."),
    total: key(pods, "All of them."),
  })
  .meta({ id: "coverage" });

const unknownListener = z.object({
  service: key(
    z.string().nullable(),
    "The Service's name; null where a container of the pod forwards there.",
  ),
  port: key(z.int(), "The port's number in the pod."),
  containers: key(z.array(z.string().nullable()), "Those that may answer, by name; null for one without."),
  gated: key(
    z.boolean().nullable(),
    "Whether the one that answers has a gate, whichever it is; null where that depends on which it is.",
  ),
});

function byVersion<Name extends string>(name: Name, description: string) {
  const value = key(pods.nullable(), "Pods; null where the API server of these versions refuses the object.");
  const versions = key(z.array(z.string()), "Versions of Kubernetes, each run without a gap as one text.");
  const entry = z.object({ versions, [name]: value } as { versions: typeof versions } & Record<
    Name,
    typeof value
  >);
  return key(z.array(entry).nullable(), description);
}

const replicas = key(
  z
    .object({
      min: key(pods, "Pods; 0 under an autoscaler that goes to zero."),
      max: key(pods, "Pods; above min only under an autoscaler."),
      source: key(z.enum(["manifest", "default", "autoscaler", "nodes"]), "The source of the number."),
    })
    .nullable(),
  "How many pods are asked for; null where that is not known.",
);

const numbers = z
  .object({
    replicas,
    strategy: key(z.string().nullable(), "The strategy's name, as its controller takes it."),
    maxSurge: key(pods.nullable(), "Pods above replicas, rounded as the controller does."),
    maxUnavailable: key(pods.nullable(), "Pods below replicas, rounded as the controller does."),
    minReadySeconds: key(pods.nullable(), "Seconds."),
    budget: key(
      pods.nullable(),
      "Pods that Kubernetes promises to take away at most; null where it promises nothing.",
    ),
    worstCase: key(
      pods.nullable(),
      "Pods that may not be serving at the worst moment of the next rollout from settled pods.",
    ),
    worstShare: key(z.number().min(0).max(1).nullable(), "worstCase as a share of the replicas."),
    atReplicas: key(pods.nullable(), "The number of replicas at which worstShare is reached."),
    gated: key(z.boolean(), "Kubernetes waits for a probe of every container that traffic reaches."),
    serving: key(z.boolean(), "Traffic reaches at least one container."),
    coverage: key(
      z.object({
        gate: key(coverage, "Readiness or startup probes on the containers that traffic reaches."),
        readiness: key(coverage, "Readiness probes on the containers that keep running."),
        liveness: key(coverage, "Liveness probes on the containers that keep running."),
        startup: key(coverage, "Startup probes on the containers that keep running."),
      }),
      "How many containers have which probe.",
    ),
    worstCaseBy: byVersion(
      "worstCase",
      "worstCase by Kubernetes version, at atReplicas, the oldest first; null where all versions agree.",
    ),
    budgetBy: byVersion("budget", "budget by Kubernetes version; null where all versions agree."),
    guaranteed: key(
      pods.nullable(),
      "Pods that serve at every moment of this change's own rollout, where it raises replicas and replaces ungated pods in one step; null elsewhere.",
    ),
    unknownListeners: key(
      z.array(unknownListener),
      "Ports that traffic goes to, where it is not known which of several containers answers; the first 20.",
    ),
    datagrams: key(
      z.array(z.enum(["UDP", "SCTP"])),
      "Protocols of the Services that select the pods, or where there is no Service those of the declared ports, where none of them is TCP: who answers them is not judged.",
    ),
  })
  .meta({ id: "numbers" });

const workload = z.object({
  id: key(
    z.string(),
    "Names the workload: its path, or its chart's folder, with group, kind, namespace and name.",
  ),
  previousId: key(z.string(), "The base's id, where the workload moved to another file.").optional(),
  kind: key(z.string(), "As the manifest writes it."),
  apiVersion: key(z.string(), "As the manifest writes it."),
  namespace: key(z.string().nullable(), "As the manifest writes it; null where it writes none."),
  name: key(z.string().nullable(), "As the manifest writes it; null where it writes none."),
  path: workloadPath,
  line: key(line, "The object's first line."),
  change: key(
    z.enum(["added", "modified", "removed", "renamed", "context"]),
    "How the change touches the workload; context where only its surroundings change.",
  ),
  rollsPods: key(z.boolean(), "Merging the change replaces pods."),
  before: key(numbers.nullable(), "Its numbers at the base; null where it is not there."),
  after: key(numbers.nullable(), "Its numbers at the head; null where it is not there."),
  sets: key(
    z.array(
      z.object({
        name: key(z.string(), "The set's name, such as values-prod.yaml."),
        replicas,
        worstCase: key(pods.nullable(), "As in after, or in before of a workload that is removed."),
      }),
    ),
    "Of a workload that a chart makes with several sets of values: its numbers with each that the change concerns, the worst first, whose are before and after.",
  ).optional(),
});

const loss = z
  .object({
    worstCase: key(pods, "Pods that may not be serving where all of the workloads roll at once."),
    atReplicas: key(pods, "Their pods together, where worstCase is the largest share of them."),
    mostPods: key(pods, "The most pods that may not be serving, at any number of replicas."),
  })
  .meta({ id: "loss" });

const together = z.object({
  kind: key(z.enum(["Service", "PodDisruptionBudget"]), "The object that has the pods of all."),
  namespace: key(z.string().nullable(), "As a manifest writes it; null where none does."),
  name: key(z.string(), "The object's name."),
  path,
  line: key(line, "The object's first line."),
  workloads: key(
    z.array(z.string()),
    "Ids of the workloads that have pods; the change may leave some of them as they were.",
  ),
  before: key(loss.nullable(), "At the base; null where it is not known, or there was no such object."),
  after: key(loss.nullable(), "At the head; null where it is not known."),
  evictable: key(
    pods.nullable(),
    "Of a PodDisruptionBudget: how many of atReplicas pods it lets be evicted at once. It limits no rollout.",
  ),
});

const fix = z.object({
  origin: key(z.enum(FIX_ORIGINS), "Where the fix comes from."),
  confidence: key(z.enum(["one-click", "advice"]), "Whether the edits are proven and trusted."),
  text: key(z.string(), "The probe or field without indentation; empty where none can be named."),
  edits: key(z.array(edit), "Replacements of whole lines; empty where the fix is advice."),
  reason: key(z.enum(ADVICE_REASONS).nullable(), "Why it is advice alone; null where it is one click."),
});

const finding = z.object({
  id: key(z.string(), "Stable over pushes: rule, workload and container, never a line number."),
  rule: key(z.enum(RULE_NAMES), "The rule's name; docs/rules has a page for each."),
  severity: key(z.enum(["error", "warning"]), "As the policy has it."),
  state: key(
    z.enum(["new", "existing"]),
    "existing where the base has the same finding at the same severity or a higher one.",
  ),
  workload: key(z.string().nullable(), "Id of the workload; null where nothing could be read as one."),
  object: key(z.string(), "Id of the object that is judged, where that is no workload.").optional(),
  container: key(z.string().nullable(), "Name of the container; null where the finding is of none."),
  path,
  line: key(line, "First line, 1-based, in the file at the head."),
  endLine: key(line, "Last line, inclusive."),
  message: key(z.string(), "Plain text; names from the manifest stand in it as they are."),
  waived: key(
    z
      .object({
        reason: key(z.string(), "As the waiver says it."),
        until: key(z.string(), "The last day, YYYY-MM-DD in UTC."),
      })
      .nullable(),
    "The waiver that is in force for it; null where there is none.",
  ),
  fix: key(fix.nullable(), "A fix, or advice towards one; null where there is neither."),
  compared: key(
    z.boolean(),
    "false where the base could not be read, so that the finding may have been there.",
  ),
});

const comment = z.object({
  path,
  startLine: key(line, "First line of a comment on several.").optional(),
  line: key(line, "The line, or the last one, in the file at the head."),
  side: key(z.literal("RIGHT"), "The head's side of the diff, as GitHub calls it."),
  body: key(z.string(), "Markdown."),
  suggestion: key(z.string().nullable(), "The text in place of these lines; null where it only speaks."),
});

const problem = z.object({
  code: key(z.enum(PROBLEM_CODES), "The reason why something was not judged, or the subject of the note."),
  path,
  line: key(line, "1-based."),
  column: key(line, "1-based."),
  message: key(z.string(), "Plain text."),
});

export const reviewSchema = z.object({
  schema: key(z.literal("surefoot.review/v1"), "The name of this contract."),
  base: key(
    z.string().nullable(),
    "The state that the head was compared with; null where everything is taken as new.",
  ),
  head: key(
    z.string(),
    "The state that was reviewed: a commit, a folder, the working tree, or standard input.",
  ),
  conclusion: key(z.enum(["success", "failure", "neutral"]), "The check's conclusion."),
  title: key(z.string(), "The verdict in one line."),
  workloads: key(z.array(workload), "Every workload that the change concerns."),
  together: key(
    z.array(together),
    "Services and budgets that several workloads stand behind, and what they lose if all of these roll at once.",
  ),
  findings: key(z.array(finding), "Every finding, the waived ones too."),
  comments: key(z.array(comment), "Comments that would be posted inline."),
  problems: key(z.array(problem), "Files and objects that were not judged, and notes on the review."),
});

export type ReviewJson = z.infer<typeof reviewSchema>;
