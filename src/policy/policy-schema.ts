/**
 * The one schema of policy files: files are held against it, and editors get it as JSON Schema. Every
 * error message here is the second half of a sentence: what is allowed instead.
 */
import * as z from "zod";
import { KUBERNETES_RELEASE, KUBERNETES_VERSIONS, UNQUOTED_VERSIONS } from "./kubernetes-version.js";
import { DEFAULT_POLICY } from "./policy.js";
import { parseReference, REFERENCE } from "./policy-reference.js";
import { renderSchema } from "./render-schema.js";
import { RULE_NAMES } from "./rule-names.js";
import { globs, key, LARGEST, oneOf, settings, wholeNumber } from "./schema-parts.js";
import { waiverSchema } from "./waiver-schema.js";

const MAX_WAIVERS = 500;
const MAX_RENDER = 200;

const severity = z.union([oneOf("error", "warning", "off"), z.literal(false)], {
  error: "error, warning, off",
});

const share = 'a whole number of pods such as 2, or per cent of the replicas such as "34%", at most "100%"';
const ceiling = z.union(
  [
    z.int().min(0, { error: share }).max(LARGEST, { error: share }),
    // As in maxUnavailable, per cents are whole.
    z.string().regex(/^(\d{1,2}|100)%$/, { error: share }),
  ],
  { error: share },
);

const versions = `a version from "${KUBERNETES_VERSIONS[0]}" to "${KUBERNETES_VERSIONS.at(-1)}", in quotes since YAML takes 1.30 for 1.3, or one release of it such as "1.35.2"`;
const kubernetesVersion = z.union(
  [
    z.enum(KUBERNETES_VERSIONS),
    z.string().regex(KUBERNETES_RELEASE, { error: versions }),
    z.literal(UNQUOTED_VERSIONS),
  ],
  { error: versions },
);

/** Limits as the API server has them: `pkg/apis/core/validation/validation.go: validateProbe`. */
const probe = settings({
  initialDelaySeconds: key(
    wholeNumber(0, "seconds"),
    "Seconds before the first probe. By default startupSeconds, or 30 where that is not set.",
  ),
  periodSeconds: key(wholeNumber(1, "seconds"), "Seconds between two probes.", 5),
  timeoutSeconds: key(wholeNumber(1, "seconds"), "Seconds that a probe may take.", 3),
  // A readiness probe may ask for more than one success, the others may not: what is synthesised is a readiness probe.
  successThreshold: key(wholeNumber(1, "probes"), "Successes in a row that make a container ready.", 1),
  failureThreshold: key(wholeNumber(1, "probes"), "Failures in a row that make it unready.", 3),
});

const rules = settings(
  Object.fromEntries(
    RULE_NAMES.map((name) => [name, key(severity, `The severity of every finding of ${name}, or off.`)]),
  ) as Record<(typeof RULE_NAMES)[number], z.ZodOptional<typeof severity>>,
);

const sign =
  "a key of an annotation or label such as elbv2.k8s.aws/pod-readiness-gate-inject, or with =value behind it";
const entry = z.string({ error: sign }).regex(/^[\w./-]{1,317}(?:=[^\n\r]{0,253})?$/, { error: sign });
const gates = "all, or a mapping with namespaceLabel or annotation";
const injectedGates = z.union(
  [
    z.literal("all"),
    settings({
      namespaceLabel: key(entry, "A label of the Namespace that the pods are in, as key or key=value."),
      annotation: key(
        entry,
        "An annotation of a Service that selects the pods, or of the pod template, as key or key=value.",
      ),
    }),
  ],
  { error: gates },
);

const reference =
  "a repository such as .github or acme/platform, with a path behind it where that is another, such as acme/platform:policies/strict.yml";

export const startupSecondsSchema = wholeNumber(0, "seconds");

/** The file as it may be written. */
export const policySchema = settings({
  block: key(
    oneOf("regressions", "changed", "never"),
    "Findings that fail the check: errors that the base did not have, any error on a workload that the change adds or whose pods it replaces, or none.",
    "regressions",
  ),
  onError: key(oneOf("failure", "neutral"), "The conclusion of a review that could not finish.", "failure"),
  comments: key(
    oneOf("all", "new", "none"),
    "Which findings get a comment: all, what the base did not have and the older errors that this merge rolls out, that fail the check, that stand in a document which it edits and nobody can read, or that may be new; new, only what the base did not have; none.",
    "all",
  ),
  rules: key(rules, "The severity of a rule, or off; what is left out keeps its own."),
  requirePreStop: key(
    z.boolean({ error: "true, false" }),
    "Whether a serving container without a preStop hook is worth a warning.",
    false,
  ),
  worstCase: key(
    settings({
      max: key(ceiling, "Pods, or per cent of the replicas, that may be out of service at once."),
      perService: key(
        ceiling,
        "The same for all workloads behind one Service together, should they all roll at once.",
      ),
    })
      .refine((ceilings) => Object.keys(ceilings).length > 0, { error: "max, perService" })
      .meta({ minProperties: 1 }),
    "Ceilings for the worst case; none where they are left out.",
  ),
  probe: key(probe, "The numbers of a suggested probe that copies none."),
  startupSeconds: key(
    startupSecondsSchema,
    "Seconds that the apps take from their start until they serve; unknown where it is left out. Turns 'any number of pods' into an exact one.",
  ),
  injectedReadinessGates: key(
    injectedGates,
    "Which pods a webhook of the cluster gives a readiness gate of a load balancer: all behind a Service, or those by a label of their Namespace or an annotation.",
  ),
  nodes: key(
    wholeNumber(1, "nodes"),
    "How many nodes a DaemonSet runs on; unknown where it is left out, and then its worst case is a share.",
  ),
  kubernetes: key(
    kubernetesVersion,
    "The cluster's version of Kubernetes, or one release of it: what may be suggested, and how its controllers count. Where it is left out, the worst of the versions that are known counts, and only what all of them have is suggested.",
  ),
  paths: key(
    settings({
      include: key(globs, "Files that are reviewed; all of them where it is left out or empty.", []),
      exclude: key(
        globs,
        "Files that are not reviewed, whatever include says. The default, which is test data and documentation, holds where neither key is written.",
        DEFAULT_POLICY.paths.exclude,
      ),
    }),
    "Globs of the files that are reviewed, from the repository's root on.",
  ),
  render: key(
    z
      .array(renderSchema, { error: "a list of settings, each with chart, and maybe values" })
      .max(MAX_RENDER, { error: `at most ${MAX_RENDER} ways to render` }),
    "With which values charts of the repository are rendered, where its files do not tell, or tell it wrong.",
    [],
  ),
  waivers: key(
    z
      .array(waiverSchema, { error: "a list of waivers, each with workload, rule, reason and until" })
      .max(MAX_WAIVERS, { error: `at most ${MAX_WAIVERS} waivers` }),
    "Findings that are accepted for a while.",
    [],
  ),
  _extends: key(
    z
      .string({ error: reference })
      .regex(REFERENCE, { error: reference, abort: true })
      .refine((text) => parseReference(text, "any") !== null, { error: reference }),
    "A policy in another repository that this one builds upon: <repo>, <owner>/<repo> or <owner>/<repo>:<path>. Settings that are written here win; waivers of both count.",
  ),
});

export type PolicyFile = z.infer<typeof policySchema>;
