/** What the name of a port says of it: a product is called "store-admin", and so are its container, its Service and its port. */
import { asArray, asString, get, type JsonObject } from "../manifest/json-value.js";

/** Names of what the pod as a whole is. */
export type OwnNames = readonly string[];

/** What is called so is for operators by its own name, and so are its ports. */
const FOR_OPERATORS = /metrics|exporter|prometheus|pprof|jmx|debug|delve|dlv|jdwp/i;

/** Returns the name of a workload, and that of its container where there is no other. */
export function ownNames(workloadName: string | null, podSpec: JsonObject): OwnNames {
  const containers = asArray(podSpec.containers);
  const lone = containers.length === 1 ? asString(get(containers[0], "name")) : null;
  return [workloadName, lone].flatMap((name) =>
    name === null || name === "" || FOR_OPERATORS.test(name) ? [] : [name],
  );
}

/** Returns what a port's name says beyond the names of the pod; null where that is nothing. */
export function purposeOf(name: string | null, own: OwnNames): string | null {
  return name === null || own.includes(name) ? null : own.reduce(without, name) || null;
}

/** “store-admin-metrics” without “store-admin” is “metrics”. */
function without(name: string, own: string): string {
  if (name.startsWith(`${own}-`)) return name.slice(own.length + 1);
  return name.endsWith(`-${own}`) ? name.slice(0, -own.length - 1) : name;
}
