import { containerName } from "../workload/names.js";
import type { Rule } from "./rule.js";

/** A startup probe gates the rollout and then falls silent: nothing takes a failing pod out of its Service later. */
export const readinessProbe: Rule = {
  name: "readiness-probe",
  text: {
    severity: "warning",
    title: "Only a startup probe gates the container",
    help: "The startup probe covers the start; a pod that fails later keeps its traffic. Add a readinessProbe, for example with the startup probe's own check.",
  },
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
