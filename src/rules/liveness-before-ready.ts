import { asArray, get } from "../manifest/json-value.js";
import { containerName } from "../workload/names.js";
import { absenceCheck } from "../workload/probes/succeeds-on-absence.js";
import { type Container, type ProbeType, runningContainers } from "../workload/workload.js";
import { startInWords, startsAsKnown } from "./common/known-start.js";
import { timingsOf } from "./common/read-probe.js";
import type { Rule, RuleInput, Verdict } from "./rule.js";

/** Without a startup probe, the liveness probe runs from the start: it can give up before readiness is even asked. */
export const livenessBeforeReady: Rule = {
  name: "liveness-before-ready",
  text: {
    severity: "warning",
    title: "The liveness probe can kill a container before it is ready",
    help: "Without a startupProbe the liveness probe starts to count before the readiness delay, or the known time of the start, is over. Give the container a startupProbe, or the liveness probe more time.",
  },
  judges: "cost",
  check(input) {
    return runningContainers(input.workload).flatMap((container): Verdict[] => {
      const { livenessProbe, startupProbe } = container.probes;
      const kill = killOf(container);
      const readiness = timingsOf(container.probes.readinessProbe ?? {});
      if (livenessProbe === undefined || kill === null || readiness === null) return [];
      const verdict = (why: string): Verdict => ({
        severity: "warning",
        container,
        subject: "",
        path: [...container.path, "livenessProbe"],
        message: `The liveness probe of ${containerName(container)} can kill it ${kill.after} s after its start, while ${why}. A startup probe ${startupProbe === undefined ? "" : "that asks the app "}holds liveness back until the app is up.`,
      });
      const unanswered = "where it does not answer the liveness probe by then, it is killed before it";
      const known = killedStart(container, input);
      if (known !== null) return [verdict(`${startInWords(known.start, input)}: ${unanswered} ever serves`)];
      if (container.probes.readinessProbe === undefined || kill.atLatest > readiness.initialDelaySeconds)
        return [];
      const grant = `its readiness probe grants it ${readiness.initialDelaySeconds} s before it is asked`;
      return [verdict(`${grant}: ${unanswered} is ever ready`)];
    });
  },
};

/** When a liveness probe that nothing answers kills a container, in seconds from its start. */
interface Kill {
  after: number;
  /** its ticks know nothing of the container's start, so the last failure may come as much as a period later */
  atLatest: number;
}

/**
 * Returns when; null where no liveness probe runs before the app is up. worker.go: the first probe runs after the delay, each
 * next one a period later, and the last failure kills.
 */
function killOf(container: Container): Kill | null {
  const { livenessProbe, startupProbe } = container.probes;
  // One that always succeeds never kills, and as a startup probe it holds nothing back but for its delay.
  if (livenessProbe === undefined || alwaysSucceeds(container, "livenessProbe")) return null;
  if (startupProbe !== undefined && !alwaysSucceeds(container, "startupProbe")) return null;
  const liveness = timingsOf(livenessProbe);
  if (liveness === null) return null;
  const held = startupProbe === undefined ? 0 : (timingsOf(startupProbe)?.initialDelaySeconds ?? 0);
  const { initialDelaySeconds, failureThreshold, periodSeconds } = liveness;
  const after = Math.max(held, initialDelaySeconds) + (failureThreshold - 1) * periodSeconds;
  // Within that time it is chance whether an app that is just as slow is killed, and not worth a word.
  return { after, atLatest: after + periodSeconds };
}

/**
 * Returns the known time that the only serving container takes to start, in seconds, where its liveness probe kills it before that
 * is over; null where it does not, or nothing is known.
 */
export function killedStart(
  container: Container,
  { serving, policy }: Pick<RuleInput, "serving" | "policy">,
): { start: number } | null {
  const start = policy.startupSeconds;
  const kill = start !== null && startsAsKnown(container, serving) ? killOf(container) : null;
  return start === null || kill === null || kill.atLatest > start ? null : { start };
}

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
