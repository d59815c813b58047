import { canonicalJson } from "../../manifest/json-value.js";
import { isOfOtherRendering } from "../neighbours/renderings.js";
import { arrives, reachOf } from "../neighbours/service-reach.js";
import type { Neighbours, Service, Workload } from "../workload.js";
import { isReadable, type Surroundings, type Whole } from "./held-services.js";

/** Workloads of a folder that are asked: each of thousands must not cost a look at all the others. */
const MAX_BESIDE = 1000;

/**
 * Whether other workloads of the folder get what this one loses: the Service comes to one that it did not come to
 * before (blue to green), or it was narrowed to others.
 */
export function isTakenOver(
  whole: Whole,
  base: Service,
  head: Service,
  { workloads, ...around }: Surroundings,
): boolean {
  const others = workloads
    .slice(0, MAX_BESIDE)
    .filter(({ after }) => after !== whole.after && isReadable(after) && arrivesAt(after, head, around.head));
  const gained = others.some(({ before }) => before === null || !arrivesAt(before, base, around.base));
  return gained || (others.length > 0 && trafficOf(base) !== trafficOf(head));
}

function arrivesAt(workload: Workload, service: Service, { addedLabels }: Neighbours): boolean {
  const { namespace } = workload;
  if (isOfOtherRendering(service.object, workload)) return false;
  if (service.namespace !== null && namespace !== null && service.namespace !== namespace) return false;
  return arrives(reachOf(workload, service, addedLabels));
}

function trafficOf({ selector, ports }: Service): string {
  return canonicalJson({ selector, ports });
}
