/** How sure it is that traffic reaches a container, and by which way. */
import { asArray, get, isObject } from "../../manifest/json-value.js";
import { andList } from "../../words/list.js";
import { quoted } from "../../words/quote.js";
import { holdsHostPorts, takesHostPort } from "../../workload/host-ports.js";
import { calledInside } from "../../workload/inside/called-inside.js";
import { containerName } from "../../workload/names.js";
import { isAuxiliaryPort } from "../../workload/neighbours/auxiliary-ports.js";
import { servicesOf } from "../../workload/neighbours/services-of.js";
import type { Service } from "../../workload/neighbours.js";
import { podTemplateOf } from "../../workload/pod-template.js";
import { heldByOldDapr } from "../../workload/probes/held-by-dapr.js";
import { monitoredAlone } from "../../workload/scrapes/monitored-alone.js";
import { dialsServer } from "../../workload/servers/dials-server.js";
import { echoServer } from "../../workload/servers/echo-servers.js";
import { isLogShipper } from "../../workload/servers/helpers.js";
import { opensOnDemand } from "../../workload/servers/opens-on-demand.js";
import { isOperatorsProxy } from "../../workload/servers/proxies.js";
import { isQueueWorker } from "../../workload/servers/queue-workers.js";
import { isPerhapsUncalled } from "../../workload/serving/declared-alone.js";
import { wayTo } from "../../workload/serving/in-words.js";
import { isTcp } from "../../workload/serving/listeners.js";
import { type PassedOver, passedOver } from "../../workload/serving/passed-over.js";
import { isScrapedAlone } from "../../workload/serving/scraped-alone.js";
import type { ServingContainers } from "../../workload/serving/serving-containers.js";
import { isSynced } from "../../workload/sight/synced-images.js";
import type { Container, Workload } from "../../workload/workload.js";
import type { RuleInput } from "../rule.js";
import type { TrafficSign } from "./gate-message.js";

/**
 * Nothing but a Service says that it listens, and that one may be left over, or only give the pods names; or traffic comes
 * through a proxy that mostly stands before metrics; or nobody but Prometheus is told of its port, or a Dapr that may wait
 * for it; or it waits without a port for its settings; or another container of the pod calls it; or it takes its work from a queue; or it only lists a port, while its program seems to be another than the image's own.
 */
export function isDoubtful(container: Container, input: RuleInput): boolean {
  const { serving, workload, neighbours } = input;
  if (guardsMetrics(container, serving) !== null || opensAllOnDemand(container, serving)) return true;
  const mine = serving.targets.filter((target) => target.container === container);
  if (serving.forwardings.some(({ to }) => to === container)) return false;
  if (isForScrapes(container, input)) return true;
  if (mine.length === 0)
    return (
      isUncalled(container, input) ||
      calledInside(container, workload, neighbours) !== null ||
      isOldDaprAlone(container, input)
    );
  return mine.every(({ by, service }) => by === "service" && (service.headless || isQueueWorker(container)));
}

const PASSED_WORDS: Record<PassedOver, string> = {
  "others-are-called":
    "Nothing but the list of ports says that it listens, the Services beside it select other pods",
  "applied-without-a-service":
    "Nothing but the list of ports says that it listens, Argo CD applies its folder, which holds no Service",
};

/** Returns how traffic reaches a container that does not declare the port, as a sentence of its own. */
export function wayWords(container: Container, input: RuleInput): string {
  const { serving, workload, neighbours, analysis } = input;
  const way = wayTo(container, serving);
  const proxy = guardsMetrics(container, serving);
  const metrics =
    proxy === null ? "" : ` ${containerName(proxy)} is a proxy that mostly stands before metrics.`;
  const scraped =
    way === null &&
    proxy === null &&
    !serving.operatorsOnly &&
    isScrapedAlone(container, workload, neighbours)
      ? " Prometheus is told to scrape its port, and nothing in sight calls it otherwise, so it may be for operators alone."
      : "";
  const monitor =
    proxy === null && !serving.operatorsOnly && !serving.forwardings.some(({ to }) => to === container)
      ? monitoredAlone(container, workload, neighbours)
      : null;
  const monitored =
    monitor === null || scraped !== ""
      ? ""
      : ` ${monitor.kind} ${quoted(monitor.name ?? "")} has Prometheus scrape its port, and nothing in sight calls it otherwise, so it may be for operators alone.`;
  const dapr = isOldDaprAlone(container, input)
    ? " Dapr 0.6 to 0.11 does hold the pod back until the port of dapr.io/port is open; since 1.0 it reads dapr.io/app-port alone and never calls that port, and no Service in sight leads to it."
    : "";
  const passed = passedOver(container, workload, neighbours, analysis.rollout.replicas);
  const nature = isQueueWorker(container)
    ? "By its command it takes its work from a queue"
    : dialsServer(container)
      ? "By its image it is a worker that dials its server"
      : isLogShipper(container)
        ? "By its image it sends logs on, and its port tells operators of it"
        : passed !== null
          ? PASSED_WORDS[passed]
          : "Its command starts what may be another program than the image's own, and that one may not listen there";
  const uncalled =
    way === null && isUncalled(container, input) && servicesOf(workload, neighbours).length === 0
      ? ` ${nature}, and no Service in sight leads to it, so perhaps nobody calls it.`
      : "";
  const caller = way === null ? calledInside(container, workload, neighbours) : null;
  const inside =
    caller === null
      ? ""
      : ` Inside the pod ${containerName(caller)} calls it, and no Service in sight leads to it, so perhaps nobody else does.`;
  const developed =
    analysis.rollout.atReplicas === 1 && isSynced(container, workload, neighbours)
      ? " Its skaffold.yaml copies sources into the running container, as one does while one develops it."
      : "";
  const echo = echoServer(container);
  const atOnce =
    echo === null
      ? ""
      : ` ${quoted(echo)} answers as soon as its process runs, so little is lost to its start.`;
  const demand = opensAllOnDemand(container, serving)
    ? " Its program opens no port there before its configuration asks for one, so perhaps nothing is lost."
    : "";
  return `${way === null ? "" : ` ${way}.`}${demand}${atOnce}${developed}${metrics}${scraped}${monitored}${dapr}${uncalled}${inside}`;
}

/** Whether a container may run without any of the ports that Services lead to, or that it lists where none does. */
function opensAllOnDemand(container: Container, { targets }: ServingContainers): boolean {
  const targeted = targets.flatMap((target) => (target.container === container ? target.port : []));
  const listed = container.ports.filter(isTcp).map(({ containerPort }) => containerPort);
  const ports = targeted.length > 0 ? targeted : listed;
  return ports.length > 0 && ports.every((port) => opensOnDemand(port, container));
}

/** Whether nothing but a list of ports speaks for a container that takes its work from a queue, or runs another program. */
export function isUncalled(
  container: Container,
  { workload, neighbours, serving, analysis }: RuleInput,
): boolean {
  const isReached = [...serving.targets, ...serving.forwardings.map(({ to }) => ({ container: to }))].some(
    (one) => one.container === container,
  );
  return (
    !isReached &&
    (isQueueWorker(container) ||
      dialsServer(container) ||
      isLoneShipper(container, { workload, neighbours, serving }) ||
      isPerhapsUncalled(container, workload, neighbours) ||
      passedOver(container, workload, neighbours, analysis.rollout.replicas) !== null)
  );
}

/** Whether a container sends logs on, and neither a Service nor the node leads anybody's to it. */
export function isLoneShipper(
  container: Container,
  input: Pick<RuleInput, "workload" | "neighbours" | "serving">,
): boolean {
  return (
    isLogShipper(container) &&
    servicesOf(input.workload, input.neighbours).length === 0 &&
    !holdsHostPorts(input.workload)
  );
}

/** Whether nobody but Prometheus is known to call a container: by an annotation of its pods, or by a monitor in sight. */
export function isForScrapes(container: Container, { workload, neighbours, serving }: RuleInput): boolean {
  if (serving.forwardings.some(({ to }) => to === container)) return false;
  return (
    isScrapedAlone(container, workload, neighbours) ||
    monitoredAlone(container, workload, neighbours) !== null
  );
}

/** Whether nobody but Dapr is known to call a container, by an annotation that only releases before 1.0 read. */
function isOldDaprAlone(container: Container, { workload, neighbours }: RuleInput): boolean {
  const annotations = get(podTemplateOf(workload), "metadata", "annotations");
  return (
    isObject(annotations) &&
    heldByOldDapr(workload.containers, { annotations }) === container &&
    servicesOf(workload, neighbours).length === 0
  );
}

/** Returns the proxy of operators that a container is, or stands behind; null where there is none. */
function guardsMetrics(container: Container, { forwardings }: ServingContainers): Container | null {
  if (isOperatorsProxy(container)) return container;
  const proxy = forwardings.find(({ to }) => to === container)?.proxy;
  return proxy !== undefined && isOperatorsProxy(proxy) ? proxy : null;
}

/** Returns what speaks of traffic to a container, where `portsAlone` says whether a Service does. */
export function trafficSign(container: Container, { serving, workload }: RuleInput): TrafficSign {
  const ports = asArray(container.value.ports).filter((port) => (get(port, "protocol") ?? "TCP") === "TCP");
  // On the node's network each of them is one of the node's.
  const isOfNode = (port: unknown) => workload.hostNetwork || takesHostPort(port);
  if (ports.length > 0) return ports.every(isOfNode) ? "host-port" : "service";
  const mine = serving.targets.filter((target) => target.container === container);
  if (mine.length === 0 || serving.forwardings.some(({ to }) => to === container)) return "service";
  if (mine.every(({ by, service }) => by === "service" && service.headless)) return "headless";
  return mine.every(({ by }) => by === "service") ? "unnamed" : "service";
}

/** Whether a Service leads to ports for operators alone, and so says nothing of users' traffic to others. */
function isForOperators(service: Service, workload: Workload): boolean {
  return service.ports.length > 0 && service.ports.every((port) => isAuxiliaryPort(service, port, workload));
}

/** More of them say no more. */
const MAX_PORTS = 3;

/** Returns the ports that alone say that containers get traffic; null where something else says so, as a Service in sight. */
export function portsAlone(
  containers: readonly Container[],
  { workload, neighbours, serving }: RuleInput,
): string | null {
  const ports = containers.flatMap((container) =>
    container.ports.filter(isTcp).map(({ containerPort }) => `${containerPort}`),
  );
  const isKnown =
    ports.length === 0 ||
    serving.forwardings.some(({ to }) => containers.includes(to)) ||
    servicesOf(workload, neighbours).some(
      (service) => serving.operatorsOnly || !isForOperators(service, workload),
    );
  if (isKnown) return null;
  if (ports.length > MAX_PORTS)
    return containers.length === 1 ? "the container's ports" : "the containers' ports";
  return `port${ports.length === 1 ? "" : "s"} ${andList(ports)}`;
}
