import { get, isObject } from "../../manifest/json-value.js";
import { describeValue } from "../../rollout/describe-value.js";
import { type IntOrString, parseIntOrPercent } from "../../rollout/int-or-percent.js";
import type { VersionedSpec } from "../../rollout/rollout-reading.js";
import { strategyFault as fault, type StrategyFault } from "../../rollout/strategy-fault.js";
import { CLONE_SET_DEFAULTS } from "./clone-set-defaults.js";
import { cloneSetFields, cloneSetMappings, strategyTypeOf } from "./clone-set-fields.js";

const TYPES = ["ReCreate", "InPlaceIfPossible", "InPlaceOnly"] as const;

/** `spec.updateStrategy` of a CloneSet after defaulting and validation. */
export interface CloneSetStrategy {
  type: (typeof TYPES)[number];
  partition: IntOrString;
  maxSurge: IntOrString;
  maxUnavailable: IntOrString;
}

export interface CloneSetStrategyReading {
  /** the type written or defaulted; null where it is none of OpenKruise's */
  type: CloneSetStrategy["type"] | null;
  /** null exactly where there are faults */
  strategy: CloneSetStrategy | null;
  faults: StrategyFault[];
}

/**
 * Reads `spec.updateStrategy` as OpenKruise's webhooks do: SetDefaultsCloneSet in apis/apps/defaults, then
 * validateUpdateStrategy in pkg/webhook/cloneset/validating/validation.go.
 */
export function readCloneSetStrategy({ apiVersion, spec }: VersionedSpec): CloneSetStrategyReading {
  const fields = cloneSetFields(apiVersion);
  for (const path of cloneSetMappings(apiVersion)) {
    const found = get(spec, ...path);
    if (found == null || isObject(found)) continue;
    const message = `is ${describeValue(found)}, but a mapping is expected`;
    return { type: null, strategy: null, faults: [fault(path.join("."), message)] };
  }
  const written = (field: keyof typeof fields) => get(spec, ...fields[field]);
  const type = TYPES.find((one) => one === (written("type") || CLONE_SET_DEFAULTS.type)) ?? null;
  const partition = written("partition") ?? CLONE_SET_DEFAULTS.partition;
  const maxSurge = written("maxSurge") ?? CLONE_SET_DEFAULTS.maxSurge;
  const maxUnavailable = written("maxUnavailable") ?? CLONE_SET_DEFAULTS.maxUnavailable;
  const at = (field: keyof typeof fields) => fields[field].join(".");
  const faults = [
    ...kindOfUpdateFaults({ apiVersion, spec }),
    ...(type === null ? [typeFault(at("type"), written("type"))] : []),
    ...limitFault(at("partition"), partition),
    ...limitFaults({
      at,
      type,
      maxSurge,
      maxUnavailable,
      replicas: spec.replicas ?? CLONE_SET_DEFAULTS.replicas,
    }),
  ];
  if (type === null || faults.length > 0) return { type, strategy: null, faults };
  return {
    type,
    strategy: {
      type,
      partition: partition as IntOrString,
      maxSurge: maxSurge as IntOrString,
      maxUnavailable: maxUnavailable as IntOrString,
    },
    faults,
  };
}

function typeFault(field: string, written: unknown): StrategyFault {
  return fault(field, `is ${describeValue(written)}, but a CloneSet knows only ${TYPES.join(", ")}`);
}

function kindOfUpdateFaults(written: VersionedSpec): StrategyFault[] {
  const type = strategyTypeOf(written);
  if (!type || type === "RollingUpdate") return [];
  const message = `is ${describeValue(type)}, but only RollingUpdate is known: podUpdatePolicy of rollingUpdate says how`;
  return [fault("updateStrategy.type", message)];
}

function limitFault(field: string, written: unknown): StrategyFault[] {
  const parsed = parseIntOrPercent(written);
  return parsed.ok ? [] : [fault(field, parsed.message)];
}

interface WrittenLimits {
  at(field: "maxSurge" | "maxUnavailable"): string;
  type: CloneSetStrategy["type"] | null;
  maxSurge: unknown;
  maxUnavailable: unknown;
  replicas: unknown;
}

/** Both are resolved upwards here, so that only limits which are 0 themselves come to nothing. */
function limitFaults({ at, type, maxSurge, maxUnavailable, replicas }: WrittenLimits): StrategyFault[] {
  const faults = [
    ...limitFault(at("maxSurge"), maxSurge),
    ...limitFault(at("maxUnavailable"), maxUnavailable),
  ];
  if (faults.length > 0) return faults;
  if (type === "InPlaceOnly" && !isZero(maxSurge)) {
    const message = `is ${describeValue(maxSurge)}, but under InPlaceOnly no pod can come beside another: it must be 0`;
    return [fault(at("maxSurge"), message)];
  }
  if (replicas === 0 || !isZero(maxSurge) || !isZero(maxUnavailable)) return [];
  const found = `is ${describeValue(maxUnavailable)} while maxSurge is ${describeValue(maxSurge)}`;
  return [fault(at("maxUnavailable"), `${found}, but one must be above 0, or no pod could ever be updated`)];
}

function isZero(limit: unknown): boolean {
  return Number.parseInt(`${limit}`, 10) === 0;
}
