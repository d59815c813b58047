import { containerName } from "../workload/names.js";
import type { Rule } from "./rule.js";

/** A startup probe gates the rollout and then falls silent: nothing takes a failing pod out of its Service later. */
export const readinessProbe: Rule = {
  name: "readiness-probe",
  judges: "cost",
  check({ serving }) {
    return serving.containers
      .filter(({ probes }) => probes.readinessProbe === undefined && probes.startupProbe !== undefined)
      .map((container) => ({
        severity: "warning",
        container,
        subject: "",
        path: container.path,
        message: `${containerName(container)} is gated only by its startup probe: a pod that fails later keeps getting traffic, as it has no readiness probe.`,
      }));
  },
};
