import { isObject, type JsonObject } from "../../manifest/json-value.js";
import type { Container } from "../../workload/workload.js";

/** Returns a probe that asks a port by its name, where the container gives one to the number: other values may give another. */
export function withNamedPort(probe: JsonObject, { ports }: Container): JsonObject {
  for (const handler of ["tcpSocket", "httpGet"]) {
    const asked = probe[handler];
    if (!isObject(asked) || typeof asked.port !== "number") continue;
    const named = ports.find((port) => port.containerPort === asked.port && port.protocol === "TCP");
    const isOne = ports.filter(({ name }) => name !== null && name === named?.name).length === 1;
    if (named?.name != null && isOne) return { ...probe, [handler]: { ...asked, port: named.name } };
  }
  return probe;
}
