/** What a missing gate costs, in words, and why a gate would not lower it. */
import { kindOf } from "../../kinds/kinds.js";
import { allowanceOf, lossOf, onVersions, pods } from "../../rollout/pods-in-words.js";
import { andList } from "../../words/list.js";
import { serviceName, workloadName } from "../../workload/names.js";
import {
  isAuxiliaryName,
  isMetricsService,
  isOperatorsPort,
  isScrapedService,
  VNC_PORT,
} from "../../workload/neighbours/auxiliary-ports.js";
import { servicesOf } from "../../workload/neighbours/services-of.js";
import { isExporter } from "../../workload/servers/helpers.js";
import { isTcp } from "../../workload/serving/listeners.js";
import type { ContainerPort } from "../../workload/workload.js";
import { bygoneDefaults } from "../common/bygone-defaults.js";
import { needsFreeNode } from "../common/free-node.js";
import type { RuleInput } from "../rule.js";

/**
 * The consequence first, then its cause, then sentences beside it. `ports` alone say that there is traffic; `isUncalled` where
 * it is doubtful that anything asks them.
 */
export function messageFor(
  cause: string,
  aside: string,
  input: RuleInput,
  helps: boolean,
  ports: string | null = null,
  isUncalled = input.serving.operatorsOnly,
  by: TrafficSign = "service",
): string {
  const { workload, analysis, policy, change } = input;
  const lost = lossOf(analysis.settled);
  if (helps) {
    const assumed = policy.startupSeconds === null ? "" : ` where the app takes ${startOf(policy)}`;
    // The change itself takes the object away, which no probe helps against.
    const isNext = change.recreated === null && change.replaces === null && !change.letsGoOfPods;
    const which = isNext ? "rollout" : "later rollout";
    // A port is often declared that nothing asks: for operators, or by a copy with another command.
    const subject = ports !== null && isUncalled ? `If anything asks ${ports}, a` : "A";
    return `${subject} ${which} of ${workloadName(workload)} can take ${lost} out of service at once${onVersions(analysis)}${assumed}, while its strategy allows ${allowanceOf(analysis.settled)}: ${cause}.${aside}${nodeWords(input)}${raisedWords(input)}${bygoneDefaults(workload)}${operatorsWords(input)}`;
  }
  return `${trafficWords(ports, by)} ${cause}.${aside} (${whyNoHelp(input, lost)}${bygoneDefaults(workload)})`;
}

/**
 * What speaks of traffic: a Service to a port that the container never names may be left over or ahead of it, a headless one alone
 * says nothing of a port, and a `hostPort` leads to the pod from its start.
 */
export type TrafficSign = "service" | "unnamed" | "headless" | "host-port";

function trafficWords(ports: string | null, by: TrafficSign): string {
  // The network plugin forwards a node's port once the pod has its network, and asks for no condition of the pod.
  if (ports !== null && by === "host-port")
    return `The node leads traffic to ${ports}, if any, to its pod whatever the readiness of that one is, and`;
  const traffic = ports === null ? "Traffic" : `Traffic to ${ports}`;
  const perhaps =
    by === "unnamed" ? ", if it listens there," : ports === null && by !== "headless" ? "" : ", if any,";
  return `${traffic}${perhaps} reaches pods that cannot serve yet:`;
}

/** Whatever says so: names of the ports, or those of the Services and their ports. */
function operatorsWords({ serving, workload, neighbours }: RuleInput): string {
  if (!serving.operatorsOnly) return "";
  const declared = serving.containers.flatMap(({ ports }) => ports.filter(isTcp));
  if (declared.every(isOperatorsPort)) return ` Its ports are for operators alone, by ${signsOf(declared)}.`;
  const services = servicesOf(workload, neighbours);
  const named = services.find(isMetricsService);
  const scraped = declared.some(isOperatorsPort)
    ? undefined
    : services.find((service) =>
        declared.some(({ containerPort }) => isScrapedService(service, containerPort)),
      );
  if (named === undefined && scraped !== undefined && serving.containers.every(isExporter))
    return ` It is an exporter, and ${serviceName({ service: scraped })} tells Prometheus to scrape it.`;
  return named === undefined
    ? " Its ports are for operators alone, by the names that Services give them."
    : ` It is for operators alone, by the name of ${serviceName({ service: named })}.`;
}

/** What says of ports that they are for operators. */
function signsOf(ports: readonly ContainerPort[]): string {
  const [named, others] = [ports.filter(hasTellingName), ports.filter((port) => !hasTellingName(port))];
  const [told, byNumber] = [others.filter(isToldDebuggers), others.filter((port) => !isToldDebuggers(port))];
  const kinds = [
    ...(byNumber.some((port) => port.metrics) ? ["by which the image tells of metrics"] : []),
    ...(byNumber.some((port) => port.debugger === undefined && !port.metrics && !isScreen(port))
      ? ["of Kubernetes' own components for health and metrics"]
      : []),
    ...(byNumber.some((port) => port.debugger !== undefined) ? ["of a debugger"] : []),
    ...(byNumber.some(isScreen) ? ["of a screen that VNC shows"] : []),
  ];
  const numbers = `numbers, which are those ${kinds.join(", or ")}`;
  // What the container only names itself has no number that tells.
  const own = [
    ...(named.length > 0 || ports.length === 0 ? ["names"] : []),
    ...(byNumber.length > 0 ? [numbers] : []),
  ];
  const signs = [
    ...(own.length > 0 ? [`their ${andList(own)}`] : []),
    ...(told.length > 0 ? ["settings of the container, which start a debugger there"] : []),
  ];
  return andList(signs);
}

function hasTellingName({ purpose }: ContainerPort): boolean {
  return isAuxiliaryName(purpose);
}

function isScreen({ containerPort }: ContainerPort): boolean {
  return containerPort === VNC_PORT;
}

function isToldDebuggers(port: ContainerPort): boolean {
  return port.debugger === "told";
}

/** Where no node is free no pod is lost, and nothing is rolled out either. */
function nodeWords({ workload, analysis }: RuleInput): string {
  return needsFreeNode(workload, analysis.settled)
    ? " It can begin only where a node without an old pod is free, as each pod takes a port of its node; else the new one stays Pending and the rollout waits."
    : "";
}

/** More pods in the same change start cold, too, so fewer of the old ones are sure to be left. */
function raisedWords({ analysis, change }: RuleInput): string {
  const { guaranteed, atReplicas, worstCase } = analysis.rollout;
  // Where every pod can go anyway there is nothing more to tell.
  if (guaranteed === null || worstCase === atReplicas) return "";
  const least =
    guaranteed === 0
      ? "not one pod is sure to serve"
      : `only ${pods(guaranteed)} ${guaranteed === 1 ? "is" : "are"} sure to serve`;
  return ` While this change takes replicas from ${change.raisedFrom} to ${atReplicas}, ${least}.`;
}

/** Returns why a gate would not lower the worst case. */
function whyNoHelp(input: RuleInput, lost: string): string {
  const { workload, analysis, policy } = input;
  const { budget, atReplicas, unknownNodes } = analysis.settled;
  const inStrategy = kindOf(workload).words.idleGate(input);
  if (inStrategy !== null) return inStrategy;
  if ((budget !== null && atReplicas !== null && budget >= atReplicas) || unknownNodes?.limit === "100%")
    return `The strategy allows ${lost} to be out anyway, so a probe would not lower the worst case${beyondWords(input)}.`;
  const { startupSeconds, startupSource } = policy;
  const annotated = startupSource === "annotation";
  if (startupSeconds === 0)
    return `${annotated ? "Its annotation" : "The policy"} says that the app serves as soon as it runs: only that holds the budget.`;
  const start = annotated
    ? `the start of ${startupSeconds} s that its annotation states`
    : `the app's known start of ${startupSeconds} s`;
  return `Only minReadySeconds, longer than ${start}, holds the budget.`;
}

/** A limit in pods that is all there are at the fewest replicas leaves some of more, and a probe keeps those. */
function beyondWords({ analysis: { rollout, gatedAtMost, lossAt } }: RuleInput): string {
  const { replicas } = rollout;
  if (replicas === null || replicas.min === replicas.max || gatedAtMost === null) return "";
  const lost = lossAt(replicas.max);
  return lost !== null && gatedAtMost < lost ? ` there; at ${replicas.max} replicas it would` : "";
}

function startOf({ startupSeconds, startupSource }: RuleInput["policy"]): string {
  return `${startupSeconds} s to start${startupSource === "annotation" ? ", as its annotation says" : ""}`;
}
