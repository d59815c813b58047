/**
 * Finds the workload whose place a new one takes: the one goes and the other comes in one change, behind the same Service.
 * Deleting the old object takes all of its pods away, and nothing waits for the new ones (kubernetes.io: garbage
 * collection). Silent where anything speaks for two different matters.
 */
import { renderingOf } from "../../manifest/origin.js";
import { isOfOtherRendering } from "../neighbours/renderings.js";
import { arrives, reachOf } from "../neighbours/service-reach.js";
import { namesakes, servicesOf } from "../neighbours/services-of.js";
import type { Service } from "../neighbours.js";
import { imageName } from "../servers/image.js";
import { runningContainers, type Workload } from "../workload.js";
import { type GoneWorkload, isForOperators, isReadable, type Surroundings } from "./held-services.js";
import { hasPods, isServedBy } from "./is-taken-over.js";
import type { WorkloadPair } from "./pair-workloads.js";

export interface ReplacedWorkload {
  /** as it is at the base */
  workload: Workload;
  /** one that routes to its pods, and to those of the new one, as it is at the head */
  service: Service;
  /** that Service no longer routes to the old pods, whether or not anybody deletes them */
  turns: boolean;
}

/** Workloads of a folder that are asked: each of thousands must not cost a look at all the others. */
const MAX_ASKED = 1000;

/** Returns the workload that the head's takes the place of, one of its own name before others; null where there is none. */
export function replacedWorkload(
  { before, after }: WorkloadPair,
  around: Surroundings,
): ReplacedWorkload | null {
  if (before !== null || !isReadable(after) || after.name === null || !hasPods(after, around.head))
    return null;
  const isNamesake = ({ workload }: GoneWorkload) => workload.name === after.name;
  const candidates = around.gone
    .slice(0, MAX_ASKED)
    .filter(({ workload, neighbours }) => hasPods(workload, neighbours) && isAlike(workload, after))
    .toSorted((left, right) => Number(isNamesake(right)) - Number(isNamesake(left)));
  for (const gone of candidates) {
    const service = sharedService(gone, after, around);
    if (service === null) continue;
    const turns = !arrives(reachOf(gone.workload, service, around.head.addedLabels));
    return { workload: gone.workload, service, turns };
  }
  return null;
}

/** Whether two objects may be one app: of one name, or of one kind with an image of theirs in common. */
function isAlike(old: Workload, now: Workload): boolean {
  const [left, right] = [old, now].map(({ object }) => renderingOf(object.document.manifest));
  if (left !== right || old.namespace !== now.namespace) return false;
  if (old.name === now.name) return true;
  const images = new Set(runningContainers(old).map(imageName));
  return (
    old.kind === now.kind && runningContainers(now).some((container) => images.has(imageName(container)))
  );
}

/** Returns a Service of users that both stand behind, with nobody else who stays there; null where there is none. */
function sharedService(
  { workload: old, neighbours: base }: GoneWorkload,
  now: Workload,
  around: Surroundings,
): Service | null {
  for (const service of servicesOf(old, base)) {
    if (service.name === null || !arrives(reachOf(old, service, base.addedLabels))) continue;
    if (isForOperators(service, service.ports, old)) continue;
    const heads = namesakes(service, around.head).filter(({ object }) => !isOfOtherRendering(object, now));
    const head = heads.find((one) => arrives(reachOf(now, one, around.head.addedLabels)));
    if (head === undefined) continue;
    const stays = around.workloads
      .slice(0, MAX_ASKED)
      .some(
        (pair) =>
          pair.before !== null &&
          isReadable(pair.after) &&
          isServedBy(head, pair.after, around.head) &&
          isServedBy(service, pair.before, base),
      );
    if (!stays) return head;
  }
  return null;
}
