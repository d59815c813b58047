/** Whether a port speaks TLS, as far as names and numbers of it tell. */

import type { ServicePort } from "../../../workload/neighbours.js";
import { isTcp } from "../../../workload/serving/listeners.js";
import { isToldToSpeakTls, looksLikeTlsServer, TLS_PORTS } from "../../../workload/serving/serves-tls.js";
import type { ServingContainers } from "../../../workload/serving/serving-containers.js";
import type { Container } from "../../../workload/workload.js";

const TLS_NAME = /(?:^|[-_.])(?:https|tls|ssl)(?:$|[-_.])/i;
const PLAIN_NAME = /(?:^|[-_.])http(?:$|[-_.])/i;
/** A load balancer that ends TLS has 443 and sends to these. */
const PLAIN_PORTS: ReadonlySet<number> = new Set([80, 8080]);

/**
 * Only a hint: a setting of the container goes before all, and the port's own name before what Services say. Their 443 or
 * "https" may be about a load balancer or an Ingress in front, which speak plain text to the pods, so something of the
 * container has to say it as well.
 */
export function seemsTls(port: number, container: Container, serving: ServingContainers): boolean {
  if (isToldToSpeakTls(port, container)) return true;
  const declared = container.ports.find((one) => isTcp(one) && one.containerPort === port);
  const name = declared?.name ?? null;
  if (name !== null && TLS_NAME.test(name)) return true;
  if (PLAIN_PORTS.has(port) || (name !== null && PLAIN_NAME.test(name))) return false;
  if (TLS_PORTS.has(port)) return true;
  const leadsHere = ({ targetPort }: ServicePort) => targetPort === port || targetPort === name;
  const ports = serving.targets
    .filter((target) => target.container === container && target.port === port)
    .flatMap(({ service }) => service.ports.filter(leadsHere));
  // One port does not speak both.
  if (ports.some((one) => one.port === 80 || PLAIN_NAME.test(one.name ?? ""))) return false;
  if (ports.some(({ appProtocol }) => /^https$/i.test(appProtocol ?? ""))) return true;
  const isNamed = ports.some((one) => one.port === 443 || TLS_NAME.test(one.name ?? ""));
  return isNamed && looksLikeTlsServer(container);
}
