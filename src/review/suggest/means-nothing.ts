import { isObject } from "../../manifest/json-value.js";

/**
 * Fields of an object, its pod or a container whose empty mapping or list is decoded to the same as none (k8s.io/api).
 * Not those where empty says something, as in `emptyDir: {}` or a selector of everything, or is refused, as in a probe.
 */
const EMPTY_AS_NONE: ReadonlySet<string> = new Set([
  "affinity",
  "annotations",
  "args",
  "command",
  "env",
  "envFrom",
  "hostAliases",
  "imagePullSecrets",
  "initContainers",
  "labels",
  "nodeSelector",
  "resources",
  "securityContext",
  "tolerations",
  "topologySpreadConstraints",
  "volumeMounts",
  "volumes",
]);

/** Whether a field with this value means the same as no field at all, wherever it belongs. */
export function meansNothing(name: string, value: unknown): boolean {
  const isEmpty = Array.isArray(value)
    ? value.length === 0
    : isObject(value) && Object.keys(value).length === 0;
  return isEmpty && EMPTY_AS_NONE.has(name);
}
