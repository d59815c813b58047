/** Derives a missing readinessProbe from what the container itself says, never from a placeholder. */

import type { Judgement } from "../../judge/judge-workload.js";
import { kindOf } from "../../kinds/kinds.js";
import { isObject, type JsonObject } from "../../manifest/json-value.js";
import type { Policy, ProbeTimings } from "../../policy/policy.js";
import { handlersOf, timingsOf } from "../../rules/common/read-probe.js";
import { electsLeader } from "../../workload/elects-leader.js";
import { isAuxiliaryName } from "../../workload/neighbours/auxiliary-ports.js";
import { isGrpcName } from "../../workload/serving-containers.js";
import {
  type Container,
  isGated,
  type Neighbours,
  runningContainers,
  type Workload,
} from "../../workload/workload.js";
import type { AdviceReason, FixOrigin } from "../findings/finding.js";
import { imageCheck } from "./image-checks.js";

/** A probe that could be suggested; `reason` is set where it is words only. */
export interface ProbeCandidate {
  origin: FixOrigin;
  /** null where not even words can name one */
  probe: JsonObject | null;
  reason: AdviceReason | null;
}

/** For a Java process of the project's first case: an open port is not a warm app, so the delay stands in for the warm-up. */
export const DEFAULT_TIMINGS: ProbeTimings = {
  initialDelaySeconds: 30,
  periodSeconds: 5,
  timeoutSeconds: 3,
  successThreshold: 1,
  failureThreshold: 3,
};

/** Candidates for one serving container, the most trusted first; at least one. */
export function probeCandidates(
  container: Container,
  judgement: Judgement,
  neighbours: Neighbours,
): ProbeCandidate[] {
  const candidates = [...ownHandlers(container), ...fromImage(container), fromPorts(container, judgement)];
  return candidates.map((candidate) => guarded(candidate, judgement, container, neighbours));
}

function ownHandlers(container: Container): ProbeCandidate[] {
  const { startupProbe, livenessProbe } = container.probes;
  const candidates: ProbeCandidate[] = [];
  if (startupProbe !== undefined && handlersOf(startupProbe).length === 1) {
    // The startup probe's budget covers the start, and its failureThreshold is that budget: neither belongs here.
    const { periodSeconds, timeoutSeconds } = startupProbe;
    const failureThreshold = livenessProbe?.failureThreshold;
    candidates.push({
      origin: "startup-handler",
      probe: handlerProbe(startupProbe, { periodSeconds, timeoutSeconds, failureThreshold }),
      reason: null,
    });
  }
  if (livenessProbe !== undefined && handlersOf(livenessProbe).length === 1) {
    const { initialDelaySeconds, periodSeconds, timeoutSeconds, failureThreshold } = livenessProbe;
    const delay = startupProbe === undefined ? initialDelaySeconds : undefined;
    const timings = { initialDelaySeconds: delay, periodSeconds, timeoutSeconds, failureThreshold };
    candidates.push({
      origin: "liveness-handler",
      probe: handlerProbe(livenessProbe, timings),
      reason: null,
    });
  }
  return candidates;
}

/** A timeout above the period, which only delays what a probe finds out, is not taken over. */
function handlerProbe(source: JsonObject, given: JsonObject): JsonObject {
  const { periodSeconds, timeoutSeconds } = timingsOf(source) ?? { periodSeconds: 0, timeoutSeconds: 0 };
  const timings = timeoutSeconds > periodSeconds ? { ...given, timeoutSeconds: periodSeconds } : given;
  const [handler] = handlersOf(source);
  const written = Object.entries(timings).filter(([, value]) => value !== undefined && value !== null);
  return { [handler as string]: withoutNulls(source[handler as string]), ...Object.fromEntries(written) };
}

function withoutNulls(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null));
}

function fromImage(container: Container): ProbeCandidate[] {
  const probe = imageCheck(container);
  return probe === null ? [] : [{ origin: "image", probe, reason: null }];
}

interface Port {
  origin: "service-port" | "tcp-port";
  port: number;
  grpc: boolean;
}

function fromPorts(container: Container, { workload, serving, policy }: Judgement): ProbeCandidate {
  const targeted: Port[] = serving.targets
    .filter((target) => target.container === container)
    .map(({ port, grpc }) => ({ origin: "service-port", port, grpc }));
  const tcp = container.ports.filter(({ protocol }) => protocol === "TCP");
  // A Service knows better than a name whether a port is the users', and whether it speaks gRPC.
  const declared: Port[] = (targeted.length > 0 ? [] : tcp)
    .filter(({ name }) => !isAuxiliaryName(name))
    .map(({ name, containerPort }) => ({ origin: "tcp-port", port: containerPort, grpc: isGrpcName(name) }));
  const ports = [...targeted, ...declared].filter(
    ({ port }) => Number.isInteger(port) && port >= 1 && port <= 65535,
  );
  const plain = ports.find(({ grpc }) => !grpc);
  if (plain !== undefined) {
    const reason = isShared(plain.port, container, workload) ? "shared-port" : null;
    return { origin: plain.origin, probe: { tcpSocket: { port: plain.port }, ...timings(policy) }, reason };
  }
  const [grpc] = ports;
  if (grpc !== undefined)
    return {
      origin: "grpc-port",
      probe: { grpc: { port: grpc.port }, ...timings(policy) },
      reason: "grpc-port",
    };
  const reason =
    tcp.length > 0 ? "auxiliary-ports-only" : container.ports.length > 0 ? "no-tcp-port" : "no-port";
  return { origin: "none", probe: null, reason };
}

/** A known start-up time stands for the warm-up; what the policy writes stands above all. */
function timings(policy: Policy): ProbeTimings {
  const delay = policy.startupSeconds ?? DEFAULT_TIMINGS.initialDelaySeconds;
  return { ...DEFAULT_TIMINGS, initialDelaySeconds: delay, ...policy.probe };
}

/** The containers of a pod share one network: where two declare a port, either may answer. */
function isShared(port: number, container: Container, workload: Workload): boolean {
  return runningContainers(workload).some(
    (other) => other !== container && other.ports.some(({ containerPort }) => containerPort === port),
  );
}

/** A wrong readiness probe is worse than none: where it cannot help, or could stall the rollout, it is words only. */
function guarded(
  candidate: ProbeCandidate,
  judgement: Judgement,
  container: Container,
  neighbours: Neighbours,
): ProbeCandidate {
  if (candidate.reason !== null || candidate.probe === null) return candidate;
  if (candidate.origin === "startup-handler" || candidate.origin === "liveness-handler") return candidate;
  const { settled, gateHelps } = judgement.analysis.gating;
  if (!isGated(container) && gateHelps !== true) return { ...candidate, reason: "gate-would-not-help" };
  if (settled.budget === 0 && waitsForOldPod(judgement.workload, neighbours))
    return { ...candidate, reason: "waits-for-old-pod" };
  if (waitsForOtherPods(judgement)) return { ...candidate, reason: "waits-for-old-pod" };
  return candidate;
}

/** Among pods replaced in place another one may have the lead, and keep it until the new pod is ready. */
function waitsForOtherPods({ workload, analysis }: Judgement): boolean {
  const { replicas } = analysis.rollout;
  if (!kindOf(workload).risks.replacesInPlace || (replicas !== null && replicas.max <= 1)) return false;
  return runningContainers(workload).some(electsLeader);
}

/** The new pod gets ready only after the old one has let go: of a volume for one writer, or of the lead. */
function waitsForOldPod(workload: Workload, { claims }: Neighbours): boolean {
  const exclusiveClaim = workload.claims.some((name) => {
    const known = claims.find(
      (claim) =>
        claim.name === name &&
        (claim.namespace === null || workload.namespace === null || claim.namespace === workload.namespace),
    );
    return known === undefined || !known.sharedWriters;
  });
  return exclusiveClaim || runningContainers(workload).some(electsLeader);
}
