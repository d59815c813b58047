import { quoted } from "../../words/quote.js";
import { serviceName } from "../../workload/names.js";
import { namesakes, selects } from "../../workload/neighbours/services-of.js";
import type { Neighbours, Service } from "../../workload/neighbours.js";
import type { HollowProbe } from "../../workload/probes/hollow-probe.js";
import type { UnreadOperator } from "../../workload/probes/shell-words.js";
import type { Workload } from "../../workload/workload.js";

type Around = { workload: Workload; neighbours: Neighbours };

/** "no shell runs “ps aux || grep app”: “||” and “grep” are arguments of “ps”" */
export function unreadWords({ program, operator, behind }: UnreadOperator, command: string): string {
  const words =
    behind === null
      ? `${quoted(operator)} is an argument`
      : `${quoted(operator)} and ${quoted(behind)} are arguments`;
  return `no shell runs ${quoted(command)}: ${words} of ${quoted(program)}`;
}

function certainWords({ finds, command, unread }: Extract<HollowProbe, { why: "always-succeeds" }>): string {
  if (unread === null) {
    const what = finds === "any" ? "ends well whatever it finds" : "asks nothing";
    return `always succeeds, as ${quoted(command)} ${what}`;
  }
  const why = unreadWords(unread, command);
  // Some refuse operands that they do not know, and then no pod is ever ready.
  if (unread.program === "ps")
    return `asks nothing, as ${why}, which always succeeds where it does not refuse them`;
  return `always succeeds, as ${why}`;
}

/** Returns why a probe proves nothing, as what is said of "the readiness probe of “web”". */
export function hollowWords(hollow: HollowProbe, around: Around): string {
  switch (hollow.why) {
    case "always-succeeds":
      return certainWords(hollow);
    case "absence":
      return `succeeds as long as ${quoted(hollow.command)} finds nothing, as before the app has begun`;
    case "node":
      return `asks ${quoted(hollow.host)}, which is the node and not this pod, as the kubelet asks from there`;
    case "other-host":
      return `asks ${quoted(hollow.host)}, ${whoElse(hollow.host, around)}`;
    case "mesh":
      if (hollow.mesh === "linkerd")
        return "is answered by Linkerd's proxy, which accepts every TCP connection to the pod before it calls the container";
      if (hollow.mesh === "consul")
        return "is answered by Consul's Envoy, to which its transparent proxy, on unless it is turned off, sends every TCP connection to the pod";
      return "is answered by Istio's sidecar, which accepts every TCP connection while an annotation of the pod keeps Istio from rewriting the probe";
  }
}

function whoElse(host: string, around: Around): string {
  const service = serviceAt(host, around);
  return service === null
    ? "which is not this pod"
    : `where any pod of ${serviceName({ service })} answers and not just this one`;
}

/** Returns the pods' own Service that a name of the cluster's DNS stands for. */
function serviceAt(host: string, { workload, neighbours }: Around): Service | null {
  const [name = "", namespace = workload.namespace, ...zone] = host.split(".");
  if (zone.length === 0 ? namespace !== workload.namespace : zone[0] !== "svc") return null;
  return namesakes({ name, namespace }, neighbours).find((one) => selects(one, workload)) ?? null;
}

/** Returns what mends a probe that asks elsewhere; empty for one that does not. */
export function hostAdvice(hollow: HollowProbe): string {
  if (hollow.why !== "other-host" && hollow.why !== "node") return "";
  const header =
    hollow.handler === "httpGet" && hollow.why === "other-host"
      ? "; a name that the app wants to hear is a Host header, under httpHeaders"
      : "";
  // Whoever wrote the address of a loopback may have an app that listens there alone.
  const listening =
    hollow.why === "node"
      ? "; the app has to listen on the pod's address for that, and not on 127.0.0.1 alone"
      : "";
  return ` Without ${hollow.handler}.host the kubelet asks the pod itself${header}${listening}.`;
}
