import { asArray, get } from "../manifest/json-value.js";
import { runningContainers, type Workload } from "./workload.js";

/**
 * Whether the pods take ports of their node, so that no two of them fit on one. With hostNetwork every declared port
 * is one of the node's (core/v1 defaults: defaultHostNetworkPorts).
 */
export function holdsHostPorts(workload: Workload): boolean {
  return runningContainers(workload).some(({ ports, value }) =>
    workload.hostNetwork
      ? ports.length > 0
      : asArray(value.ports).some((port) => Number(get(port, "hostPort") ?? 0) > 0),
  );
}
