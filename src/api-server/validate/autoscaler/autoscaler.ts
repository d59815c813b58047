/** A HorizontalPodAutoscaler: pkg/apis/autoscaling/validation/validation.go. */
import { asArray, asObject, get, type JsonObject, type KeyPath } from "../../../manifest/json-value.js";
import { quoted } from "../../../words/quote.js";
import { below, type Fault, fault, missing, type Place, ROOT, WHOLE } from "../values/fault.js";
import { rangeFaults } from "../values/number-rules.js";
import { metadataFaults } from "../values/object-meta.js";
import { isBlank, isSet, numberOf, textOf } from "../values/read-value.js";
import { SUBDOMAIN } from "../values/text-rules.js";
import { metricsFaults } from "./metrics.js";
import { referenceFaults } from "./object-reference.js";
import { scalingRulesFaults } from "./scaling-rules.js";

const SPEC = below(ROOT, "spec");
const SCALED = below(SPEC, "scaleTargetRef");

/** HPAScaleToZero in pkg/features/kube_features.go is on from 1.37. */
const FIRST_WITH_ZERO = 37;

export function autoscalerFaults(object: JsonObject): Fault[] {
  const spec = asObject(object.spec);
  return [
    ...metadataFaults(object, [{ rule: SUBDOMAIN }]),
    ...countFaults(spec, object.apiVersion),
    ...referenceFaults(spec.scaleTargetRef, SCALED),
    ...groupFaults(spec.scaleTargetRef),
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

/** ValidateAPIVersion came with 1.34. */
const FIRST_WITH_GROUP = 34;
const GROUP_WANTED =
  "an API group is expected from 1.34 on, as apps/v1 for a Deployment: without one the autoscaler finds nothing to scale";

function groupFaults(reference: unknown): Fault[] {
  const { apiVersion, kind } = asObject(reference);
  const place = below(SCALED, "apiVersion");
  // A kind without a group can be scaled as well: validationOptionsForHorizontalPodAutoscaler in its strategy.go.
  if (kind === "ReplicationController" || hasGroup(apiVersion)) return [];
  if (isBlank(apiVersion)) return [{ ...missing(place, GROUP_WANTED), since: FIRST_WITH_GROUP }];
  const text = textOf(apiVersion);
  return text === null
    ? []
    : [fault(place, `is ${quoted(text)}, but ${GROUP_WANTED}`, { since: FIRST_WITH_GROUP })];
}

/** ParseGroupVersion of apimachinery; what more than one slash makes of it is told by `referenceFaults`. */
function hasGroup(apiVersion: unknown): boolean {
  return typeof apiVersion === "string" && !/^(?:\/.*|[^/]*)$/.test(apiVersion);
}

/** Whether an autoscaler of the cluster may keep what one that is new is refused for, by the place of the fault. */
export function mayKeep(path: KeyPath, before: JsonObject, after: JsonObject): boolean {
  return (
    path.join() === SCALED.path.concat("apiVersion").join() &&
    ["apiVersion", "kind"].every((field) => {
      const [old, now] = [before, after].map((object) => get(object, ...SCALED.path, field));
      return old === now || (isBlank(old) && isBlank(now));
    })
  );
}
