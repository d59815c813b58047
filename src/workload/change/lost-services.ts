/**
 * Finds the Services that routed to a workload's pods at the base and do not route to those of the head. A Service
 * that is there on both sides is lost. One that is moved to another folder or left without a selector is taken away on
 * purpose, and one that another workload of the folder takes over is switched. The only one may be deleted by mistake
 * where the pods still listen for it, and nothing in the change goes with it or takes its place.
 */
import { holdsHostPorts } from "../host-ports.js";
import { isAuxiliaryPort } from "../neighbours/auxiliary-ports.js";
import { arrives, reachOf, type ServiceReach } from "../neighbours/service-reach.js";
import type { Service, ServicePort } from "../neighbours.js";
import { tellsWhoLeads } from "../sight/run-time-labels.js";
import { type Container, runningContainers, type Workload } from "../workload.js";
import {
  type HeldService,
  heldServices,
  isForOperators,
  type Surroundings,
  type Whole,
} from "./held-services.js";
import { isTakenOver } from "./is-taken-over.js";
import type { WorkloadPair } from "./pair-workloads.js";

/** An entry of a Service's selector that the new pods do not have; null stands for no such label. */
export interface LostLabel {
  key: string;
  wanted: string;
  before: string | null;
  now: string | null;
}

/** A port of a Service whose named target no container of the new pods declares. */
export interface LostPort {
  port: ServicePort;
  /** whether the old pods declared that name, so that it is they who changed, and which container did so */
  declaredBefore: boolean;
  container: Container | null;
}

export interface LostService {
  /** as it is at the head, or at the base where it is deleted */
  service: Service;
  /** empty where ports are what is missing */
  labels: LostLabel[];
  ports: LostPort[];
  /** no port of it is left that routes users to the pods */
  whole: boolean;
  /** it stops routing to the old pods as well, so that all is lost before any pod is replaced */
  atOnce: boolean;
  /** what is lost was for operators alone, such as a port for metrics */
  auxiliary: boolean;
  /**
   * why nothing may be lost. "port": the pods left it, and may never have answered, as it routes to a number that no
   * container declared. "label": it selects by a label that no manifest writes, and that a program may give the pods, as to the one that leads.
   * "deleted": it is deleted, which may be meant so.
   */
  doubt: "port" | "label" | "deleted" | null;
}

/** Returns the Services that the head's pods lose, in the order of their names; none for a workload without a base. */
export function lostServices(pair: WorkloadPair, around: Surroundings): LostService[] {
  const held = heldServices(pair, around);
  const lost = held.flatMap(({ whole, base, heads }) => {
    const losses = heads.map((head) => lossOf(whole, base, head, around));
    const [first] = losses;
    // Gone on purpose; or one of several with the same name, as for two clusters, still routes to the pods.
    if (first === undefined || losses.includes(null)) return [];
    return first === null || isTakenOver(whole, base, first.service, around) ? [] : [first];
  });
  return lost.length > 0 ? lost : deletedServices(held, around);
}

/** Returns the Services of users that are deleted, where the head has none left and the pods listen for them as before. */
function deletedServices(held: readonly HeldService[], around: Surroundings): LostService[] {
  const forUsers = held.filter(
    ({ whole: { before }, base }) =>
      !base.headless && base.ports.some((port) => isForUsers(port, base, before)),
  );
  const isDeleted = ({ whole, base, heads }: HeldService) =>
    heads.length === 0 &&
    base.ports.some((port) => isForUsers(port, base, whole.after)) &&
    arrives(reachOf(whole.after, base, around.head.addedLabels)) &&
    !isReachedByNode(whole.after) &&
    !isTakenOver(whole, base, base, around) &&
    !around.goneOnPurpose(base, whole.after, around.head.addedLabels);
  if (!forUsers.every(isDeleted)) return [];
  return forUsers.map(
    ({ base }): LostService => ({
      service: base,
      labels: [],
      ports: [],
      whole: true,
      atOnce: true,
      auxiliary: false,
      doubt: "deleted",
    }),
  );
}

/** Whether users reach a container by a port over TCP that the container declares. */
function isForUsers(port: ServicePort, service: Service, workload: Workload): boolean {
  return port.protocol === "TCP" && isDeclared(port, workload) && !isAuxiliaryPort(service, port, workload);
}

/** Whether its clients may know the address of the node, and need no Service. */
function isReachedByNode(workload: Workload): boolean {
  return workload.hostNetwork || holdsHostPorts(workload);
}

/** Returns what keeps the head's Service from the new pods; null where nothing of the base's traffic is lost. */
function lossOf(whole: Whole, base: Service, head: Service, around: Surroundings): LostService | null {
  const { before, after } = whole;
  const now = reachOf(after, head, around.head.addedLabels);
  const labels = now.missingLabels.map((key): LostLabel => {
    const valueIn = ({ podLabels }: Workload) =>
      Object.hasOwn(podLabels, key) ? (podLabels[key] as string) : null;
    return { key, wanted: head.selector[key] as string, before: valueIn(before), now: valueIn(after) };
  });
  const closed = closedSince(reachOf(before, base, around.base.addedLabels), now);
  const atOnce = !arrives(reachOf(before, head, around.base.addedLabels));
  if (labels.length > 0) {
    return {
      service: head,
      labels,
      ports: [],
      whole: true,
      atOnce,
      auxiliary: isForOperators(base, base.ports, before),
      doubt: doubtOf(whole, base, labels),
    };
  }
  if (closed.length === 0) return null;
  return {
    service: head,
    labels,
    ports: closed.map((port) => lostPort(whole, port)),
    whole: now.open.every((port) => isAuxiliaryPort(head, port, after)),
    atOnce,
    auxiliary: isForOperators(head, closed, before),
    doubt: null,
  };
}

function doubtOf({ before, after }: Whole, { ports }: Service, labels: readonly LostLabel[]) {
  const isOfPods = labels.some((label) => label.before !== label.now);
  if (isOfPods) return ports.length > 0 && !ports.some((port) => isDeclared(port, before)) ? "port" : null;
  const { podsDiffer } = after.traits;
  const isOfOthers = ({ key, wanted, now }: LostLabel) =>
    now === null && (podsDiffer || isOfProject(key) || tellsWhoLeads(key, wanted));
  return labels.every(isOfOthers) ? "label" : null;
}

/** Whether a label's prefix is a project's own, and not Kubernetes': operators mark their pods by such labels. */
function isOfProject(key: string): boolean {
  const [prefix, name] = key.split("/", 2) as [string, string?];
  return name !== undefined && !/(?:^|\.)(?:kubernetes|k8s)\.io$/.test(prefix);
}

/** Returns the head's closed ports that were open at the base, and all of them where none is open any more. */
function closedSince(then: ServiceReach, { open, closed }: ServiceReach): ServicePort[] {
  if (open.length === 0) return closed;
  return closed.filter((port) =>
    then.open.some(({ name, port: number, protocol }) =>
      name !== null && port.name !== null
        ? name === port.name
        : number === port.port && protocol === port.protocol,
    ),
  );
}

function lostPort({ before, after }: Whole, port: ServicePort): LostPort {
  const declaring = runningContainers(before).find((container) =>
    container.ports.some(({ name, protocol }) => name === port.targetPort && protocol === port.protocol),
  );
  const container = runningContainers(after).find(({ name }) => name !== null && name === declaring?.name);
  return { port, declaredBefore: declaring !== undefined, container: container ?? null };
}

function isDeclared({ targetPort }: ServicePort, workload: Workload): boolean {
  return runningContainers(workload).some(({ ports }) =>
    ports.some(({ name, containerPort }) => name === targetPort || containerPort === targetPort),
  );
}
