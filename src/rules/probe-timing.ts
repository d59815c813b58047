import { kindOf } from "../kinds/kinds.js";
import type { JsonObject } from "../manifest/json-value.js";
import { MAX_INT32 } from "../rollout/int-or-percent.js";
import { quoted } from "../words/quote.js";
import { containerName } from "../workload/names.js";
import { typeName } from "../workload/read-container.js";
import { type Container, PROBE_TYPES, type ProbeType, type Workload } from "../workload/workload.js";
import { PROBE_WORDS, type ProbeTimings, TIMING_FIELDS, timingsOf } from "./common/read-probe.js";
import type { Rule, Verdict } from "./rule.js";

/** Probe numbers that the API server refuses (core/validation: validateProbe), and ones that defeat their purpose. */
export const probeTiming: Rule = {
  name: "probe-timing",
  text: {
    severity: "error",
    title: "Probe timings that are refused or contradict each other",
    help: "The API server refuses the values, or they cannot work together, such as a start that may take longer than progressDeadlineSeconds.",
  },
  judges: "validity",
  check({ workload }) {
    return workload.containers.flatMap((container) =>
      PROBE_TYPES.flatMap((type) => {
        const probe = container.probes[type];
        if (probe === undefined) return [];
        const refused = refusedValues(container, type, probe);
        return refused.length > 0 ? refused : doubtfulValues(workload, container, type, probe);
      }),
    );
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
  workload: Workload,
  container: Container,
  type: ProbeType,
  probe: JsonObject,
): Verdict[] {
  const timings = timingsOf(probe);
  const deadline = progressDeadlineOf(workload);
  if (type !== "startupProbe" || workload.partial || timings === null || deadline === null) return [];
  const given = [askedInTime(timings), askedOfHanging(timings)].find(({ seconds }) => seconds > deadline);
  if (given === undefined) return [];
  return [
    {
      severity: "warning",
      container,
      subject: `${type}.failureThreshold`,
      path: [...container.path, type, "failureThreshold"],
      message: `The startup probe of ${containerName(container)} gives the app ${given.words}, but the rollout is reported as failed after ${deadline} s (progressDeadlineSeconds).`,
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

/** Seconds; null where there is no deadline or what is written is not a number. */
function progressDeadlineOf(workload: Workload): number | null {
  const { defaultProgressDeadline } = kindOf(workload).rollout;
  const written = workload.spec.progressDeadlineSeconds ?? defaultProgressDeadline(workload.apiVersion);
  return typeof written === "number" ? written : null;
}
