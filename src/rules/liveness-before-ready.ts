import { containerName } from "../workload/names.js";
import { runningContainers } from "../workload/workload.js";
import { timingsOf } from "./common/read-probe.js";
import type { Rule, Verdict } from "./rule.js";

/** Without a startup probe, the liveness probe runs from the start: it can give up before readiness is even asked. */
export const livenessBeforeReady: Rule = {
  name: "liveness-before-ready",
  text: {
    severity: "warning",
    title: "The liveness probe can kill a container before it is ready",
    help: "Without a startupProbe the liveness probe starts to count before the readiness delay is over. Give the container a startupProbe, or the liveness probe more time.",
  },
  judges: "cost",
  check({ workload }) {
    return runningContainers(workload).flatMap((container): Verdict[] => {
      const { readinessProbe, livenessProbe, startupProbe } = container.probes;
      if (readinessProbe === undefined || livenessProbe === undefined || startupProbe !== undefined)
        return [];
      const readiness = timingsOf(readinessProbe);
      const liveness = timingsOf(livenessProbe);
      if (readiness === null || liveness === null) return [];
      // worker.go: the first probe runs after the delay, each next one a period later, and the last failure kills.
      const killedAfter =
        liveness.initialDelaySeconds + (liveness.failureThreshold - 1) * liveness.periodSeconds;
      if (killedAfter >= readiness.initialDelaySeconds) return [];
      return [
        {
          severity: "warning",
          container,
          subject: "",
          path: [...container.path, "livenessProbe"],
          message: `The liveness probe of ${containerName(container)} can kill it ${killedAfter} s after its start, while its readiness probe grants it ${readiness.initialDelaySeconds} s before it is asked: a slow start never ends. A startup probe holds liveness back until the app is up.`,
        },
      ];
    });
  },
};
