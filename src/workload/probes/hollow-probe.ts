/**
 * Probes that say nothing of the container that they stand on, so that waiting for one is no gate: a command that always
 * succeeds, or does so before the app has begun, a request to another host, a port that a mesh's sidecar answers.
 */
import { asArray, asString, get, isObject, type JsonObject } from "../../manifest/json-value.js";
import { isPlaceholder } from "../../manifest/template-text.js";
import { type CertainSuccess, certainCommand } from "./always-succeeds.js";
import { type Mesh, meshThatAnswers } from "./answering-mesh.js";
import type { ProbedPod } from "./probed-pod.js";
import type { UnreadOperator } from "./shell-words.js";
import { absenceCheck } from "./succeeds-on-absence.js";

/** Why a probe proves nothing. */
export type HollowProbe =
  | { why: "always-succeeds"; finds: CertainSuccess; command: string; unread: UnreadOperator | null }
  /** it succeeds as long as a file does not have what it looks for, and so before the app has written anything */
  | { why: "absence"; command: string }
  | { why: "other-host"; host: string; handler: HostHandler }
  /** the loopback address is the node's, since the kubelet asks and not the pod */
  | { why: "node"; host: string; handler: HostHandler }
  | { why: "mesh"; mesh: Mesh };

const HOST_HANDLERS = ["httpGet", "tcpSocket"] as const;
export type HostHandler = (typeof HOST_HANDLERS)[number];

/** Returns why a probe proves nothing; null where it may prove something. `isLiveness` is whether a failure restarts the container. */
export function hollowProbe(probe: JsonObject, pod: ProbedPod, isLiveness: boolean): HollowProbe | null {
  const command = asArray(get(probe, "exec", "command"));
  const certain = certainCommand(command);
  if (certain !== null) {
    const { finds, text, unread } = certain;
    return { why: "always-succeeds", finds, command: text, unread };
  }
  // What appears once an app has failed is for a liveness probe to find.
  const absence = isLiveness ? null : absenceCheck(command);
  if (absence?.searchesFiles) return { why: "absence", command: absence.text };
  for (const handler of HOST_HANDLERS) {
    const host = asString(get(probe, handler, "host"));
    const found = host === null ? null : otherHost(host, get(probe, handler, "port"), pod);
    if (found !== null) return { why: found, host: host as string, handler };
  }
  if (!isObject(probe.tcpSocket)) return null;
  const mesh = meshThatAnswers(pod, probe.tcpSocket.port);
  return mesh === null ? null : { why: "mesh", mesh };
}

/** RFC 1035: no name is longer. */
const MAX_NAME = 253;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[?::1?\]?)$/i;
const ADDRESS_OR_NAME = /^(?:\[?[\da-f:]*:[\da-f:.]*\]?|[a-z\d](?:[-a-z\d.]*[a-z\d])?)$/i;

/**
 * The kubelet asks the pod's IP unless `host` says otherwise, and it asks from the node (prober.go: runProbe). Pods on the
 * host's network have the node's addresses, so nothing is known of theirs.
 */
function otherHost(host: string, port: unknown, pod: ProbedPod): "other-host" | "node" | null {
  if (pod.podSpec.hostNetwork != null && pod.podSpec.hostNetwork !== false) return null;
  if (host.length > MAX_NAME || isPlaceholder(host) || /^[A-Z\d]+$/.test(host) || !ADDRESS_OR_NAME.test(host))
    return null;
  if (LOOPBACK.test(host)) return mayLeadBack(port, pod) ? null : "node";
  return isOwnAddress(host, pod) ? null : "other-host";
}

/** Networks that give a pod a fixed address write it into an annotation; what is longer, or behind many others, is none. */
function isOwnAddress(host: string, { annotations }: ProbedPod): boolean {
  return Object.values(annotations)
    .slice(0, 100)
    .some((value) => typeof value === "string" && value.length <= 2_000 && value.includes(host));
}

/** A host port leads from the node's own addresses to the pod. */
function mayLeadBack(port: unknown, { hostPorts }: ProbedPod): boolean {
  return typeof port === "number" ? hostPorts.has(port) : hostPorts.size > 0;
}
