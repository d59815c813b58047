/** A readinessProbe from what the container's startup or liveness probe asks already. */
import { asArray, canonicalJson, get, isObject, type JsonObject } from "../../manifest/json-value.js";
import type { Policy, ProbeTimings } from "../../policy/policy.js";
import { handlersOf, timingsOf } from "../../rules/common/read-probe.js";
import { LONGEST_FAILURE, LONGEST_PERIOD, USUAL_THRESHOLD } from "../../rules/common/steady-timings.js";
import { quoted } from "../../words/quote.js";
import { asksForLife, asksForStart, pathForTraffic } from "../../workload/probes/health-paths.js";
import { absenceCheck } from "../../workload/probes/succeeds-on-absence.js";
import { imageName } from "../../workload/servers/image.js";
import type { Container } from "../../workload/workload.js";
import type { FittedTiming } from "../findings/finding.js";
import type { ProbeCandidate } from "./probe-candidate.js";
import { timings } from "./probe-timings.js";

export function ownHandlers(container: Container, policy: Policy): ProbeCandidate[] {
  const { startupProbe, livenessProbe } = container.probes;
  const image = imageName(container);
  const candidates: ProbeCandidate[] = [];
  // What proves nothing as one probe proves nothing as another.
  const { hollowProbes } = container;
  const liveness =
    livenessProbe !== undefined && !hollowProbes.livenessProbe && canBeCopied(livenessProbe, image)
      ? livenessProbe
      : null;
  if (startupProbe !== undefined && !hollowProbes.startupProbe && canBeCopied(startupProbe, image)) {
    // Its period and failureThreshold are those of a start, and too strict for the time after it: where the liveness
    // probe asks the same, its own are taken, else the defaults of Kubernetes.
    const steady =
      liveness !== null && asksTheSame(startupProbe, liveness)
        ? steadyTimings(liveness)
        : { timeoutSeconds: startupProbe.timeoutSeconds };
    const probe = handlerProbe(startupProbe, steady);
    candidates.push({ origin: "startup-handler", reason: null, ...forTraffic(probe, image) });
  }
  if (liveness !== null) {
    const delay = startupProbe === undefined ? delayOf(liveness, timings(policy, container)) : undefined;
    const probe = handlerProbe(liveness, { initialDelaySeconds: delay, ...steadyTimings(liveness) });
    const fitted = timingsBeside(liveness, probe);
    candidates.push({ origin: "liveness-handler", reason: null, fitted, ...forTraffic(probe, image) });
  }
  return candidates;
}

/**
 * What asks whether an app lives says yes before it can serve, and where a database is away. A path that only one framework
 * has gives way to the one that this has for traffic; of any other it is said that there may be a better one.
 */
function forTraffic(
  probe: JsonObject,
  image: string,
): Pick<ProbeCandidate, "probe" | "healthPath" | "caution"> {
  const healthPath = pathForTraffic(probe, image);
  if (healthPath?.isSure) {
    const httpGet = { ...(probe.httpGet as JsonObject), path: healthPath.to };
    return { probe: { ...probe, httpGet }, healthPath };
  }
  if (healthPath !== null) {
    const { framework, from, to } = healthPath;
    return {
      probe,
      caution: `${quoted(from)} is the path of ${framework} that tells whether an app lives; if yours has ${quoted(to)} as well, that one tells whether it can serve, and is better here.`,
    };
  }
  if (!asksForLife(probe)) return { probe };
  return {
    probe,
    caution:
      "The path is one that tells whether the app lives; if it has one that tells whether it can serve, such as “/readyz”, that one is better here.",
  };
}

/** A check that succeeds as long as it finds nothing tells of a failure, and not of an app that can serve. */
function canBeCopied(probe: JsonObject, image: string): boolean {
  // A path for the start is done with once the app has started: it says nothing of later.
  if (asksForStart(probe) && pathForTraffic(probe, image)?.isSure !== true) return false;
  return handlersOf(probe).length === 1 && absenceCheck(asArray(get(probe, "exec", "command"))) === null;
}

/** Timings that a liveness probe writes and that a probe of its handler has otherwise, or not at all. */
export function timingsBeside(liveness: JsonObject, probe: JsonObject): FittedTiming[] {
  return ["initialDelaySeconds", "periodSeconds", "timeoutSeconds", "failureThreshold"].flatMap((field) => {
    const from = liveness[field];
    const to = probe[field] ?? null;
    if (typeof from !== "number" || from === to) return [];
    return [{ field, to: typeof to === "number" ? to : null, from }];
  });
}

function steadyTimings({ periodSeconds, timeoutSeconds, failureThreshold }: JsonObject): JsonObject {
  return { periodSeconds, timeoutSeconds, failureThreshold };
}

/** Before liveness a long delay is safe; before readiness it keeps a pod out that could serve. */
function delayOf(
  { initialDelaySeconds }: JsonObject,
  { initialDelaySeconds: longest }: ProbeTimings,
): unknown {
  return typeof initialDelaySeconds === "number"
    ? Math.min(initialDelaySeconds, longest)
    : initialDelaySeconds;
}

function asksTheSame(one: JsonObject, other: JsonObject): boolean {
  const [handler] = handlersOf(one);
  return canonicalJson(one[handler as string]) === canonicalJson(other[handler as string] ?? null);
}

/**
 * The period is no shorter than the timeout and no longer than LONGEST_PERIOD, and the timeout no longer than it. The
 * threshold is the usual one where it would let a pod fail for longer than LONGEST_FAILURE.
 */
function handlerProbe(source: JsonObject, given: JsonObject): JsonObject {
  const [handler] = handlersOf(source);
  const read = timingsOf(given);
  const fitted: JsonObject = { ...given };
  if (read !== null) {
    const { timeoutSeconds } = read;
    const periodSeconds = Math.min(LONGEST_PERIOD, Math.max(read.periodSeconds, timeoutSeconds));
    if (periodSeconds !== read.periodSeconds) fitted.periodSeconds = periodSeconds;
    if (timeoutSeconds > periodSeconds) fitted.timeoutSeconds = periodSeconds;
    if (read.failureThreshold > USUAL_THRESHOLD && periodSeconds * read.failureThreshold > LONGEST_FAILURE)
      fitted.failureThreshold = USUAL_THRESHOLD;
  }
  const written = Object.entries(fitted).filter(([, value]) => value !== undefined && value !== null);
  return { [handler as string]: withoutNulls(source[handler as string]), ...Object.fromEntries(written) };
}

function withoutNulls(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null));
}
