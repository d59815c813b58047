/** Containers of which nothing but their own probes says that anybody calls their port. */
import { get } from "../../manifest/json-value.js";
import { andList } from "../../words/list.js";
import { holdsHostPorts } from "../../workload/host-ports.js";
import { servicesOf } from "../../workload/neighbours/services-of.js";
import { isDefaultPort } from "../../workload/servers/image-ports.js";
import { isTcp } from "../../workload/serving/listeners.js";
import { namedPorts } from "../../workload/serving/named-ports.js";
import { type Container, PROBE_TYPES } from "../../workload/workload.js";
import type { RuleInput } from "../rule.js";

/** Whether something else than a port that it declares says that traffic arrives. */
export function isSentTraffic({
  workload,
  neighbours,
  change,
}: Pick<RuleInput, "workload" | "neighbours" | "change">): boolean {
  return (
    servicesOf(workload, neighbours).length > 0 ||
    change.servedBefore !== null ||
    holdsHostPorts(workload) ||
    workload.spec.serviceName != null
  );
}

/**
 * Returns a sentence, after a space, where each serving container lists a single port that has no name and that its own probes
 * alone ask, as controllers do that answer the kubelet and call everybody else themselves; null where anything says more.
 */
export function probedAlone(input: RuleInput): string | null {
  const { containers, forwardings, unknown } = input.serving;
  if (containers.length === 0 || forwardings.length > 0 || unknown.length > 0) return null;
  if (isSentTraffic(input)) return null;
  const ports = containers.map(probedPort);
  if (!ports.every((port) => port !== null)) return null;
  const which = `port${ports.length === 1 ? "" : "s"} ${andList(ports.map(String))}`;
  return ` Nothing in sight but its own probes asks ${which}, and no Service leads there, so perhaps nobody calls it.`;
}

/** The only port of a container, where it has no name, is not what its image is known for, and probes alone tell of it. */
function probedPort(container: Container): number | null {
  const [port, ...others] = container.ports.filter(isTcp);
  if (port === undefined || others.length > 0 || port.name !== null) return null;
  const number = port.containerPort;
  if (isDefaultPort(number, container)) return null;
  const telling = namedPorts(container).filter((one) => one.port === number);
  const isProbe = (source: string) => PROBE_TYPES.some((type) => type === source);
  return asksItself(container, number) && telling.every(({ source }) => isProbe(source)) ? number : null;
}

/** Whether a probe of the kubelet asks the container's own port. */
function asksItself({ probes }: Container, port: number): boolean {
  return PROBE_TYPES.some((type) =>
    ["httpGet", "tcpSocket", "grpc"].some((handler) => get(probes[type], handler, "port") === port),
  );
}
