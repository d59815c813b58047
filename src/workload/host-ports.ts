import { asArray, get } from "../manifest/json-value.js";
import { type Container, runningContainers, type Workload } from "./workload.js";

/** Whether an entry of a container's ports takes one of the node's; 0 stands for none. */
export function takesHostPort(entry: unknown): boolean {
  return Number(get(entry, "hostPort") ?? 0) > 0;
}

/** Whether the node leads to a container's port. */
export function isOnNode(port: number, { value }: Pick<Container, "value">): boolean {
  return asArray(value.ports).some((entry) => get(entry, "containerPort") === port && takesHostPort(entry));
}

/**
 * Whether the pods take ports of their node, so that no two of them fit on one. With hostNetwork every declared port
 * is one of the node's (core/v1 defaults: defaultHostNetworkPorts).
 */
export function holdsHostPorts(workload: Workload): boolean {
  const isTaken = (entry: unknown) =>
    workload.hostNetwork ? get(entry, "containerPort") != null : takesHostPort(entry);
  // Those that are written: what a container is taken to listen on besides holds nothing.
  return runningContainers(workload).some(({ value }) => asArray(value.ports).some(isTaken));
}
