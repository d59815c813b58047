import { asArray, asString, get, isObject } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import type { Service, ServicePort } from "../neighbours.js";
import { readProtocol } from "../read-container.js";
import { readLabels } from "../read-workload.js";

/** Reads a Service that routes traffic to pods: one with a selector. A Service without one has endpoints of its own. */
export function readService(object: ManifestObject): Service | null {
  const { value } = object;
  const selector = readLabels(get(value, "spec", "selector"));
  if (Object.keys(selector).length === 0 || get(value, "spec", "type") === "ExternalName") return null;
  return {
    name: asString(get(value, "metadata", "name")),
    namespace: asString(get(value, "metadata", "namespace")),
    object,
    selector,
    ports: asArray(get(value, "spec", "ports")).flatMap(readServicePort),
    headless: get(value, "spec", "clusterIP") === "None",
    publishNotReadyAddresses: get(value, "spec", "publishNotReadyAddresses") === true,
  };
}

function readServicePort(value: unknown, place: number): ServicePort[] {
  if (!isObject(value) || !Number.isInteger(value.port)) return [];
  const protocol = readProtocol(value.protocol);
  if (protocol === null) return [];
  const target = value.targetPort;
  // A targetPort of 0 or none means the port itself (core/v1 defaults: SetDefaults_Service).
  const targetPort =
    typeof target === "string" || (typeof target === "number" && target !== 0)
      ? target
      : (value.port as number);
  return [
    {
      name: asString(value.name),
      port: value.port as number,
      targetPort,
      protocol,
      appProtocol: asString(value.appProtocol),
      place,
    },
  ];
}
