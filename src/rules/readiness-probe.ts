import { canonicalJson } from "../manifest/json-value.js";
import { containerName } from "../workload/names.js";
import { type Container, provesSomething } from "../workload/workload.js";
import { hollowWords } from "./common/hollow-words.js";
import { handlersOf, timingsOf } from "./common/read-probe.js";
import { isSteady, LONGEST_FAILURE } from "./common/steady-timings.js";
import type { Rule, RuleInput } from "./rule.js";

/** A startup probe gates the rollout and then falls silent: nothing takes a failing pod out of its Service later. */
export const readinessProbe: Rule = {
  name: "readiness-probe",
  text: {
    severity: "warning",
    title: "Only a startup probe gates the container",
    help: "The startup probe covers the start; a pod that fails later keeps its traffic. Add a readinessProbe, for example with the startup probe's own check.",
  },
  judges: "cost",
  check(input) {
    // No other pod takes the traffic of the only one, so a user sees the app's error or the proxy's.
    const isOnly = input.analysis.rollout.replicas?.max === 1;
    if (isOnly && input.change.isAdded) return [];
    return input.serving.containers
      .filter(
        (container) =>
          provesSomething(container, "startupProbe") && !provesSomething(container, "readinessProbe"),
      )
      .filter((container) => !(isOnly && isRestartedAsSoon(container, input)))
      .map((container) => ({
        severity: "warning",
        container,
        subject: "",
        isChosen: isOnly,
        // With no gate at all a pod that failed kept its traffic as well.
        wasThere: container.name !== null && input.change.firstGated.has(container.name),
        path:
          container.probes.readinessProbe === undefined
            ? container.path
            : [...container.path, "readinessProbe"],
        message: `${containerName(container)} is gated only by its startup probe: a pod that fails later keeps getting traffic${until(container)}${why(container, input)}.`,
      }));
  },
};

/**
 * Whether the liveness probe asks the same as often as a readiness probe would. It restarts the only pod then, and to take it
 * out of the Service until it is back would gain nothing. One that the change takes away asked what its owners wanted.
 */
function isRestartedAsSoon(container: Container, { change }: RuleInput): boolean {
  const { name, probes } = container;
  const { startupProbe, livenessProbe } = probes;
  if (startupProbe === undefined || livenessProbe === undefined) return false;
  if (!provesSomething(container, "livenessProbe") || (name !== null && change.removedProbes.has(name)))
    return false;
  const [handler, ...more] = handlersOf(livenessProbe);
  if (handler === undefined || more.length > 0) return false;
  const isSame = canonicalJson(livenessProbe[handler]) === canonicalJson(startupProbe[handler] ?? null);
  const timings = timingsOf(livenessProbe);
  return isSame && timings !== null && timings.initialDelaySeconds <= LONGEST_FAILURE && isSteady(timings);
}

function until(container: Container): string {
  return provesSomething(container, "livenessProbe") ? " until its liveness probe restarts it" : "";
}

function why({ hollowProbes }: Container, input: RuleInput): string {
  const { readinessProbe } = hollowProbes;
  return readinessProbe === undefined
    ? ", as it has no readiness probe"
    : `. Its readiness probe ${hollowWords(readinessProbe, input)}`;
}
