import { asArray, get } from "../manifest/json-value.js";
import { containerName } from "../workload/names.js";
import { absenceCheck } from "../workload/probes/succeeds-on-absence.js";
import { type Container, type ProbeType, runningContainers } from "../workload/workload.js";
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
      if (readinessProbe === undefined || livenessProbe === undefined) return [];
      // One that always succeeds never kills, and as a startup probe it holds nothing back but for its delay.
      if (alwaysSucceeds(container, "livenessProbe")) return [];
      if (startupProbe !== undefined && !alwaysSucceeds(container, "startupProbe")) return [];
      const readiness = timingsOf(readinessProbe);
      const liveness = timingsOf(livenessProbe);
      if (readiness === null || liveness === null) return [];
      // worker.go: the first probe runs after the delay, each next one a period later, and the last failure kills.
      const held = startupProbe === undefined ? 0 : (timingsOf(startupProbe)?.initialDelaySeconds ?? 0);
      const killedAfter =
        Math.max(held, liveness.initialDelaySeconds) +
        (liveness.failureThreshold - 1) * liveness.periodSeconds;
      // Its ticks know nothing of the container's start, so the last failure may come as much as a period later. Within
      // that time it is chance whether an app that is as slow as its readiness delay is killed, and not worth a word.
      if (killedAfter + liveness.periodSeconds > readiness.initialDelaySeconds) return [];
      return [
        {
          severity: "warning",
          container,
          subject: "",
          path: [...container.path, "livenessProbe"],
          message: `The liveness probe of ${containerName(container)} can kill it ${killedAfter} s after its start, while its readiness probe grants it ${readiness.initialDelaySeconds} s before it is asked: where it does not answer the liveness probe by then, it is killed before it is ever ready. A startup probe ${startupProbe === undefined ? "" : "that asks the app "}holds liveness back until the app is up.`,
        },
      ];
    });
  },
};

/**
 * Whether a probe succeeds whatever the app does, or as long as it has not failed; one that asks another host may fail at any
 * time. A startup probe that waits for something to go holds liveness back.
 */
function alwaysSucceeds({ probes, hollowProbes }: Container, type: ProbeType): boolean {
  const why = hollowProbes[type]?.why;
  if (why === "always-succeeds" || why === "absence" || why === "mesh") return true;
  const command = asArray(get(probes[type], "exec", "command"));
  return type === "livenessProbe" && absenceCheck(command) !== null;
}
