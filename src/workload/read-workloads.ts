import type { ManifestObject } from "../manifest/manifest.js";
import { judgedAs, type KindIndex } from "./kind-index.js";
import { type ReadAround, readWorkload } from "./read-workload.js";
import type { Workload } from "./workload.js";

/**
 * Reads the workloads among a file's objects. Two of one name, as variants for two clusters may have, would be one to
 * everything that goes by an id: the second gets `~2` behind it, which no name of Kubernetes can hold.
 */
export function readWorkloads(
  objects: readonly ManifestObject[],
  around: ReadAround,
  kinds: KindIndex,
): Workload[] {
  const seen = new Map<string, number>();
  return objects.flatMap((object) => {
    const traits = judgedAs(object, kinds);
    if (traits === null) return [];
    const workload = readWorkload(object, traits, around);
    const count = (seen.get(workload.id) ?? 0) + 1;
    seen.set(workload.id, count);
    return count === 1 ? workload : { ...workload, id: `${workload.id}~${count}` };
  });
}
