import { isAuxiliaryName } from "../neighbours/auxiliary-ports.js";
import { isHelper } from "../servers/helpers.js";
import { isNginx, isOperatorsProxy, isOutbound, isPhpFpm } from "../servers/proxies.js";
import { type Container, runningContainers, type Workload } from "../workload.js";
import { mayListen } from "./elimination.js";
import { listeningContainers, type PodListeners } from "./listeners.js";
import { upstreamsOf } from "./upstreams-of.js";

/** A proxy of the pod that forwards to another of its containers, and how that one is known. */
export interface Forwarding {
  proxy: Container;
  port: number;
  to: Container;
  /** it declares the port, names it, is the only one that is left, or speaks FastCGI behind a web server */
  by: "declared" | "named" | "left" | "fast-cgi";
}

/** The port of PHP's process manager in its official image (docker-library/php: zz-docker.conf). */
const FAST_CGI = 9000;

/** A port of the pod that a proxy forwards to, and that several containers may answer. */
interface UnknownUpstream {
  proxy: Container;
  port: number;
  candidates: Container[];
}

/**
 * Returns where the traffic of the serving containers goes inside of the pod: a proxy that answers says nothing of the app
 * behind it. Chains are followed to their end, each container once.
 */
export function forwardedFrom(
  serving: readonly Container[],
  workload: Workload,
  listeners: PodListeners,
): { forwardings: Forwarding[]; unknown: UnknownUpstream[] } {
  const forwardings: Forwarding[] = [];
  const unknown: UnknownUpstream[] = [];
  if (runningContainers(workload).length < 2) return { forwardings, unknown };
  const reached = new Set(serving);
  // A Set yields what is added while it is walked.
  for (const proxy of reached) {
    const fpm = isNginx(proxy) ? runningContainers(workload).filter(isPhpFpm) : [];
    for (const to of fpm) {
      if (reached.has(to)) continue;
      reached.add(to);
      forwardings.push({ proxy, port: FAST_CGI, to, by: "fast-cgi" });
    }
    for (const port of upstreamsOf(proxy)) {
      const found = behind(proxy, port, workload, listeners);
      for (const { to, by } of found.known) {
        if (reached.has(to)) continue;
        reached.add(to);
        forwardings.push({ proxy, port, to, by });
      }
      const isReached = found.candidates.some((candidate) => reached.has(candidate));
      if (found.candidates.length > 1 && !isReached)
        unknown.push({ proxy, port, candidates: found.candidates });
    }
  }
  return { forwardings, unknown };
}

interface Behind {
  known: { to: Container; by: Forwarding["by"] }[];
  /** where it is not known who answers */
  candidates: Container[];
}

function behind(proxy: Container, port: number, workload: Workload, listeners: PodListeners): Behind {
  // What stands before an exporter is for operators.
  const isBefore = (container: Container) => !isOperatorsProxy(proxy) || !isHelper(container);
  const isOther = (container: Container) =>
    container !== proxy && !isOutbound(container) && isBefore(container);
  const declared = listeners.binding(port);
  if (declared.length > 0) {
    const known = declared
      .filter((one) => isOther(one.container) && !isAuxiliaryName(one.port.purpose))
      .map(({ container }) => ({ to: container, by: "declared" as const }));
    return { known, candidates: [] };
  }
  const naming = listeners.naming(port).filter(({ container, named }) => isOther(container) && !named.weak);
  if (naming.length > 0) {
    const containers = [...new Set(naming.map(({ container }) => container))];
    const [to] = containers as [Container];
    if (containers.length > 1) return { known: [], candidates: containers };
    const forOperators = naming.every(({ named }) => named.auxiliary);
    return { known: forOperators ? [] : [{ to, by: "named" }], candidates: [] };
  }
  // It stands before metrics, unless something says that users ask there.
  if (isOperatorsProxy(proxy)) return { known: [], candidates: [] };
  const others = listeningContainers(workload).filter(
    (container) => container.role === "regular" && isOther(container) && !isHelper(container),
  );
  const left = mayListen(others, port);
  const [only] = left;
  return only !== undefined && left.length === 1
    ? { known: [{ to: only, by: "left" }], candidates: [] }
    : { known: [], candidates: left };
}
