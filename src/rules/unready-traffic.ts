import { serviceName, workloadName } from "../workload/names.js";
import { isAuxiliaryPort } from "../workload/neighbours/auxiliary-ports.js";
import { servicesOf } from "../workload/neighbours/services-of.js";
import type { Service } from "../workload/neighbours.js";
import type { Workload } from "../workload/workload.js";
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
          message: `${serviceName({ service })} routes traffic to pods of ${workloadName(workload)} that are not ready, as publishNotReadyAddresses is true: ${waits}. It is made for headless Services, by which the pods of a cluster find one another.`,
        }),
      );
  },
};

function sendsUsersAnywhere(service: Service, workload: Workload): boolean {
  const { ports, headless, publishNotReadyAddresses } = service;
  if (!publishNotReadyAddresses || headless) return false;
  return ports.length === 0 || !ports.every((port) => isAuxiliaryPort(service, port, workload));
}
