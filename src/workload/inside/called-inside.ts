import { asArray, get } from "../../manifest/json-value.js";
import { takesHostPort } from "../host-ports.js";
import { isSameNamespace } from "../names.js";
import { isOperatorsPort } from "../neighbours/auxiliary-ports.js";
import { servicesOf } from "../neighbours/services-of.js";
import type { Neighbours } from "../neighbours.js";
import { isProxyByName } from "../servers/proxies.js";
import { isTcp } from "../serving/listeners.js";
import { namedPorts } from "../serving/named-ports.js";
import { addressesIn, settingsOf } from "../serving/settings-of.js";
import { upstreamsOf } from "../serving/upstreams-of.js";
import { type Container, runningContainers, type Workload } from "../workload.js";
import { asksForState } from "./asks-for-state.js";

/**
 * Returns the container of the same pod that calls every port of another one which is not for operators, by its settings or
 * by a ConfigMap that it is given; null where none does. One that takes traffic itself, or is a proxy, may pass on what it
 * gets from outside, and a Service, a host port or the node's network leads there anyway.
 */
export function calledInside(
  container: Container,
  workload: Workload,
  neighbours: Neighbours,
): Container | null {
  const running = runningContainers(workload);
  const ports = usersPorts(container);
  if (running.length < 2 || ports.length === 0 || isOnNode(container, workload)) return null;
  if (servicesOf(workload, neighbours).length > 0) return null;
  const isCaller = (other: Container) => {
    if (other === container || usersPorts(other).length > 0 || isProxyByName(other)) return false;
    const called = calledBy(other, workload, neighbours);
    return ports.every((port) => called.has(port));
  };
  return running.find(isCaller) ?? null;
}

function usersPorts({ ports }: Container): number[] {
  return ports
    .filter((port) => isTcp(port) && !isOperatorsPort(port))
    .map(({ containerPort }) => containerPort);
}

function isOnNode({ value }: Container, { hostNetwork }: Workload): boolean {
  return hostNetwork || asArray(value.ports).some(takesHostPort);
}

/** Returns the ports of its own pod that a container is told to call, and does not listen on or forward to. */
function calledBy(container: Container, workload: Workload, { localCalls }: Neighbours): ReadonlySet<number> {
  const given = configMapsOf(container, workload);
  const inFiles = localCalls
    .filter(({ name, namespace }) => given.has(name) && isSameNamespace(namespace, workload.namespace))
    .flatMap(({ ports }) => [...ports]);
  const inSettings = settingsOf(container).flatMap(({ name, value }) =>
    (asksForState(name, value) ? [] : addressesIn(value))
      .filter(({ host }) => host === "loopback")
      .map(({ port }) => port),
  );
  const others = new Set([...namedPorts(container).map(({ port }) => port), ...upstreamsOf(container)]);
  return new Set([...inFiles, ...inSettings].filter((port) => !others.has(port)));
}

/** Returns the names of the ConfigMaps that a container mounts, or takes variables from. */
function configMapsOf({ value }: Container, { podSpec }: Workload): ReadonlySet<unknown> {
  const mounted = new Set(asArray(value.volumeMounts).map((mount) => get(mount, "name")));
  const volumes = asArray(podSpec.volumes).filter((volume) => mounted.has(get(volume, "name")));
  return new Set([
    ...volumes.map((volume) => get(volume, "configMap", "name")),
    ...volumes.flatMap((volume) =>
      asArray(get(volume, "projected", "sources")).map((source) => get(source, "configMap", "name")),
    ),
    ...asArray(value.envFrom).map((source) => get(source, "configMapRef", "name")),
    ...asArray(value.env).map((entry) => get(entry, "valueFrom", "configMapKeyRef", "name")),
  ]);
}
