import { get, isObject, type JsonObject } from "../../manifest/json-value.js";
import { describeValue } from "../../rollout/describe-value.js";
import { type IntOrString, MAX_INT32, parseIntOrPercent } from "../../rollout/int-or-percent.js";
import { countFaults, readCount } from "../../rollout/read-count.js";
import { strategyFault as fault, type StrategyFault } from "../../rollout/strategy-fault.js";
import { statefulSetDefaults } from "./stateful-set-defaults.js";
import type { StatefulSetFeatures } from "./stateful-set-features.js";

/** `spec.updateStrategy` of a StatefulSet after decoding, defaulting and validation. */
export type StatefulSetStrategy =
  | { type: "OnDelete" }
  /** maxUnavailable as it is written, null where it is not, or where the version drops it */
  | { type: "RollingUpdate"; partition: number; maxUnavailable: IntOrString | null };

interface StatefulSetStrategyReading {
  /** the type written or defaulted; null where it is none of Kubernetes' */
  type: StatefulSetStrategy["type"] | null;
  /** null exactly where there are faults */
  strategy: StatefulSetStrategy | null;
  faults: StrategyFault[];
}

type Features = Pick<StatefulSetFeatures, "maxUnavailable">;

/**
 * Reads `spec.updateStrategy` as the API server does: SetDefaults_StatefulSet in pkg/apis/apps/v1/defaults.go, then
 * dropStatefulSetDisabledFields in pkg/registry/apps/statefulset/strategy.go, then ValidateStatefulSetSpec in
 * pkg/apis/apps/validation/validation.go.
 */
export function readStatefulSetStrategy(
  apiVersion: string,
  written: unknown,
  features: Features,
): StatefulSetStrategyReading {
  if (written == null) return readMapping(apiVersion, {}, features);
  if (isObject(written)) return readMapping(apiVersion, written, features);
  const found = `is ${describeValue(written)}, but a mapping with type and rollingUpdate is expected`;
  return refused(null, [fault("updateStrategy", found)]);
}

function readMapping(
  apiVersion: string,
  updateStrategy: JsonObject,
  features: Features,
): StatefulSetStrategyReading {
  const written = get(updateStrategy, "type");
  const isDefault = written == null || written === "";
  const type = isDefault ? statefulSetDefaults(apiVersion).updateStrategyType : written;
  const rollingUpdate = get(updateStrategy, "rollingUpdate");
  if (type === "OnDelete") return readOnDelete(apiVersion, rollingUpdate, isDefault);
  if (type === "RollingUpdate") return readRollingUpdate(apiVersion, rollingUpdate, features);
  const found = `is ${describeValue(type)}, but a StatefulSet knows only RollingUpdate and OnDelete`;
  return refused(null, [fault("updateStrategy.type", found)]);
}

function readOnDelete(
  apiVersion: string,
  rollingUpdate: unknown,
  isDefault: boolean,
): StatefulSetStrategyReading {
  if (rollingUpdate == null) return { type: "OnDelete", strategy: { type: "OnDelete" }, faults: [] };
  const origin = isDefault ? `OnDelete by default in ${apiVersion}` : "OnDelete";
  const found = `is set although updateStrategy.type is ${origin}, under which no pod is replaced: remove rollingUpdate, or set the type to RollingUpdate`;
  return refused("OnDelete", [fault("updateStrategy.rollingUpdate", found, isDefault)]);
}

function readRollingUpdate(
  apiVersion: string,
  written: unknown,
  features: Features,
): StatefulSetStrategyReading {
  if (written != null && !isObject(written)) {
    const found = `is ${describeValue(written)}, but a mapping with partition is expected`;
    return refused("RollingUpdate", [fault("updateStrategy.rollingUpdate", found)]);
  }
  const writtenPartition = get(written, "partition");
  const partition = readCount(writtenPartition, statefulSetDefaults(apiVersion).partition);
  const maxUnavailable = get(written, "maxUnavailable") ?? null;
  const faults = [
    ...countFaults("updateStrategy.rollingUpdate.partition", writtenPartition),
    ...(features.maxUnavailable ? maxUnavailableFaults(maxUnavailable) : typeFaults(maxUnavailable)),
  ];
  if (partition === null || faults.length > 0) return refused("RollingUpdate", faults);
  const limit = features.maxUnavailable ? (maxUnavailable as IntOrString | null) : null;
  return {
    type: "RollingUpdate",
    strategy: { type: "RollingUpdate", partition, maxUnavailable: limit },
    faults: [],
  };
}

const MAX_UNAVAILABLE = "updateStrategy.rollingUpdate.maxUnavailable";

/** A field that is dropped has been decoded before: any text, or an int32 (apimachinery's util/intstr/intstr.go). */
function typeFaults(written: unknown): StrategyFault[] {
  if (written === null || typeof written === "string") return [];
  if (Number.isInteger(written) && Math.abs(written as number) <= MAX_INT32) return [];
  const parsed = parseIntOrPercent(written);
  return parsed.ok ? [] : [fault(MAX_UNAVAILABLE, parsed.message)];
}

/** validateRollingUpdateStatefulSet. A number of pods may exceed the replicas. */
function maxUnavailableFaults(written: unknown): StrategyFault[] {
  if (written === null) return [];
  const parsed = parseIntOrPercent(written);
  if (!parsed.ok) return [fault(MAX_UNAVAILABLE, parsed.message)];
  const found = `is ${describeValue(written)}, but`;
  if (parsed.amount === 0)
    return [fault(MAX_UNAVAILABLE, `${found} at least 1 pod or 1% must be allowed to be unavailable`)];
  if (parsed.kind === "percent" && parsed.amount > 100)
    return [fault(MAX_UNAVAILABLE, `${found} at most 100% of the pods can be unavailable`)];
  return [];
}

function refused(
  type: StatefulSetStrategyReading["type"],
  faults: StrategyFault[],
): StatefulSetStrategyReading {
  return { type, strategy: null, faults };
}
