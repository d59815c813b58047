import { asArray, asString, isObject, type JsonObject } from "../manifest/json-value.js";
import { isUnfilled } from "../manifest/template-text.js";
import { markDebuggerPorts } from "./mark-debugger-ports.js";
import { type OwnNames, ownNames, purposeOf } from "./port-purpose.js";
import { askedBySiblings } from "./probes/asked-by-sibling.js";
import { heldByDapr } from "./probes/held-by-dapr.js";
import { hollowProbe } from "./probes/hollow-probe.js";
import type { ProbedPod } from "./probes/probed-pod.js";
import { isMetricsPort } from "./servers/metrics-ports.js";
import {
  type Container,
  type ContainerPort,
  type KeyPath,
  PROBE_TYPES,
  type ShapeFault,
} from "./workload.js";

/** Reads the containers of a pod, with a fault for each thing that cannot be one. */
export function readContainers(
  pod: ProbedPod,
  podSpecPath: KeyPath,
  workloadName: string | null,
): { containers: Container[]; faults: ShapeFault[] } {
  const containers: Container[] = [];
  const faults: ShapeFault[] = [];
  const names = new Set<string>();
  const own = ownNames(workloadName, pod.podSpec);
  for (const field of ["initContainers", "containers"] as const) {
    const list = pod.podSpec[field];
    if (list !== undefined && list !== null && !Array.isArray(list)) {
      faults.push({
        path: [...podSpecPath, field],
        message: `${dotted(podSpecPath, field)} is ${typeName(list)}, not a list`,
      });
      continue;
    }
    for (const [index, value] of asArray(list).entries()) {
      const path = [...podSpecPath, field, index];
      if (!isObject(value)) {
        faults.push({
          path,
          message: `${dotted(podSpecPath, field)}[${index}] is ${typeName(value)}, not a container`,
        });
        continue;
      }
      if (asString(value.name) === null && value.$patch === undefined) {
        const found = value.name === undefined ? "has no name" : `has ${typeName(value.name)} for a name`;
        faults.push({
          path: [...path, "name"],
          message: `${dotted(podSpecPath, field)}[${index}] ${found}; every container needs one`,
        });
      }
      const container = readContainer(value, path, field, pod, own);
      if (container.name !== null && names.has(container.name)) {
        const message = `${dotted(podSpecPath, field)}[${index}] has the name of another container`;
        faults.push({ path: [...path, "name"], message });
        // Code that goes by the name would take the two for one.
        container.name = null;
      }
      if (container.name !== null) names.add(container.name);
      containers.push(container);
      faults.push(...portFaults(value.ports, [...path, "ports"]), ...probeFaults(value, path));
    }
  }
  const held = heldByDapr(containers, pod);
  if (held !== null) held.heldByDapr = true;
  for (const container of askedBySiblings(containers)) container.askedBySibling = true;
  return { containers, faults };
}

/** A port that is left out because it cannot be read would make its container look as if it served nothing. */
function portFaults(ports: unknown, path: KeyPath): ShapeFault[] {
  if (ports === undefined || ports === null) return [];
  if (!Array.isArray(ports)) return [{ path, message: `${dotted(path)} is ${typeName(ports)}, not a list` }];
  return ports.flatMap((port: unknown, index): ShapeFault[] => {
    const at = [...path, index];
    if (!isObject(port)) return [{ path: at, message: `${dotted(at)} is ${typeName(port)}, not a mapping` }];
    const { containerPort, protocol } = port;
    const number = [...at, "containerPort"];
    if (typeof containerPort === "string" && isUnfilled(containerPort)) return [];
    if (typeof containerPort !== "number") {
      const found = containerPort === undefined ? "missing" : `${typeName(containerPort)}, not a number`;
      return [{ path: number, message: `${dotted(number)} is ${found}` }];
    }
    if (!isPortNumber(containerPort)) {
      return [{ path: number, message: `${dotted(number)} is ${containerPort}; ports go from 1 to 65535` }];
    }
    if (readProtocol(protocol) !== null) return [];
    const message = `${dotted(at, "protocol")} is none of TCP, UDP and SCTP`;
    return [{ path: [...at, "protocol"], message }];
  });
}

function probeFaults(container: JsonObject, path: KeyPath): ShapeFault[] {
  return PROBE_TYPES.flatMap((type) => {
    const probe = container[type];
    if (probe === undefined || probe === null || isObject(probe)) return [];
    return [{ path: [...path, type], message: `${dotted(path, type)} is ${typeName(probe)}, not a probe` }];
  });
}

function readContainer(
  value: JsonObject,
  path: KeyPath,
  field: "initContainers" | "containers",
  pod: ProbedPod,
  own: OwnNames,
): Container {
  const role = field === "containers" ? "regular" : value.restartPolicy === "Always" ? "sidecar" : "init";
  const probes: Container["probes"] = {};
  const hollowProbes: Container["hollowProbes"] = {};
  for (const type of PROBE_TYPES) {
    const probe = value[type];
    if (!isObject(probe)) continue;
    probes[type] = probe;
    const hollow = hollowProbe(probe, pod, type === "livenessProbe");
    if (hollow !== null) hollowProbes[type] = hollow;
  }
  const container: Container = {
    name: asString(value.name),
    role,
    path,
    image: asString(value.image),
    ports: asArray(value.ports).flatMap((port) => readPort(port, own)),
    probes,
    hollowProbes,
    commandLine: [...asArray(value.command), ...asArray(value.args)].filter(
      (word) => typeof word === "string",
    ),
    env: asArray(value.env).flatMap((entry) =>
      isObject(entry) && typeof entry.name === "string" ? [entry.name] : [],
    ),
    value,
  };
  markDebuggerPorts(container);
  for (const port of container.ports) {
    if (port.protocol === "TCP" && isMetricsPort(port.containerPort, container)) port.metrics = true;
  }
  return container;
}

function readPort(value: unknown, own: OwnNames): ContainerPort[] {
  if (!isObject(value) || !isPortNumber(value.containerPort)) return [];
  const protocol = readProtocol(value.protocol);
  const name = asString(value.name);
  return protocol === null
    ? []
    : [{ name, purpose: purposeOf(name, own), containerPort: value.containerPort as number, protocol }];
}

function isPortNumber(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65535;
}

/** TCP where nothing is written: core/v1 defaults. */
export function readProtocol(value: unknown): ContainerPort["protocol"] | null {
  if (value === undefined || value === null || value === "") return "TCP";
  return value === "TCP" || value === "UDP" || value === "SCTP" ? value : null;
}

/** Returns a value's type in words, for messages. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a mapping" : `a ${typeof value}`;
}

export function dotted(path: KeyPath, ...more: (string | number)[]): string {
  return [...path, ...more]
    .map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`))
    .join("");
}
