import { autoscalersOf } from "../neighbours/autoscalers-of.js";
import { isOfOtherRendering } from "../neighbours/renderings.js";
import { arrives, reachOf } from "../neighbours/service-reach.js";
import type { Neighbours, Service } from "../neighbours.js";
import type { Workload } from "../workload.js";
import { isReadable, type Surroundings, type Whole } from "./held-services.js";

/** Workloads of a folder that are asked: each of thousands must not cost a look at all the others. */
const MAX_BESIDE = 1000;

/**
 * Whether other workloads of the folder get what this one loses: the Service routes to one that it did not route
 * to before (blue to green), or it was narrowed to others. One that has no pods takes nothing over, and a Service that the
 * old pods still fit was not narrowed: it is the new ones that leave it.
 */
export function isTakenOver(
  { before: old, after: own }: Whole,
  base: Service,
  head: Service,
  { workloads, ...around }: Surroundings,
): boolean {
  const others = workloads
    .slice(0, MAX_BESIDE)
    .filter(({ after }) => after !== own && isReadable(after) && isServedBy(head, after, around.head));
  const gained = others.some(({ before }) => before === null || !isServedBy(base, before, around.base));
  return gained || (others.length > 0 && !arrivesAt(old, head, around.base));
}

export function isServedBy(service: Service, workload: Workload, neighbours: Neighbours): boolean {
  return hasPods(workload, neighbours) && arrivesAt(workload, service, neighbours);
}

/** At 0 replicas an HPA leaves a workload alone, while KEDA wakes it; kustomize may write another number. */
export function hasPods(workload: Workload, neighbours: Neighbours): boolean {
  if (workload.spec.replicas !== 0 || neighbours.countedByKustomize.has(workload.name ?? "")) return true;
  return autoscalersOf(workload, neighbours).some(({ kind }) => kind === "ScaledObject");
}

function arrivesAt(workload: Workload, service: Service, { addedLabels }: Neighbours): boolean {
  const { namespace } = workload;
  if (isOfOtherRendering(service.object, workload)) return false;
  if (service.namespace !== null && namespace !== null && service.namespace !== namespace) return false;
  return arrives(reachOf(workload, service, addedLabels));
}
