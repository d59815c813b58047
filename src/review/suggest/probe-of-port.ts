/** A readinessProbe of the port that tells best whether a container serves. */

import type { Judgement } from "../../judge/judge-workload.js";
import type { Policy } from "../../policy/policy.js";
import { quoted } from "../../words/quote.js";
import { calledInside } from "../../workload/inside/called-inside.js";
import {
  isAuxiliaryName,
  isHealthByServices,
  isOperatorsPort,
  VNC_PORT,
} from "../../workload/neighbours/auxiliary-ports.js";
import { servicesOf } from "../../workload/neighbours/services-of.js";
import type { Neighbours, Service, ServicePort } from "../../workload/neighbours.js";
import { type Mesh, meshThatMayAnswer } from "../../workload/probes/answering-mesh.js";
import { startsCommandAt } from "../../workload/probes/per-connection.js";
import { podOf } from "../../workload/probes/pod-of.js";
import type { ProbedPod } from "../../workload/probes/probed-pod.js";
import { scrapedPort } from "../../workload/scrapes/scrape-annotations.js";
import { runsNothing } from "../../workload/servers/bare-images.js";
import { besideConsoles } from "../../workload/servers/beside-consoles.js";
import { dialsServer } from "../../workload/servers/dials-server.js";
import { isLogShipper } from "../../workload/servers/helpers.js";
import { isNamedAfterAnother, lendsNetwork } from "../../workload/servers/lends-network.js";
import { opensOnDemand } from "../../workload/servers/opens-on-demand.js";
import { awaitsIdentity } from "../../workload/serving/awaits-identity.js";
import { isGuess, isOneOfRow, isOnlyListed } from "../../workload/serving/declared-alone.js";
import { isTcp } from "../../workload/serving/listeners.js";
import { namedPorts } from "../../workload/serving/named-ports.js";
import { passedOver } from "../../workload/serving/passed-over.js";
import { doubtOfPort, probedElsewhere } from "../../workload/serving/port-witness.js";
import { tlsSetting } from "../../workload/serving/serves-tls.js";
import type { ServingContainers } from "../../workload/serving/serving-containers.js";
import { addressesIn, type Setting, settingsOf } from "../../workload/serving/settings-of.js";
import { isGrpcName } from "../../workload/serving/targets.js";
import {
  type Container,
  type ContainerPort,
  runningContainers,
  type Workload,
} from "../../workload/workload.js";
import type { AdviceReason, FixOrigin } from "../findings/finding.js";
import type { ProbeCandidate } from "./probe-candidate.js";
import { timings } from "./probe-timings.js";

interface Port {
  origin: "service-port" | "named-port" | "tcp-port";
  port: number;
  grpc: boolean;
  /** nothing in the container says that it listens there */
  isUnnamed: boolean;
  /** only a proxy of its own pod is known to call it */
  isBehind: boolean;
}

export function fromPorts(
  container: Container,
  { workload, serving, policy, analysis }: Judgement,
  neighbours: Neighbours,
): ProbeCandidate {
  const { replicas } = analysis.rollout;
  const services = servicesOf(workload, neighbours);
  const ports = portsOf(container, serving, (one) => isHealthByServices(one, services, workload)).filter(
    ({ port }) => Number.isInteger(port) && port >= 1 && port <= 65535,
  );
  const open = ports.filter(({ grpc }) => !grpc);
  const running = { name: workload.name, containers: runningContainers(workload) };
  const isAnothers = ({ port }: Port) =>
    isNamedAfterAnother(namesOf(port, container, services), container, running);
  const known = besideConsoles(
    open.filter(({ isUnnamed }) => !isUnnamed),
    container,
    serving.targets,
  ).toSorted((left, right) => Number(isAnothers(left)) - Number(isAnothers(right)));
  const pod = podOf(workload);
  const isTargeted = ({ port }: Port) =>
    serving.targets.some((target) => target.container === container && target.port === port);
  const isInside = calledInside(container, workload, neighbours) !== null;
  const told = (one: Port): AdviceReason | null =>
    isTargeted(one) ? null : isInside ? "sibling-calls" : whoElseCalls(one.port, container, pod);
  // What a Service targets, or a proxy of the pod calls, has a witness in that.
  const doubt = (one: Port): AdviceReason | null => {
    if (one.isBehind) return null;
    if ((isAnothers(one) || lendsNetwork(container)) && !saysThatItListens(one.port, container))
      return "port-of-another";
    if (isOneOfRow(one.port, container, workload, neighbours)) return "one-of-a-row";
    return isTargeted(one) ? null : doubtOfPort(one.port, container, workload, neighbours);
  };
  // Where a Service alone speaks of a port, one of gRPC that the container speaks of itself is known better.
  const hasGrpc = ports.some(({ grpc, isUnnamed }) => grpc && !isUnnamed);
  const plain =
    known.find((one) => isTargeted(one) && saysThatItListens(one.port, container)) ??
    known.find((one) => told(one) === null && doubt(one) === null) ??
    known.find((one) => told(one) === null) ??
    known[0] ??
    (hasGrpc ? undefined : open[0]);
  if (plain !== undefined) {
    const { origin, port } = plain;
    const answered = answeredByMesh(origin, port, pod);
    if (answered !== null) return answered;
    // The kubelet asks the pod's own address (probe/tcp/tcp.go), where it would get no answer.
    if (listensInside(port, container)) return { origin: "none", probe: null, reason: "loopback-port" };
    if (startsCommandAt(port, container)) return { origin: "none", probe: null, reason: "starts-a-command" };
    const reason = plain.isUnnamed
      ? "port-not-named"
      : isShared(port, container, workload)
        ? "shared-port"
        : opensOnDemand(port, container)
          ? "may-not-listen"
          : plain.isBehind && !listensWide(port, container)
            ? "proxy-calls"
            : (told(plain) ??
              (isTargeted(plain) || plain.isBehind
                ? null
                : whyOnlyListed(port, container, workload, neighbours, replicas)) ??
              (ports.some(({ grpc }) => grpc) && !isNamed(port, container) ? "beside-grpc" : doubt(plain)));
    const other =
      reason === "probed-elsewhere" ? probedElsewhere(port, container, workload, neighbours) : null;
    const caution =
      other === null
        ? undefined
        : `${quoted(other.name)} in ${quoted(other.path)} runs the same image, and its probe asks for port ${other.port}.`;
    return { origin, probe: { tcpSocket: { port }, ...timings(policy, container) }, reason, caution };
  }
  const grpc = ports.find((one) => one.grpc && !one.isUnnamed) ?? ports[0];
  if (grpc !== undefined) return ofGrpcPort(grpc.port, container, pod, policy);
  const tcp = container.ports.filter(isTcp);
  const reason =
    tcp.length > 0 || serving.operatorsOnly
      ? "auxiliary-ports-only"
      : container.ports.length > 0
        ? "no-tcp-port"
        : "no-port";
  return { origin: "none", probe: null, reason };
}

/** The kubelet's gRPC probe speaks plain text and shows no certificate (probe/grpc/grpc.go): it fails on a port with TLS. */
function ofGrpcPort(port: number, container: Container, pod: ProbedPod, policy: Policy): ProbeCandidate {
  const origin = "grpc-port";
  if (listensInside(port, container)) return { origin: "none", probe: null, reason: "loopback-port" };
  // Consul's proxy asks for a client certificate in front of the app, which the kubelet's probe has not.
  if (tlsSetting(container) === null && meshThatMayAnswer(pod, port) !== "consul")
    return { origin, probe: { grpc: { port }, ...timings(policy, container) }, reason: "grpc-port" };
  return (
    answeredByMesh(origin, port, pod) ?? {
      origin,
      probe: { tcpSocket: { port }, ...timings(policy, container) },
      reason: "grpc-over-tls",
    }
  );
}

const OF_MESH: Record<Mesh, AdviceReason> = {
  istio: "sidecar-answers",
  linkerd: "linkerd-answers",
  consul: "consul-answers",
};

/** Returns words instead of a probe of an open port where a mesh's sidecar itself would answer it; else null. */
function answeredByMesh(origin: FixOrigin, port: number, pod: ProbedPod): ProbeCandidate | null {
  const mesh = meshThatMayAnswer(pod, port);
  return mesh === null ? null : { origin, probe: null, reason: OF_MESH[mesh] };
}

/**
 * Returns the ports that tell whether the container serves, the best known first. `isForHealth` tells those that operators
 * alone ask, whatever the container calls them.
 */
function portsOf(
  container: Container,
  serving: ServingContainers,
  isForHealth: (port: ContainerPort) => boolean,
): Port[] {
  // A Service knows better than a name whether a port is the users', and whether it speaks gRPC.
  const targeted = serving.targets
    .filter((target) => target.container === container)
    // A headless Service gives names to pods, and may have a port only because one has to be written.
    .filter(({ by, service }) => by !== "service" || !service.headless)
    .map(({ port, grpc, by }): Port => {
      const isUnnamed = by === "service" || (by !== "declared" && by.weak);
      return {
        origin: by === "declared" || isUnnamed ? "service-port" : "named-port",
        port,
        grpc,
        isUnnamed,
        isBehind: false,
      };
    });
  const behind = serving.forwardings
    .filter(({ to }) => to === container)
    .map(({ port, by }): Port => {
      const declared = container.ports.find(({ containerPort }) => containerPort === port);
      const grpc = isGrpcName(declared?.name ?? null);
      return {
        origin: by === "declared" ? "tcp-port" : "named-port",
        port,
        grpc,
        isUnnamed: by === "left" || by === "fast-cgi",
        isBehind: true,
      };
    });
  if (targeted.length > 0 || behind.length > 0) return [...targeted, ...behind];
  return container.ports
    .filter(
      (port) =>
        isTcp(port) && !isOperatorsPort(port) && !isForHealth(port) && port.containerPort !== VNC_PORT,
    )
    .map(({ name, containerPort: port }) => ({
      origin: "tcp-port",
      port,
      grpc: isGrpcName(name),
      isUnnamed: false,
      isBehind: false,
    }));
}

/**
 * Whether the container itself says anything of a port. A server of gRPC is often written with a second port by habit,
 * which it opens only where its configuration file asks for it.
 */
function isNamed(port: number, container: Container): boolean {
  return (
    namedPorts(container).some((one) => one.port === port && !one.weak) || saysThatItListens(port, container)
  );
}

/** Whether the command line or the environment says so, of a port for others than operators: nobody calls 0.0.0.0. */
function saysThatItListens(port: number, container: Container): boolean {
  const isNamed = namedPorts(container).some(
    (one) =>
      one.port === port &&
      (one.source === "argument" || one.source === "variable") &&
      !one.weak &&
      !one.loopback &&
      !one.auxiliary,
  );
  const binds = ({ key, value }: Setting) =>
    /(?:listen|bind|addr(?:ess)?)$/.test(key) &&
    !isAuxiliaryName(key) &&
    addressesIn(value).some((address) => address.host === "any" && address.port === port);
  return isNamed || settingsOf(container).some(binds);
}

/**
 * Whether a setting says so: an app that its pod's own proxy calls may listen on 127.0.0.1 alone, where a configuration
 * file or its image tells it to, and the kubelet asks the pod's own address.
 */
function listensWide(port: number, container: Container): boolean {
  return settingsOf(container).some(({ key, value }) => {
    if (!/host|addr|listen|bind|(?:^|[-_.])ip$|^$/.test(key)) return false;
    if (/^(?:0\.0\.0\.0|\*|::|\[::\])$/.test(value) && !isAuxiliaryName(key)) return true;
    return addressesIn(value).some((address) => address.host === "any" && address.port === port);
  });
}

/** Why a port without a Service may be no server's for the kubelet: who is told of it, by the pod's annotations. */
function whoElseCalls(port: number, container: Container, { annotations }: ProbedPod): AdviceReason | null {
  const tells = (...keys: string[]) => keys.some((key) => String(annotations[key]) === String(port));
  // docs.dapr.io, Dapr arguments and annotations; `port` is that of its first releases.
  if (String(annotations["dapr.io/enabled"]) === "true" && tells("dapr.io/app-port", "dapr.io/port"))
    return "sidecar-calls";
  const declared = container.ports.find(({ containerPort }) => containerPort === port);
  return scrapedPort(annotations) === String(port) && declared?.name == null ? "scraped-port" : null;
}

/** Why a port that nothing but the list of ports speaks for may not be open, or not tell whether the container serves. */
function whyOnlyListed(
  port: number,
  container: Container,
  workload: Workload,
  neighbours: Neighbours,
  replicas: Judgement["analysis"]["rollout"]["replicas"],
): AdviceReason | null {
  // These open a port only where they are told to, or did in earlier releases.
  if (dialsServer(container) || isLogShipper(container)) return "may-not-listen";
  if (isGuess(port, container)) return runsNothing(container) ? "only-declared" : "another-program";
  if (passedOver(container, workload, neighbours, replicas) !== null) return "only-declared";
  return isOnlyListed(port, container) && awaitsIdentity(container, workload) ? "awaits-identity" : null;
}

/** Whether a container listens on a port for its own pod alone, as its settings say. */
function listensInside(port: number, container: Container): boolean {
  const named = namedPorts(container).filter((one) => one.port === port && !one.weak);
  return named.length > 0 && named.every(({ loopback }) => loopback);
}

/** The names that a container and the Services before it give a port. */
function namesOf(port: number, container: Container, services: readonly Service[]): (string | null)[] {
  const own = container.ports.find(({ containerPort }) => containerPort === port)?.name ?? null;
  const leads = ({ targetPort }: ServicePort) => targetPort === port || (own !== null && targetPort === own);
  return [own, ...services.flatMap(({ ports }) => ports.filter(leads).map(({ name }) => name))];
}

/** The containers of a pod share one network: where two declare a port, either may answer. */
function isShared(port: number, container: Container, workload: Workload): boolean {
  return runningContainers(workload).some(
    (other) => other !== container && other.ports.some(({ containerPort }) => containerPort === port),
  );
}
