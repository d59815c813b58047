/** How a container is known to serve, in words; names stand in “ ”. */
import { andList } from "../../words/list.js";
import { quoted } from "../../words/quote.js";
import { containerName, serviceName } from "../names.js";
import { isQueueWorker } from "../servers/queue-workers.js";
import type { Container } from "../workload.js";
import type { Forwarding } from "./forwarded.js";
import type { NamedPort } from "./named-ports.js";
import type { ServingContainers } from "./serving-containers.js";
import type { UnknownTarget } from "./targets.js";

/** Returns how traffic gets to a container that does not declare its port, or stands behind another; null where it declares it. */
export function wayTo(
  container: Container,
  { forwardings, targets }: Pick<ServingContainers, "forwardings" | "targets">,
): string | null {
  const forwarding = forwardings.find(({ to }) => to === container);
  if (forwarding !== undefined) return forwardingInWords(forwarding);
  const mine = targets.filter((target) => target.container === container);
  const undeclared = mine.find(({ by }) => by !== "declared");
  if (undeclared === undefined || mine.length > 1) return null;
  const { port, service, by } = undeclared;
  const routes = `${serviceName({ service })} routes to port ${port}`;
  const name = containerName(container);
  if (by === "service" && service.headless)
    return `${serviceName({ service })} is headless, and its port says nothing of what ${name} listens on`;
  if (by === "service" && isQueueWorker(container))
    return `${routes}, which nothing in ${name} names, and its command takes work from a queue: if it does not listen, the Service is left over and nothing is lost`;
  if (by === "service") return `${routes}, which nothing in ${name} names`;
  return by === "declared" ? null : `${routes}, which ${sourceInWords(by)} of ${name} names`;
}

/** "“oauth2-proxy” forwards to port 3000, which “app” declares" */
export function forwardingInWords({ proxy, port, to, by }: Forwarding): string {
  if (by === "fast-cgi")
    return `${containerName(proxy)} is a web server, and ${containerName(to)} speaks FastCGI, which only one of these asks`;
  const forwards = `${containerName(proxy)} forwards to port ${port}`;
  if (by === "declared") return `${forwards}, which ${containerName(to)} declares`;
  if (by === "named") return `${forwards}, which ${containerName(to)} names`;
  return `${forwards}, and ${containerName(to)} is the only other container that can answer there`;
}

function sourceInWords({ source, name }: NamedPort): string {
  if (source === "argument") return "the command line";
  if (source === "variable") return `the variable ${quoted(name)}`;
  return `the ${source}`;
}

/** Who says of the port that traffic goes to, behind "which", and what of the answer is known. */
export function openTargetInWords(target: UnknownTarget): string {
  const port = targetInWords(target);
  return target.declared
    ? `${port}, which several containers declare and one alone can have: ${answererInWords(target)}`
    : `${port}, which no container declares or names: ${answererInWords(target)}`;
}

/** How a manifest tells which of the containers has the port. */
export function tellsTarget({ port, declared }: UnknownTarget): string {
  return declared
    ? `containerPort: ${port} under ports of the one that listens there alone`
    : `containerPort: ${port} under ports of the one that listens there`;
}

/** "one of “app” and “worker” may answer", or of one that declares other ports "“app” may answer": or nothing does */
function answererInWords({ candidates }: UnknownTarget): string {
  const names = candidates.slice(0, 5).map(containerName);
  const left = candidates.length - names.length;
  if (left > 0) names.push(`${left} more`);
  return names.length > 1 ? `one of ${andList(names)} may answer` : `${names[0]} may answer`;
}

/** "Service “web” routes to port 8080" or "“proxy” forwards to port 8080" */
function targetInWords({ from, port }: UnknownTarget): string {
  return "service" in from
    ? `${serviceName(from)} routes to port ${port}`
    : `${containerName(from.proxy)} forwards to port ${port}`;
}
