/** A port of the node that pods listen on without a word to the scheduler. */
import { asString, get } from "../../manifest/json-value.js";
import { namedPorts } from "../serving/named-ports.js";
import { type KeyPath, PROBE_TYPES, runningContainers, type Workload } from "../workload.js";

export interface UntoldPort {
  port: number;
  /** where a probe asks it, as keys below the object */
  path: KeyPath;
}

const HANDLERS = ["httpGet", "tcpSocket", "grpc"] as const;
/** Under hostNetwork this is the node itself, and so the pod. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;

/**
 * Returns the first port that a probe shows to be one of the node's, where nothing is known of it to the scheduler, which reads
 * declared ports alone (pkg/scheduler/framework/plugins/nodeports/node_ports.go). So do the API server and the check
 * of a DaemonSet, whose predicate is `holdsHostPorts`. Null without hostNetwork, and where no probe tells.
 *
 * A probe of the node's loopback asks the pod's own. One without a host may ask whatever has the port on that node, so it
 * counts where a container of the pod has the number in its settings.
 */
export function untoldPort(workload: Workload): UntoldPort | null {
  if (!workload.hostNetwork) return null;
  const running = runningContainers(workload);
  const isNamed = (port: number) =>
    running.some((container) =>
      namedPorts(container).some(
        (one) => one.port === port && !one.weak && (one.source === "argument" || one.source === "variable"),
      ),
    );
  for (const { probes, path } of running) {
    for (const type of PROBE_TYPES) {
      for (const handler of HANDLERS) {
        const port = get(probes[type], handler, "port");
        if (typeof port !== "number" || port <= 0) continue;
        const host = asString(get(probes[type], handler, "host")) ?? "";
        if (host === "" ? isNamed(port) : LOOPBACK.test(host))
          return { port, path: [...path, type, handler, "port"] };
      }
    }
  }
  return null;
}
