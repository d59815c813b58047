import { kindOf } from "../kinds/kinds.js";
import type { JsonObject } from "../manifest/json-value.js";
import { MAX_INT32 } from "../rollout/int-or-percent.js";
import { quoted } from "../words/quote.js";
import { containerName, workloadName } from "../workload/names.js";
import { typeName } from "../workload/read-container.js";
import {
  type Container,
  PROBE_TYPES,
  type ProbeType,
  provesSomething,
  type Workload,
} from "../workload/workload.js";
import { startInWords, startsAsKnown } from "./common/known-start.js";
import { PROBE_WORDS, type ProbeTimings, TIMING_FIELDS, timingsOf } from "./common/read-probe.js";
import type { Rule, RuleInput, Verdict } from "./rule.js";

/** Probe numbers that the API server refuses (core/validation: validateProbe), and ones that defeat their purpose. */
export const probeTiming: Rule = {
  name: "probe-timing",
  text: {
    severity: "error",
    title: "Probe timings that are refused or contradict each other",
    help: "The API server refuses the values, or they cannot work together, such as a start that may take longer than progressDeadlineSeconds.",
  },
  judges: "validity",
  check(input) {
    const { workload } = input;
    const ofProbes = workload.containers.flatMap((container) =>
      PROBE_TYPES.flatMap((type) => {
        const probe = container.probes[type];
        if (probe === undefined) return [];
        const refused = refusedValues(container, type, probe);
        return refused.length > 0 ? refused : doubtfulValues(input, container, type, probe);
      }),
    );
    return [...ofProbes, ...startBeyondDeadline(input)];
  },
};

function refusedValues(container: Container, type: ProbeType, probe: JsonObject): Verdict[] {
  const verdict = (field: string, message: string): Verdict => ({
    severity: "error",
    container,
    subject: `${type}.${field}`,
    path: [...container.path, type, field],
    message: `${field} of the ${PROBE_WORDS[type]} of ${containerName(container)} ${message}.`,
  });
  const verdicts = TIMING_FIELDS.flatMap((field) => {
    const value = probe[field];
    if (value === undefined || value === null) return [];
    if (typeof value !== "number") {
      const found = typeof value === "string" ? `${quoted(value)}, a string` : typeName(value);
      return [verdict(field, `is ${found}; Kubernetes takes a whole number`)];
    }
    if (!Number.isInteger(value) || value < 0)
      return [verdict(field, `is ${value}; Kubernetes takes whole numbers from 0`)];
    if (value > MAX_INT32) return [verdict(field, `is ${value}; the field holds at most ${MAX_INT32}`)];
    return [];
  });
  const { successThreshold, terminationGracePeriodSeconds: grace } = probe;
  if (type !== "readinessProbe" && typeof successThreshold === "number" && successThreshold > 1) {
    verdicts.push(verdict("successThreshold", `is ${successThreshold}; Kubernetes allows only 1 there`));
  }
  if (type === "readinessProbe" && grace !== undefined && grace !== null) {
    verdicts.push(
      verdict(
        "terminationGracePeriodSeconds",
        "is set; Kubernetes allows it only on liveness and startup probes",
      ),
    );
  } else if (typeof grace === "number" && grace <= 0) {
    verdicts.push(verdict("terminationGracePeriodSeconds", `is ${grace}; it must be above 0`));
  }
  return verdicts;
}

function doubtfulValues(
  input: RuleInput,
  container: Container,
  type: ProbeType,
  probe: JsonObject,
): Verdict[] {
  const { workload } = input;
  const timings = timingsOf(probe);
  if (workload.partial || timings === null) return [];
  const deadline = progressDeadlineOf(workload);
  if (type === "readinessProbe") return deadline === null ? [] : askedTooLate(container, timings, deadline);
  if (type !== "startupProbe") return [];
  const verdict = (subject: string, message: string): Verdict => ({
    severity: "warning",
    container,
    subject: `${type}.${subject}`,
    path: [...container.path, type, "failureThreshold"],
    message,
  });
  const short = killedByStartup(input, container, timings);
  const verdicts = short === null ? [] : [verdict("start", short)];
  const given = [askedInTime(timings), askedOfHanging(timings)].find(
    ({ seconds }) => deadline !== null && seconds > deadline,
  );
  if (given === undefined) return verdicts;
  const message = `The startup probe of ${containerName(container)} gives the app ${given.words}, but the rollout is reported as failed after ${deadline} s (progressDeadlineSeconds).`;
  return [...verdicts, verdict("failureThreshold", message)];
}

/** A readiness probe is not asked before its delay is over, however soon the app serves (prober/worker.go: doProbe). */
function askedTooLate(container: Container, timings: ProbeTimings, deadline: number): Verdict[] {
  const { initialDelaySeconds, successThreshold, periodSeconds } = timings;
  const earliest = initialDelaySeconds + (successThreshold - 1) * periodSeconds;
  if (earliest <= deadline || container.role === "init") return [];
  return [
    {
      severity: "warning",
      container,
      subject: "readinessProbe.initialDelaySeconds",
      path: [...container.path, "readinessProbe", "initialDelaySeconds"],
      message: `The readiness probe of ${containerName(container)} finds it ready ${earliest} s after its start at the earliest, but the rollout is reported as failed after ${deadline} s (progressDeadlineSeconds).`,
    },
  ];
}

/** Returns that a startup probe gives up for sure before the known time of the start is over; null where it does not. */
function killedByStartup(input: RuleInput, container: Container, timings: ProbeTimings): string | null {
  const { policy, serving } = input;
  const start = policy.startupSeconds;
  if (start === null || !startsAsKnown(container, serving)) return null;
  if (!provesSomething(container, "startupProbe")) return null;
  const { seconds } = askedInTime(timings);
  if (seconds > start) return null;
  return `The startup probe of ${containerName(container)} gives the app ${seconds} s, while ${startInWords(start, input)}: where it does not answer by then, it is killed before it ever serves.`;
}

/** A container that holds its pod back until it serves, and by the known time of the start does so beyond the deadline. */
function startBeyondDeadline(input: RuleInput): Verdict[] {
  const { workload, serving, policy, analysis } = input;
  const start = policy.startupSeconds;
  const deadline = progressDeadlineOf(workload);
  const isHeld = analysis.rollout.gated && serving.containers.length > 0;
  if (workload.partial || start === null || deadline === null || start <= deadline || !isHeld) return [];
  return [
    {
      severity: "warning",
      container: null,
      subject: "progressDeadlineSeconds",
      path: ["spec", "progressDeadlineSeconds"],
      message: `A rollout of ${workloadName(workload)} is reported as failed after ${deadline} s without progress (progressDeadlineSeconds), while ${startInWords(start, input)}: no new pod is ready before that.`,
    },
  ];
}

interface StartUpTime {
  seconds: number;
  words: string;
}

function askedInTime({ initialDelaySeconds, failureThreshold, periodSeconds }: ProbeTimings): StartUpTime {
  const seconds = initialDelaySeconds + failureThreshold * periodSeconds;
  return { seconds, words: `${seconds} s` };
}

/** The kubelet asks again once the last answer is in or timed out (prober/worker.go: run), so a period can be outlasted. */
function askedOfHanging({
  initialDelaySeconds,
  failureThreshold,
  timeoutSeconds,
}: ProbeTimings): StartUpTime {
  const seconds = initialDelaySeconds + failureThreshold * timeoutSeconds;
  return {
    seconds,
    words: `${seconds} s where it answers nothing, as each of ${failureThreshold} tries takes its timeout of ${timeoutSeconds} s`,
  };
}

/** Returns seconds; null where there is no deadline or what is written is not a number. */
export function progressDeadlineOf(workload: Workload): number | null {
  const { defaultProgressDeadline } = kindOf(workload).rollout;
  const written = workload.spec.progressDeadlineSeconds ?? defaultProgressDeadline(workload.apiVersion);
  return typeof written === "number" ? written : null;
}
