import { kubernetesMinors } from "../policy/kubernetes-version.js";
import type { Policy } from "../policy/policy.js";
import { containerName, workloadName } from "../workload/names.js";
import { inPodTemplate } from "../workload/pod-template.js";
import { type Container, runningContainers, type Workload } from "../workload/workload.js";
import { graceOf, needsTimeToEnd } from "./common/grace-period.js";
import { type HookSeconds, preStopOf, secondsOf } from "./common/pre-stop.js";
import type { Rule, RuleInput, Verdict } from "./rule.js";

/** A pod that ends before it has finished what it began, or before the proxies know that it ends. */
export const gracefulTermination: Rule = {
  name: "graceful-termination",
  text: {
    severity: "warning",
    title: "A pod that has no time to end",
    help: "The preStop hook takes as long as terminationGracePeriodSeconds or longer, or that is 0, so the app is killed in the middle of its requests; or, where the policy asks for one, a serving container has no preStop hook. Sleep a few seconds in preStop, and give the pod enough time for that and for the app's own end.",
  },
  judges: "cost",
  check(input) {
    const { workload, analysis, serving, policy } = input;
    // What operators ask is asked again: nothing has to drain.
    if (!analysis.rollout.serving || serving.operatorsOnly) return [];
    const grace = graceOf(workload);
    // Whoever writes it chose it, and a notice says what it comes to where nothing needs the time.
    if (grace === 0) return tellsOfZero(workload, policy) ? [killedAtOnce(workload)] : [];
    const hooks = runningContainers(workload).flatMap((container) => tooLong(container, grace));
    if (!policy.requirePreStop) return hooks;
    const without = serving.containers.filter((container) => preStopOf(container) === null);
    return [...hooks, ...without.map((container) => missing(container, input))];
  },
};

/** kuberuntime_container.go, minimumGracePeriodInSeconds: what is left of the grace period is never less. */
const LEAST_SECONDS = 2;
/** pod_workers.go, calculateEffectiveGracePeriod: a pod whose grace period is 0 gets so much, and its hooks with it. */
const LEAST_GRACE = 1;

/** Whether a grace period of 0 is a finding: something needs the time, or the policy asks for hooks or wants no pod without it. */
export function tellsOfZero(workload: Workload, { requirePreStop, rules }: Policy): boolean {
  return requirePreStop || rules["graceful-termination"] === "error" || needsTimeToEnd(workload);
}

/** Returns what a grace period of 0 comes to, as a sentence. */
export function killedAtOnceWords(workload: Workload): string {
  const hooked = runningContainers(workload).some((container) => preStopOf(container) !== null);
  const hook = hooked ? `a preStop hook has ${LEAST_GRACE} s, and ` : "";
  return `terminationGracePeriodSeconds: 0 gives the pods of ${workloadName(workload)} no time to end: ${hook}what is not finished ${LEAST_SECONDS} s after the signal to stop is lost.`;
}

function killedAtOnce(workload: Workload): Verdict {
  return {
    severity: "warning",
    container: null,
    subject: "grace",
    path: inPodTemplate(workload.traits, "spec", "terminationGracePeriodSeconds"),
    isChosen: true,
    message: killedAtOnceWords(workload),
  };
}

function verdictAt(container: Container, subject: string, path: readonly string[], message: string): Verdict {
  return { severity: "warning", container, subject, path: [...container.path, ...path], message };
}

const HOOK = ["lifecycle", "preStop"];
/** The subject of a verdict on a hook that takes all the time. */
export const TOO_LONG = "preStop";

function tooLong(container: Container, grace: number | null): Verdict[] {
  const hook = preStopOf(container);
  const seconds = hook === null ? null : secondsOf(hook);
  if (hook === null || seconds === null || grace === null || seconds.ifAllSucceed < grace) return [];
  // A sleep of just that long is allowed; a longer one is refused, which refused-object tells.
  if (hook.sleep != null && seconds.always > grace) return [];
  const then = seconds.always < grace ? "then " : "";
  const end = `the app is ${then}told to stop when nothing is left, and killed ${LEAST_SECONDS} s later`;
  const message = `The preStop hook of ${containerName(container)} ${takesInWords(seconds, grace)}, and the pod has ${grace} s to end (terminationGracePeriodSeconds): ${end}.`;
  return [verdictAt(container, TOO_LONG, HOOK, message)];
}

/** "takes 60 s", or, where a sleep is reached only behind a command that may fail, "can take 60 s (…)". */
function takesInWords({ always, ifAllSucceed }: HookSeconds, grace: number): string {
  const inWords = (seconds: number, [takes, ends]: readonly [string, string]) =>
    Number.isFinite(seconds) ? `${takes} ${seconds} s` : ends;
  if (always >= grace) return inWords(always, ["takes", "never ends"]);
  return `${inWords(ifAllSucceed, ["can take", "can go on for ever"])} (it sleeps only if the command before that succeeds)`;
}

/** The first minor version that has the action. */
export const SLEEP_SINCE = 30;

/** The subject of a verdict on a container without a hook. */
export const NO_PRE_STOP = "no preStop";

function missing(container: Container, { policy }: RuleInput): Verdict {
  const how = kubernetesMinors(policy).every((minor) => minor >= SLEEP_SINCE)
    ? "lifecycle.preStop.sleep"
    : "a lifecycle.preStop command that sleeps";
  const message = `${containerName(container)} has no preStop hook: it is told to stop while the proxies still send it requests, and those are lost unless it waits by itself. A few seconds of ${how} keep it there until they know.`;
  return verdictAt(container, NO_PRE_STOP, [], message);
}
