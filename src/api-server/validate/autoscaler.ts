/** A HorizontalPodAutoscaler: pkg/apis/autoscaling/validation/validation.go. */
import { asArray, asObject, get, isObject, type JsonObject } from "../../manifest/json-value.js";
import { isPlaceholder } from "../../manifest/template-text.js";
import { quoted } from "../../words/quote.js";
import { below, type Fault, fault, missing, type Place, ROOT, WHOLE } from "./fault.js";
import { metricsFaults } from "./metrics.js";
import { rangeFaults } from "./number-rules.js";
import { metadataFaults } from "./object-meta.js";
import { isBlank, isSet, numberOf, textOf } from "./read-value.js";
import { scalingRulesFaults } from "./scaling-rules.js";
import { SUBDOMAIN } from "./text-rules.js";

const SPEC = below(ROOT, "spec");

/** HPAScaleToZero in pkg/features/kube_features.go is on from 1.37. */
const FIRST_WITH_ZERO = 37;

export function autoscalerFaults(object: JsonObject): Fault[] {
  const spec = asObject(object.spec);
  return [
    ...metadataFaults(object, [{ rule: SUBDOMAIN }]),
    ...countFaults(spec, object.apiVersion),
    ...referenceFaults(spec.scaleTargetRef, below(SPEC, "scaleTargetRef")),
    ...(object.apiVersion === "autoscaling/v1"
      ? rangeFaults(spec.targetCPUUtilizationPercentage, below(SPEC, "targetCPUUtilizationPercentage"), {
          least: 1,
        })
      : [
          ...metricsFaults(spec.metrics, below(SPEC, "metrics")),
          ...["scaleUp", "scaleDown"].flatMap((direction) =>
            scalingRulesFaults(get(spec, "behavior", direction), below(SPEC, "behavior", direction)),
          ),
        ]),
  ];
}

function countFaults({ minReplicas, maxReplicas, metrics }: JsonObject, apiVersion: unknown): Fault[] {
  const min = isSet(minReplicas) ? numberOf(minReplicas) : 1;
  const max = numberOf(maxReplicas);
  const at = below(SPEC, "minReplicas");
  if (!isSet(maxReplicas)) return [missing(below(SPEC, "maxReplicas"), "every autoscaler needs one")];
  const faults = [
    ...rangeFaults(minReplicas, at, { least: 0 }),
    ...rangeFaults(maxReplicas, below(SPEC, "maxReplicas"), { least: 1 }),
  ];
  if (min === 0) faults.push(...zeroFaults(metrics, apiVersion, at));
  if (faults.every(({ until }) => until !== undefined) && min !== null && max !== null && max < min) {
    const byDefault = isSet(minReplicas) ? "" : " by default";
    faults.push(
      fault(
        below(SPEC, "maxReplicas"),
        `is ${max}, but minReplicas is ${min}${byDefault} and may not be above it`,
        WHOLE,
      ),
    );
  }
  return faults;
}

/** An autoscaler with no pods sees no load of theirs, so it needs a metric from elsewhere. */
function zeroFaults(metrics: unknown, apiVersion: unknown, place: Place): Fault[] {
  const isFed =
    apiVersion !== "autoscaling/v1" &&
    asArray(metrics).some((metric) => get(metric, "type") === "Object" || get(metric, "type") === "External");
  if (isFed)
    return [fault(place, "is 0, which is allowed only from 1.37 on", { until: FIRST_WITH_ZERO - 1 })];
  return [
    fault(place, "is 0, which needs a metric of the type Object or External, and Kubernetes 1.37", WHOLE),
  ];
}

/** ValidateCrossVersionObjectReference */
export function referenceFaults(reference: unknown, place: Place): Fault[] {
  if (isSet(reference) && !isObject(reference)) return [];
  return ["kind", "name"].flatMap((field) => {
    const value = get(reference, field);
    if (isBlank(value)) return [missing(below(place, field), "it says what is meant")];
    return segmentFaults(value, below(place, field));
  });
}

/** IsPathSegmentName in pkg/api/validate/content/path.go of apimachinery */
export function segmentFaults(value: unknown, place: Place): Fault[] {
  const text = textOf(value);
  if (text === null || isPlaceholder(text) || (text !== "." && text !== ".." && !/[/%]/.test(text)))
    return [];
  return [fault(place, `is ${quoted(text)}, but no slash, no per cent sign and no points alone are allowed`)];
}
