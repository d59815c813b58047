import { apiGroupOf } from "../../manifest/api-group.js";
import { asObject, asString, get, type JsonObject } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { isPlaceholder } from "../../manifest/template-text.js";
import type { Autoscaler, AutoscalerKind, ScalingRange } from "../neighbours.js";
import { typeName } from "../read-container.js";

/** Where a kind of autoscaler writes its range, and what it takes where nothing is written. */
interface RangeFields {
  /** API groups that ever had it */
  groups: readonly string[];
  min: string;
  max: string;
  defaultMin: number;
  /** null where it must be written */
  defaultMax: number | null;
  refusedBy: string;
}

/** autoscaling/v2 defaults.go; scaledobject_types.go of KEDA, whose range is 0 to 100; its first name was Kore. */
const KINDS: Record<AutoscalerKind, RangeFields> = {
  HorizontalPodAutoscaler: {
    groups: ["autoscaling"],
    min: "minReplicas",
    max: "maxReplicas",
    defaultMin: 1,
    defaultMax: null,
    refusedBy: "the API server",
  },
  ScaledObject: {
    groups: ["keda.sh", "keda.k8s.io", "kore.k8s.io"],
    min: "minReplicaCount",
    max: "maxReplicaCount",
    defaultMin: 0,
    defaultMax: 100,
    refusedBy: "KEDA",
  },
};

export function isAutoscalerKind(kind: string): kind is AutoscalerKind {
  return Object.hasOwn(KINDS, kind);
}

/** Reads an autoscaler; null for an object of another project with such a kind, and for one that names no target. */
export function readAutoscaler(object: ManifestObject, kind: AutoscalerKind): Autoscaler | null {
  const fields = KINDS[kind];
  const spec = asObject(object.value.spec);
  const target = asObject(spec.scaleTargetRef);
  // KEDA 1 had no other kind of target.
  const name = asString(target.name) ?? asString(target.deploymentName);
  const [group] = object.apiVersion.split("/", 1) as [string];
  if (name === null || !fields.groups.includes(group)) return null;
  const version = asString(target.apiVersion);
  return {
    kind,
    name: asString(get(object.value, "metadata", "name")),
    namespace: asString(get(object.value, "metadata", "namespace")),
    object,
    target: {
      group: version === null ? null : apiGroupOf(version),
      kind: asString(target.kind) ?? "Deployment",
      name,
    },
    range: pausedAt(object) ?? rangeOf(object, fields, kind),
  };
}

/** HPAScaleToZero in pkg/features/kube_features.go is on since. */
const SCALE_TO_ZERO_SINCE = 37;

function rangeOf(
  { value }: ManifestObject,
  { min, max, defaultMin, defaultMax, refusedBy }: RangeFields,
  kind: AutoscalerKind,
): ScalingRange {
  const spec = asObject(value.spec);
  const fault = (field: string, message: string): ScalingRange => ({
    ok: false,
    path: ["spec", field],
    message: `${field} ${message}`,
  });
  for (const field of [min, max]) {
    const written = spec[field];
    if (written == null || (Number.isInteger(written) && (written as number) >= 0)) continue;
    if (isPlaceholder(written)) return fault(field, "is a placeholder");
    return fault(
      field,
      `is ${typeof written === "number" ? written : typeName(written)}; a whole number is needed`,
    );
  }
  const low = (spec[min] ?? defaultMin) as number;
  const high = (spec[max] ?? defaultMax) as number | null;
  if (high === null) return fault(max, "is missing");
  if (high < 1) return fault(max, `is ${high}; it must be above 0`);
  // ValidateHorizontalPodAutoscaler in pkg/apis/autoscaling/validation/validation.go; KEDA's webhook asks the same.
  if (low > high) return fault(min, `${low} is above ${max} ${high}, which ${refusedBy} refuses`);
  // From 0 pods KEDA goes to 1 at once, or to minReplicaCount under an idleReplicaCount.
  if (kind === "ScaledObject") {
    const awake = Math.max(1, low);
    const idle = Number.isInteger(spec.idleReplicaCount) ? (spec.idleReplicaCount as number) : null;
    // CheckReplicaCountBoundsAreValid in scaledobject_types.go takes a written 0 for 1.
    const bound = spec[min] == null ? `${min}, ${defaultMin} by default` : `${min} ${awake}`;
    if (idle !== null && idle >= (spec[min] == null ? defaultMin : awake))
      return fault("idleReplicaCount", `${idle} is not below ${bound}, which ${refusedBy} refuses`);
    const least = idle !== null && idle >= 0 ? Math.min(low, idle) : low;
    return { ok: true, min: awake, max: high, ...(least < awake ? { least } : {}) };
  }
  if (low > 0) return { ok: true, min: low, max: high };
  if (!scalesFromOutside(value))
    return fault(min, `is 0, which ${refusedBy} refuses without a metric of type Object or External`);
  return { ok: true, min: 0, max: high, sinceMinor: SCALE_TO_ZERO_SINCE };
}

/** Where autoscaling/v1 keeps what that version has no fields for. */
const METRICS_ANNOTATION = "autoscaling.alpha.kubernetes.io/metrics";

/** validateMetrics: what the pods say themselves cannot wake the first of them. */
function scalesFromOutside(value: JsonObject): boolean {
  const metrics = get(value, "spec", "metrics");
  const types = Array.isArray(metrics) ? metrics.map((metric) => get(metric, "type")) : [];
  const annotated = String(get(value, "metadata", "annotations", METRICS_ANNOTATION) ?? "");
  return ["Object", "External"].some((type) => types.includes(type) || annotated.includes(`"${type}"`));
}

/** A ScaledObject that is paused at a number of pods keeps it, outside its range too, until the annotation goes. */
function pausedAt({ kind, value }: ManifestObject): ScalingRange | null {
  const written = get(value, "metadata", "annotations", "autoscaling.keda.sh/paused-replicas");
  if (kind !== "ScaledObject" || !/^\d{1,9}$/.test(String(written))) return null;
  return { ok: true, min: Number(written), max: Number(written) };
}
