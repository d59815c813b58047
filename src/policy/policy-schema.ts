/** What a policy file may say. Every error message here is the second half of a sentence: what is allowed instead. */
import { z } from "zod";
import { KUBERNETES_VERSIONS, UNQUOTED_VERSIONS } from "./kubernetes-version.js";
import { RULE_NAMES } from "./rule-names.js";

// Kubernetes keeps these numbers in an int32.
const LARGEST = 2_147_483_647;
const MAX_GLOBS = 200;
const MAX_GLOB_LENGTH = 500;

function oneOf<const Values extends readonly [string, ...string[]]>(...values: Values) {
  return z.enum(values, { error: values.join(", ") });
}

function wholeNumber(least: number, unit: string) {
  const error = `a whole number of ${unit}, ${least} or more`;
  return z
    .int({ error })
    .min(least, { error })
    .max(LARGEST, { error: `${error}, at most ${LARGEST}` });
}

function settings<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: Object.keys(shape).join(", ") });
}

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

const versions = `a version from "${KUBERNETES_VERSIONS[0]}" to "${KUBERNETES_VERSIONS.at(-1)}", in quotes since YAML takes 1.30 for 1.3`;
const kubernetesVersion = z.union([z.enum(KUBERNETES_VERSIONS), z.literal(UNQUOTED_VERSIONS)], {
  error: versions,
});

const glob = z
  .string({ error: "a glob such as test/**" })
  .min(1, { error: "a glob such as test/**" })
  .max(MAX_GLOB_LENGTH, { error: `globs of at most ${MAX_GLOB_LENGTH} characters` })
  // Paths of a repository never begin so: the glob would match nothing, in silence.
  .regex(/^(?!\.?\/)/, { error: "a glob from the repository's root on, without / or ./ before it" });

const globs = z
  .array(glob, { error: "a list of globs such as [test/**]" })
  .max(MAX_GLOBS, { error: `at most ${MAX_GLOBS} globs` });

/** Limits as the API server has them: `pkg/apis/core/validation/validation.go: validateProbe`. */
const probe = settings({
  initialDelaySeconds: wholeNumber(0, "seconds").optional(),
  periodSeconds: wholeNumber(1, "seconds").optional(),
  timeoutSeconds: wholeNumber(1, "seconds").optional(),
  // A readiness probe may ask for more than one success, the others may not: what is synthesised is a readiness probe.
  successThreshold: wholeNumber(1, "probes").optional(),
  failureThreshold: wholeNumber(1, "probes").optional(),
});

const rules = settings(
  Object.fromEntries(RULE_NAMES.map((name) => [name, severity.optional()])) as Record<
    (typeof RULE_NAMES)[number],
    z.ZodOptional<typeof severity>
  >,
);

/** The file as it may be written; the keys that this version reads. */
export const policySchema = settings({
  block: oneOf("regressions", "changed", "never").optional(),
  onError: oneOf("failure", "neutral").optional(),
  comments: oneOf("all", "new", "none").optional(),
  rules: rules.optional(),
  requirePreStop: z.boolean({ error: "true, false" }).optional(),
  worstCase: settings({ max: ceiling }).optional(),
  probe: probe.optional(),
  startupSeconds: wholeNumber(0, "seconds").optional(),
  nodes: wholeNumber(1, "nodes").optional(),
  kubernetes: kubernetesVersion.optional(),
  paths: settings({ include: globs.optional(), exclude: globs.optional() }).optional(),
});

export type PolicyFile = z.infer<typeof policySchema>;
