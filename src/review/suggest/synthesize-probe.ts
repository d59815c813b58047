/** Derives a missing readinessProbe from what the container itself says, never from a placeholder. */

import { isDeepStrictEqual } from "node:util";
import type { Judgement } from "../../judge/judge-workload.js";
import { kindOf } from "../../kinds/kinds.js";
import { get, type JsonObject } from "../../manifest/json-value.js";
import { LONGEST_PERIOD } from "../../rules/common/steady-timings.js";
import { killedStart } from "../../rules/liveness-before-ready.js";
import { quoted } from "../../words/quote.js";
import { claimOfOneWriter } from "../../workload/held-alone.js";
import type { Neighbours } from "../../workload/neighbours.js";
import { earlyServer } from "../../workload/servers/early-servers.js";
import { echoServer } from "../../workload/servers/echo-servers.js";
import { electsLeader } from "../../workload/servers/elects-leader.js";
import { isStore } from "../../workload/servers/stores.js";
import { isSynced } from "../../workload/sight/synced-images.js";
import { type Container, isGated, runningContainers, type Workload } from "../../workload/workload.js";
import { type AdviceReason, isAnswered } from "../findings/finding.js";
import { imageCheck } from "./image-checks.js";
import { withNamedPort } from "./named-port.js";
import { ownHandlers, timingsBeside } from "./own-handlers.js";
import type { ProbeCandidate } from "./probe-candidate.js";
import { fromPorts } from "./probe-of-port.js";

/** Candidates for one serving container, the most trusted first; at least one. */
export function probeCandidates(
  container: Container,
  judgement: Judgement,
  neighbours: Neighbours,
): ProbeCandidate[] {
  const candidates = [
    ...fromBase(container, judgement),
    ...ownHandlers(container, judgement.policy),
    ...fromImage(container),
    fromPorts(container, judgement, neighbours),
  ];
  return candidates.map((candidate) =>
    guarded(pastOpenPort(candidate, container), judgement, container, neighbours),
  );
}

/** What asks a port that opens long before its app serves asks for a path of the app instead, in words. */
function pastOpenPort(candidate: ProbeCandidate, container: Container): ProbeCandidate {
  const { origin, probe, reason } = candidate;
  const port = get(probe, "tcpSocket", "port");
  if (probe === null || isAnswered(origin) || typeof port !== "number") return candidate;
  const server = earlyServer(container, port);
  if (server === null) return candidate;
  const { name, path, unless } = server;
  const { tcpSocket: _, ...timings } = probe;
  return {
    ...candidate,
    probe: { httpGet: { path, port }, ...timings },
    reason: reason ?? "opens-early",
    caution: `${name} opens its port long before its app serves and answers 503 there until then, so an open port does not tell that the app serves; ${quoted(path)} does. ${unless}`,
  };
}

/** The probe that the change takes away, as it was. */
function fromBase({ name }: Container, { change }: Judgement): ProbeCandidate[] {
  const removed = name === null ? undefined : change.removedProbes.get(name);
  if (removed === undefined) return [];
  const reason = removed.isOfAnotherProgram ? "another-program-answered" : null;
  const probe = withShortPeriod(removed.probe);
  return [{ origin: "removed-probe", probe, reason, fitted: timingsBeside(removed.probe, probe) }];
}

/** What was written for a restart may ask every few minutes: as long a pod would wait for traffic, and have it once it fails. */
function withShortPeriod(probe: JsonObject): JsonObject {
  if (!(Number(probe.periodSeconds) > LONGEST_PERIOD)) return probe;
  const isLonger = Number(probe.timeoutSeconds) > LONGEST_PERIOD;
  return { ...probe, periodSeconds: LONGEST_PERIOD, ...(isLonger ? { timeoutSeconds: LONGEST_PERIOD } : {}) };
}

function fromImage(container: Container): ProbeCandidate[] {
  const probe = imageCheck(container);
  return probe === null ? [] : [{ origin: "image", probe, reason: null }];
}

/**
 * A wrong readiness probe is worse than none: where it cannot help, or could stall the rollout, it is words only. A stall
 * comes of whatever probe the words lead to, so it is told beside another reason against this one.
 */
function guarded(
  candidate: ProbeCandidate,
  judgement: Judgement,
  container: Container,
  neighbours: Neighbours,
): ProbeCandidate {
  const { origin, probe, reason, healthPath } = candidate;
  // A pod that waits answers these already, or it would be killed; of another path nothing says so. A store does not wait but
  // ends where the old pod has its files, and starts again until that one has gone.
  const isTrusted = isAnswered(origin) && healthPath === undefined;
  const endsUntilThen = origin === "liveness-handler" && isStore(container);
  const couldStall = (!isTrusted || endsUntilThen) && waitsForOldPod(judgement, neighbours);
  if (reason === null && origin === "liveness-handler" && killedStart(container, judgement) !== null)
    return { ...candidate, reason: "kills-the-start" };
  if (reason !== null || probe === null)
    return couldStall ? { ...candidate, caution: withStall(candidate.caution) } : candidate;
  // What stood there is put back whether or not it lowers the worst case: nobody has to be told that it is right.
  if (origin === "removed-probe") return candidate;
  if (echoServer(container) !== null) return { ...candidate, reason: "answers-at-once" };
  const { workload, analysis } = judgement;
  if (analysis.rollout.atReplicas === 1 && isSynced(container, workload, neighbours))
    return { ...candidate, reason: "in-development" };
  const { gateHelps } = judgement.analysis.gating;
  if (!isGated(container) && gateHelps !== true) return { ...candidate, reason: "gate-would-not-help" };
  return couldStall ? { ...candidate, reason: "waits-for-old-pod" } : candidate;
}

const STALL_CAUTION =
  "Where the new pod waits for a volume or a lead that an old one holds, and that one stays until the new pod is ready, a probe would stall the rollout.";

function withStall(caution: string | undefined): string {
  return caution === undefined ? STALL_CAUTION : `${caution} ${STALL_CAUTION}`;
}

/** Whether a probe may go where nothing is found, as a container of another rendering gets the same one. */
export function mayHaveProbe(
  container: Container,
  probe: JsonObject,
  judgement: Judgement,
  neighbours: Neighbours,
): boolean {
  return probeCandidates(container, judgement, neighbours).some(
    (candidate) =>
      candidate.probe !== null &&
      isDeepStrictEqual(withNamedPort(candidate.probe, container), probe) &&
      (candidate.reason === null || HARMLESS.has(candidate.reason)),
  );
}

/** It is told elsewhere what such a container answers, or its probe only changes nothing. */
const HARMLESS: ReadonlySet<AdviceReason> = new Set(["gate-would-not-help", "only-declared"]);

/** The old pod may hold what the new one needs to get ready, and stay until it is. */
export function waitsForOldPod(judgement: Judgement, neighbours: Neighbours): boolean {
  const { workload, analysis } = judgement;
  const isKept = analysis.gating.settled.budget === 0 && holdsForOne(workload, neighbours);
  return isKept || waitsForOtherPods(judgement);
}

/** Among pods replaced in place another one may have the lead, and keep it until the new pod is ready. */
function waitsForOtherPods({ workload, analysis }: Judgement): boolean {
  const { replicas } = analysis.rollout;
  if (!kindOf(workload).risks.replacesInPlace || (replicas !== null && replicas.max <= 1)) return false;
  return runningContainers(workload).some(electsLeader);
}

/** The new pod gets ready only after the old one has let go: of a volume for one writer, or of the lead. */
function holdsForOne(workload: Workload, neighbours: Neighbours): boolean {
  return claimOfOneWriter(workload, neighbours) !== null || runningContainers(workload).some(electsLeader);
}
