/**
 * Whether anything beside its list of ports says that a container listens on one. `containerPort` opens none: it stays where a
 * program is given another flag or is another one, and templates bring it along.
 */

import { get } from "../../manifest/json-value.js";
import { isOnNode } from "../host-ports.js";
import { servicesOf } from "../neighbours/services-of.js";
import type { Neighbours } from "../neighbours.js";
import { podTemplateOf } from "../pod-template.js";
import { type ProbedImage, probesOfImage } from "../probes/probed-images.js";
import { scrapedPortOf } from "../scrapes/scrape-annotations.js";
import { isDefaultPort } from "../servers/image-ports.js";
import type { Container, Workload } from "../workload.js";
import { isOnlyListed } from "./declared-alone.js";
import { isTcp } from "./listeners.js";
import { type NamedPort, namedPorts } from "./named-ports.js";

/**
 * Why a declared port may be closed: Services lead to others of the container's, nothing else speaks of it, or probes ask the same
 * image at another one elsewhere.
 */
export type PortDoubt = "not-routed" | "only-declared" | "probed-elsewhere";

/**
 * Returns why a port that a container declares may be closed, or null where its list is believed. It is not believed alone
 * where the Services in sight pass the port by, of a webhook's port, nor in the node's own network: there a list opens and
 * maps nothing, and programs often listen on the loopback address.
 */
export function doubtOfPort(
  port: number,
  container: Container,
  workload: Workload,
  neighbours: Neighbours,
): PortDoubt | null {
  const inNodesNetwork = get(podTemplateOf(workload), "spec", "hostNetwork") === true;
  if (!inNodesNetwork && isOnNode(port, container)) return null;
  if (namedPorts(container).some((one) => one.port === port && !one.weak && !one.loopback)) return null;
  const routed = routedPorts(container, workload, neighbours);
  if (routed.size > 0) return routed.has(port) ? null : "not-routed";
  if (isWebhooks(port, container)) return "only-declared";
  if (probedElsewhere(port, container, workload, neighbours) !== null) return "probed-elsewhere";
  return inNodesNetwork && !isWitnessed(port, container, workload) ? "only-declared" : null;
}

/**
 * Returns another workload with a container's image whose probe asks for a port that this one does not even list, where none asks
 * for the one in question and nothing but the list of ports speaks of it; else null.
 */
export function probedElsewhere(
  port: number,
  container: Container,
  { path, name }: Workload,
  { probing }: Neighbours,
): ProbedImage | null {
  const { image, ports } = container;
  if (image === null || !isOnlyListed(port, container) || isDefaultPort(port, container)) return null;
  const alike = probesOfImage(image, probing).filter((one) => one.path !== path || one.name !== name);
  const isAsked = (number: number) => alike.some((one) => one.port === number);
  return ports.some(({ containerPort }) => isAsked(containerPort)) ? null : (alike[0] ?? null);
}

/**
 * Whether a port is that of an admission webhook, by its name or as controller-runtime's default: its server starts only where
 * a webhook is registered, which many operators do only once a certificate is there (rook 1.9, pkg/operator/ceph/webhook.go).
 */
function isWebhooks(port: number, { ports }: Container): boolean {
  return ports.some(
    ({ containerPort, name }) =>
      containerPort === port &&
      (name === null ? port === 9443 : /(?:^|[-_.])webhooks?(?=$|[-_.])/i.test(name)),
  );
}

function isWitnessed(port: number, container: Container, workload: Workload): boolean {
  const isDefault = isDefaultPort(port, container) && !namedPorts(container).some(movesPort);
  return isDefault || scrapedPortOf(workload) === String(port) || hasProtocolName(port, container);
}

/** Returns the container's own ports, declared or named, that the Services in sight lead to, for whomever. */
function routedPorts(container: Container, workload: Workload, neighbours: Neighbours): ReadonlySet<number> {
  const targets = new Set(
    servicesOf(workload, neighbours).flatMap(({ ports }) =>
      ports.flatMap(({ protocol, targetPort }) => (protocol === "TCP" ? [targetPort] : [])),
    ),
  );
  const declared = container.ports
    .filter(isTcp)
    .filter(({ name, containerPort }) => targets.has(containerPort) || (name !== null && targets.has(name)))
    .map(({ containerPort }) => containerPort);
  const named = namedPorts(container).filter((one) => !one.weak && !one.loopback && targets.has(one.port));
  return new Set([...declared, ...named.map((one) => one.port)]);
}

/** Whether a setting says where the container listens instead of at its image's port. */
function movesPort({ source, weak, auxiliary }: NamedPort): boolean {
  return (source === "argument" || source === "variable") && !weak && !auxiliary;
}

/**
 * The protocol of a port by its name, as Istio and OpenTelemetry read it: who writes one knows the program. A name of the
 * app's own (“main”, “debug”) says nothing of the kind.
 */
const PROTOCOL =
  /(?:^|[-_.])(?:https?|http2|h2c|web|www|wss?|tls|ssl|api|rest|grpc|mysql|postgres(?:ql)?|mongo(?:db)?|redis|amqps?|mqtts?|kafka|ldaps?|smtps?|imaps?|ssh|s?ftp|dns|nfs)(?=$|[-_.\d])/i;

export function hasProtocolName(port: number, container: Container): boolean {
  return container.ports.some(
    ({ containerPort, name }) => containerPort === port && name !== null && PROTOCOL.test(name),
  );
}
