import { get, type JsonObject } from "../../manifest/json-value.js";
import { listed } from "../../words/list.js";
import { quoted } from "../../words/quote.js";
import { containerName } from "../../workload/names.js";
import { repositoryOf } from "../../workload/servers/image.js";
import { isTcp } from "../../workload/serving/listeners.js";
import type { Container, ContainerPort } from "../../workload/workload.js";

/** The container that declares a TCP port, null where several do. */
export type Declarers = ReadonlyMap<number, Container | null>;

export function declarersOf(containers: readonly Container[]): Declarers {
  const index = new Map<number, Container | null>();
  for (const container of containers) {
    for (const port of new Set(tcpPorts(container).map(({ containerPort }) => containerPort))) {
      index.set(port, index.has(port) ? null : container);
    }
  }
  return index;
}

function tcpPorts({ ports }: Container): ContainerPort[] {
  return ports.filter(isTcp);
}

/** Returns why another container answers a probe for sure, as what is said of "the readiness probe of “web”"; else null. */
export function otherContainerWords(
  container: Container,
  probe: JsonObject,
  declarers: Declarers,
): { at: string[]; message: string } | null {
  for (const handler of ["tcpSocket", "httpGet"] as const) {
    const port = get(probe, handler, "port");
    if (typeof port !== "number") continue;
    const other = declarers.get(port) ?? null;
    // A container that declares no port of its own may well listen on one that another declares.
    if (other === null || other === container || tcpPorts(container).length === 0) return null;
    if (handler === "httpGet" && !answersItself(other, probe)) return null;
    const [who, whose] = [containerName(container), containerName(other)];
    const answers = handler === "tcpSocket" ? "accepts the connection" : "answers";
    return {
      at: [handler, "port"],
      message: `asks port ${port}, which ${whose} declares and ${who} does not: the containers of a pod share its network, so ${whose} ${answers}, whether ${who} serves or not. Ask ${portsOf(container)} instead`,
    };
  }
  return null;
}

/**
 * An open port says nothing of who is behind it, but a server may hand a request on to the container that it stands in front
 * of, as gateways and health sidecars do. Only what is known to answer for itself counts: an exporter, which has numbers while
 * its app is down, and Istio's own health, while "/app-health/" asks the app (pilot-agent/status/server.go: handleAppProbe).
 */
function answersItself({ name, image }: Container, probe: JsonObject): boolean {
  const path = String(get(probe, "httpGet", "path") ?? "/");
  if (name === "istio-proxy") return !path.startsWith("/app-health/");
  return /[-_]exporter$/.test(repositoryOf(image ?? "")) && /^\/(?:metrics)?$/.test(path);
}

function portsOf(container: Container): string {
  const numbers = tcpPorts(container).map(({ name, containerPort }) =>
    name === null ? `${containerPort}` : `${containerPort} (${quoted(name)})`,
  );
  return numbers.length === 1 ? `its own port, ${numbers[0]},` : `one of its own ports, ${listed(numbers)},`;
}
