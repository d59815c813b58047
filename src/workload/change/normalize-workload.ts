/**
 * Brings two versions of an object to the form in which Kubernetes compares them: defaults written out, null and
 * empty gone, quantities in one notation. Only for comparing: nothing is judged on it.
 */

import { asArray, asObject, isObject, type JsonObject, withoutNulls } from "../../manifest/json-value.js";
import { canonicalQuantity } from "../canonical-quantity.js";
import { podTemplateOf, withPodTemplate } from "../pod-template.js";
import { partsOfImage } from "../servers/image.js";
import { PROBE_TYPES, type Workload } from "../workload.js";

/** Keys whose empty mapping or list means something; everywhere else empty is the same as absent. */
const MEANINGFUL_EMPTY = new Set([
  "emptyDir",
  "namespaceSelector",
  "labelSelector",
  "podSelector",
  "tcpSocket",
  "httpGet",
]);

/** Fields that are no pointers in k8s.io/api: their zero value written out is the same as none. */
const ZERO_VALUES = new Map<string, unknown>([
  ...["paused", "hostNetwork", "hostPID", "hostIPC", "stdin", "stdinOnce", "tty", "readOnly"].map(
    (key) => [key, false] as const,
  ),
  ...["subPath", "subPathExpr", "workingDir", "nodeName", "hostname", "subdomain", "priorityClassName"].map(
    (key) => [key, ""] as const,
  ),
  ["hostPort", 0],
]);

/** Returns the whole object with its defaults, for "did it change". */
export function normalizeWorkload(workload: Workload): unknown {
  const { traits, apiVersion, object, spec } = workload;
  const { apiVersions, withDefaults } = traits;
  return prune({
    ...object.value,
    apiVersion: apiVersions.includes(apiVersion) ? apiVersions[0] : apiVersion,
    status: undefined,
    spec: withPodTemplate(
      { spec: withDefaults(spec, apiVersion), traits },
      normalizeTemplate(podTemplateOf(workload)),
    ),
  });
}

/** Returns the pod template with its defaults, for "does it roll pods" (deployment_util.go: EqualIgnoreHash). */
export function normalizeTemplate(template: unknown): unknown {
  if (!isObject(template)) return template;
  const metadata = asObject(template.metadata);
  const podSpec = asObject(template.spec);
  const { "pod-template-hash": _, ...labels } = asObject(metadata.labels);
  const { serviceAccount, ...rest } = withoutNulls(podSpec);
  return prune({
    ...template,
    metadata: { ...metadata, labels, creationTimestamp: undefined },
    spec: {
      restartPolicy: "Always",
      dnsPolicy: "ClusterFirst",
      schedulerName: "default-scheduler",
      terminationGracePeriodSeconds: 30,
      enableServiceLinks: true,
      ...rest,
      serviceAccountName: rest.serviceAccountName ?? serviceAccount,
      volumes: asArray(podSpec.volumes).map(normalizeVolume),
      initContainers: asArray(podSpec.initContainers).map(normalizeContainer),
      containers: asArray(podSpec.containers).map(normalizeContainer),
    },
  });
}

function normalizeContainer(value: unknown): unknown {
  if (!isObject(value)) return value;
  const image = typeof value.image === "string" ? value.image : "";
  const { tag, digest } = partsOfImage(image);
  const container: JsonObject = {
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    // core/v1 defaults: SetDefaults_Container; a digest without a tag counts as IfNotPresent.
    imagePullPolicy: (tag === null && digest === null) || tag === "latest" ? "Always" : "IfNotPresent",
    ...withoutNulls(value),
    ports: asArray(value.ports).map((port) =>
      isObject(port) ? { protocol: "TCP", ...withoutNulls(port) } : port,
    ),
    env: asArray(value.env).map(normalizeEnv),
    resources: normalizeResources(value.resources),
  };
  for (const type of PROBE_TYPES) {
    if (isObject(value[type])) container[type] = normalizeProbe(value[type]);
  }
  return container;
}

/** core/v1 defaults: SetDefaults_Probe replaces an explicit 0 too. */
function normalizeProbe(probe: JsonObject): JsonObject {
  const written = withoutNulls(probe);
  const httpGet = isObject(written.httpGet)
    ? { path: "/", scheme: "HTTP", ...withoutNulls(written.httpGet) }
    : undefined;
  return {
    ...written,
    initialDelaySeconds: written.initialDelaySeconds || undefined,
    timeoutSeconds: written.timeoutSeconds || 1,
    periodSeconds: written.periodSeconds || 10,
    successThreshold: written.successThreshold || 1,
    failureThreshold: written.failureThreshold || 3,
    httpGet,
  };
}

function normalizeEnv(entry: unknown): unknown {
  if (!isObject(entry)) return entry;
  const fieldRef = asObject(asObject(entry.valueFrom).fieldRef);
  if (fieldRef.fieldPath === undefined)
    return { ...entry, value: entry.value === "" ? undefined : entry.value };
  return {
    ...entry,
    valueFrom: { ...asObject(entry.valueFrom), fieldRef: { apiVersion: "v1", ...fieldRef } },
  };
}

function normalizeVolume(volume: unknown): unknown {
  if (!isObject(volume)) return volume;
  const result: JsonObject = { ...volume };
  for (const source of ["configMap", "secret", "projected", "downwardAPI"]) {
    if (isObject(volume[source])) result[source] = { defaultMode: 420, ...withoutNulls(volume[source]) };
  }
  if (isObject(volume.hostPath)) result.hostPath = { type: "", ...withoutNulls(volume.hostPath) };
  return result;
}

function normalizeResources(resources: unknown): unknown {
  if (!isObject(resources)) return resources;
  const result: JsonObject = { ...resources };
  for (const part of ["limits", "requests"]) {
    if (!isObject(resources[part])) continue;
    result[part] = Object.fromEntries(
      Object.entries(resources[part]).map(([name, amount]) => [name, canonicalQuantity(amount)]),
    );
  }
  return result;
}

function prune(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prune);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    const pruned = prune(item);
    return pruned === undefined ||
      pruned === null ||
      ZERO_VALUES.get(key) === pruned ||
      (isEmpty(pruned) && !MEANINGFUL_EMPTY.has(key))
      ? []
      : [[key, pruned]];
  });
  return Object.fromEntries(entries);
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
