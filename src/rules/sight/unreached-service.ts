/** What a Service of the change misses although everything around it is in sight: pods, or a port with the name that it asks for. */
import type { ManifestObject } from "../../manifest/manifest.js";
import { isPlaceholder, isStandIn } from "../../manifest/template-text.js";
import { listed } from "../../words/list.js";
import { quoted } from "../../words/quote.js";
import { isSameNamespace, serviceName, workloadName } from "../../workload/names.js";
import { matchesSelector } from "../../workload/neighbours/label-selector.js";
import { readService } from "../../workload/neighbours/read-service.js";
import { isOfOtherRendering } from "../../workload/neighbours/renderings.js";
import { arrives, reachOf } from "../../workload/neighbours/service-reach.js";
import { servicesOf } from "../../workload/neighbours/services-of.js";
import type { Service, ServicePort } from "../../workload/neighbours.js";
import { isSetAtRunTime } from "../../workload/sight/run-time-labels.js";
import type { Sight } from "../../workload/sight/sight.js";
import { runningContainers, type Workload } from "../../workload/workload.js";
import type { ObjectSurroundings, Verdict } from "../rule.js";
import { isAloneWith, isSlip } from "./is-meant.js";

/**
 * Returns what a Service of the head misses. What it loses of the base is told by the workload that loses it, so a Service
 * that reached pods at the base has only its new ports looked at.
 */
export function unreachedService(
  object: ManifestObject,
  { before, isWhole, sight, sightBefore }: ObjectSurroundings,
): Verdict[] {
  if (!isWhole || sight === null || object.kind !== "Service" || object.apiVersion !== "v1") return [];
  const service = readService(object);
  if (service === null || Object.entries(service.selector).some(isUnknowable)) return [];
  const old = before === null ? null : readService(before);
  if (isOfOthers(service, sight) || (old !== null && sightBefore === null)) return [];
  const wasReaching = old !== null && sightBefore !== null && reaches(old, sightBefore);
  const reached = sight.workloads.filter((workload) => selects(service, workload));
  if (reached.length > 0) return closedPorts(service, reached, wasReaching ? old : null, sight);
  return wasReaching ? [] : selectsNothing(service, sight);
}

/** Returns the workloads that a Service selects, or those that it was meant for where it selects nothing. */
export function aimedAt(object: ManifestObject, sight: Sight): Workload[] {
  const service = readService(object);
  if (service === null) return [];
  const reached = sight.workloads.filter((workload) => selects(service, workload));
  return reached.length > 0
    ? reached
    : sight.workloads.filter((workload) => isMeant(service, workload, sight));
}

function reaches(service: Service, sight: Sight): boolean {
  return (
    isOfOthers(service, sight) ||
    sight.workloads.some(
      (workload) =>
        selects(service, workload) && arrives(reachOf(workload, service, sight.neighbours.addedLabels)),
    )
  );
}

function isUnknowable([key, value]: [string, string]): boolean {
  const isOfExample = [key, value].some((text) => isPlaceholder(text) || isStandIn(text));
  return isSetAtRunTime(key, value) || isOfExample;
}

/** Returns the keys by which a Service does not select pods. In sight no label is a placeholder, and no tool adds any. */
function unmet({ selector }: Service, { podLabels, traits, spec }: Workload): string[] {
  return Object.keys(selector).filter(
    (key) =>
      (!Object.hasOwn(podLabels, key) || podLabels[key] !== selector[key]) &&
      !traits.controllerLabels(spec).includes(key),
  );
}

function selects(service: Service, workload: Workload): boolean {
  return isSameNamespace(service.namespace, workload.namespace) && unmet(service, workload).length === 0;
}

/** Whether it selects pods of a kind whose containers are not read. */
function isOfOthers({ namespace, selector }: Service, { others }: Sight): boolean {
  return others.some(
    (pods) =>
      isSameNamespace(namespace, pods.namespace) &&
      Object.entries(selector).every(([key, value]) => pods.labels[key] === value),
  );
}

function selectsNothing(service: Service, sight: Sight): Verdict[] {
  const meant = sight.workloads.find((workload) => isMeant(service, workload, sight));
  if (meant === undefined) return [];
  const keys = unmet(service, meant);
  const [key] = keys;
  if (key === undefined) return [];
  const entries = listed(keys.map((one) => quoted(`${one}: ${service.selector[one]}`)));
  return [
    {
      severity: "warning",
      container: null,
      subject: "selector",
      path: ["spec", "selector", key],
      message: `${serviceName({ service })} routes to no pod: it selects by ${entries}, and the pods of ${workloadName(meant)} have ${labelWords(meant, keys)}. If its pods come from elsewhere, nothing is lost.`,
    },
  ];
}

/** Says what a workload's pods have of some labels, as the end of a sentence. */
function labelWords({ podLabels }: Workload, keys: readonly string[]): string {
  const [had, lacking] = [true, false].map((has) =>
    keys.filter((key) => Object.hasOwn(podLabels, key) === has),
  ) as [string[], string[]];
  const values = had.map((key) => quoted(`${key}: ${podLabels[key]}`));
  const none = `no label${lacking.length === 1 ? "" : "s"} ${listed(lacking.map(quoted))}`;
  return [...(had.length > 0 ? [listed(values)] : []), ...(lacking.length > 0 ? [none] : [])].join(" and ");
}

/** Labels that say which app a pod is of; any other may be one that is set, or chosen, later. */
const OF_IDENTITY = /^(?:app|k8s-app|name|service|app\.kubernetes\.io\/name|component|run)$/;

/**
 * Whether a Service that selects nothing was meant for a workload: each entry that the pods lack is a slip of what they
 * have, or the two have one name, or stand alone together in one file, and no Service serves it yet.
 */
function isMeant(service: Service, workload: Workload, sight: Sight): boolean {
  if (!isSameNamespace(service.namespace, workload.namespace)) return false;
  if (workload.name === null || isOfOtherRendering(service.object, workload)) return false;
  // Its pods' labels are the fault then, for which the API server refuses the workload itself.
  if (!matchesSelector(workload.spec.selector, workload.podLabels)) return false;
  const labels = workload.podLabels;
  const isIdle = servicesOf(workload, sight.neighbours).length === 0;
  const belongs = isIdle && (service.name === workload.name || isAloneWith(service.object, workload, sight));
  return unmet(service, workload).every((key) => {
    const value = service.selector[key] as string;
    if (!Object.hasOwn(labels, key)) {
      const isElsewhere = Object.entries(labels).some(
        ([other, label]) => label === value && (isSlip(key, other) || (belongs && OF_IDENTITY.test(other))),
      );
      return isElsewhere || (belongs && OF_IDENTITY.test(key));
    }
    const isOwn = value === service.name && service.name !== workload.name && !isIdle;
    return (isSlip(value, labels[key] as string) && !isOwn) || (belongs && OF_IDENTITY.test(key));
  });
}

/** Marks of what puts sidecars into pods, whose ports no manifest declares: they may stand beside a namespace too. */
const INJECTION = /inject|\b(?:istio|linkerd|dapr|kuma)\.io\b|consul\.hashicorp\.com|sidecar/i;
const OF_SIDECARS = /istio|linkerd|dapr|envoy|mesh|sidecar/i;

const injecting = new WeakMap<Sight, boolean>();

function mayInject(sight: Sight): boolean {
  const known = injecting.get(sight) ?? sight.manifests.some(({ text }) => INJECTION.test(text));
  injecting.set(sight, known);
  return known;
}

function closedPorts(
  service: Service,
  workloads: readonly Workload[],
  old: Service | null,
  sight: Sight,
): Verdict[] {
  const [first] = workloads as [Workload, ...Workload[]];
  const closedOf = workloads.map(
    (workload) => new Set(reachOf(workload, service, sight.neighbours.addedLabels).closed),
  );
  const known = new Set(old?.ports.flatMap(namesOf));
  const closed = service.ports.filter(
    (port) =>
      !OF_SIDECARS.test(String(port.targetPort)) &&
      closedOf.every((ports) => ports.has(port)) &&
      !namesOf(port).some((name) => known.has(name)),
  );
  return closed.length === 0 || mayInject(sight)
    ? []
    : closed.map((port): Verdict => {
        const target = quoted(String(port.targetPort));
        return {
          severity: "warning",
          container: null,
          subject: `port ${port.name ?? port.port}`,
          path: ["spec", "ports", port.place, "targetPort"],
          message: `Port ${port.port} of ${serviceName({ service })} leads to no pod: it routes to a container port named ${target}, and ${declaredIn(first, port.protocol)}.`,
        };
      });
}

/** What a port is known by: its name, and its number for its protocol. */
function namesOf({ name, port, protocol }: ServicePort): string[] {
  return [`${protocol} ${port}`, ...(name === null ? [] : [name])];
}

/** Says which port names a workload's containers declare for a protocol, as the end of a sentence. */
export function declaredIn(workload: Workload, wanted: ServicePort["protocol"]): string {
  const declared = runningContainers(workload).flatMap(({ ports }) => ports);
  const names = declared.flatMap(({ name, protocol }) =>
    protocol === wanted && name !== null ? [name] : [],
  );
  const told = [...new Set(names)].map(quoted);
  const what = declared.some(({ protocol }) => protocol !== wanted) ? ` for ${wanted}` : "";
  return told.length === 0
    ? `no container declares a name${what}`
    : `the containers declare ${listed(told)}${what}`;
}
