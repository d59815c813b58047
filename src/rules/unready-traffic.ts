import { asArray } from "../manifest/json-value.js";
import { serviceName, workloadName } from "../workload/names.js";
import { isAuxiliaryPort } from "../workload/neighbours/auxiliary-ports.js";
import { servicesOf } from "../workload/neighbours/services-of.js";
import type { Service } from "../workload/neighbours.js";
import { runningContainers, type Workload } from "../workload/workload.js";
import type { Rule, Verdict } from "./rule.js";

/** A Service with one address routes users to pods that are not ready: its probes decide nothing for them. */
export const unreadyTraffic: Rule = {
  name: "unready-traffic",
  text: {
    severity: "warning",
    title: "A Service that routes traffic to pods that are not ready",
    help: "publishNotReadyAddresses makes endpoints of pods whatever their readiness is. On a headless Service the pods of a cluster find one another by it; on one with an address users reach pods that cannot serve. Take it away, or give the pods a headless Service of their own.",
  },
  judges: "cost",
  check({ workload, neighbours, analysis }) {
    if (!analysis.rollout.serving) return [];
    const isAsked = mayWait(workload);
    // Where pods are replaced by hand, no rollout waits for any.
    const waits =
      analysis.rollout.strategy === "OnDelete"
        ? "users reach them before they can serve"
        : "a rollout waits for each new pod, and users do not";
    return servicesOf(workload, neighbours)
      .filter((service) => sendsUsersAnywhere(service, workload))
      .map(
        (service): Verdict => ({
          severity: "warning",
          container: null,
          object: service.object,
          subject: `Service ${service.name}`,
          path: ["spec", "publishNotReadyAddresses"],
          ...(isAsked ? {} : { isSlight: true }),
          message: `${serviceName({ service })} routes traffic to pods of ${workloadName(workload)} that are not ready, as publishNotReadyAddresses is true: ${isAsked ? waits : ENDS}. It is made for headless Services, by which the pods of a cluster find one another.`,
        }),
      );
  },
};

/**
 * Without a probe a pod is ready as long as its processes run, and what is left are those that crash and those that end, which
 * stay among the ready endpoints too (endpointslice/utils.go, podToEndpoint). The missing probe is told of by itself.
 */
const ENDS =
  "users reach those that end or have crashed as well, and a readiness probe would keep no user from any of them";

/** Whether pods can run for a while before they are ready. */
function mayWait(workload: Workload): boolean {
  const { readinessGates, initContainers } = workload.podSpec;
  return (
    asArray(readinessGates).length > 0 ||
    asArray(initContainers).length > 0 ||
    runningContainers(workload).some(
      ({ probes, heldByDapr }) =>
        heldByDapr === true || probes.readinessProbe !== undefined || probes.startupProbe !== undefined,
    )
  );
}

function sendsUsersAnywhere(service: Service, workload: Workload): boolean {
  const { ports, headless, publishNotReadyAddresses } = service;
  if (!publishNotReadyAddresses || headless) return false;
  return ports.length === 0 || !ports.every((port) => isAuxiliaryPort(service, port, workload));
}
