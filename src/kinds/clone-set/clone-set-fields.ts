import { get, type JsonObject, type KeyPath } from "../../manifest/json-value.js";

/** Where a version of the API keeps the settings of an update, as keys below the spec. */
export interface CloneSetFields {
  type: KeyPath;
  partition: KeyPath;
  maxUnavailable: KeyPath;
  maxSurge: KeyPath;
  paused: KeyPath;
}

const FIRST = ["updateStrategy"];
const SECOND = ["updateStrategy", "rollingUpdate"];

/** apis/apps/{v1alpha1,v1beta1}/cloneset_types.go: the second version has them one level deeper. */
const V1ALPHA1 = fieldsBelow(FIRST, "type");
const V1BETA1 = fieldsBelow(SECOND, "podUpdatePolicy");

export function cloneSetFields(apiVersion: string): CloneSetFields {
  return apiVersion.endsWith("/v1beta1") ? V1BETA1 : V1ALPHA1;
}

/** Mappings that hold settings, each of which has to be one. */
export function cloneSetMappings(apiVersion: string): KeyPath[] {
  return apiVersion.endsWith("/v1beta1") ? [FIRST, SECOND] : [FIRST];
}

/** Returns the type that says how pods are updated at all; a version that has only one way has no such entry. */
export function strategyTypeOf({ apiVersion, spec }: { apiVersion: string; spec: JsonObject }): unknown {
  return apiVersion.endsWith("/v1beta1") ? get(spec, ...FIRST, "type") : undefined;
}

function fieldsBelow(path: KeyPath, type: string): CloneSetFields {
  return {
    type: [...path, type],
    partition: [...path, "partition"],
    maxUnavailable: [...path, "maxUnavailable"],
    maxSurge: [...path, "maxSurge"],
    paused: [...path, "paused"],
  };
}
