/** Finds what the API server refuses of a workload as it stands between its neighbours. */
import type { Refusal } from "../api-server/refusal.js";
import { refusalsOf } from "../api-server/refusals-of.js";
import { isBuiltUpon } from "./neighbours/is-built-upon.js";
import type { Neighbours, Workload } from "./workload.js";

/**
 * Returns why one of the given minor versions refuses a workload. A field missing in a patch, or in an object that a
 * kustomization builds upon, is no reason. With `everyStage` the reasons are told that the API server comes to only
 * once others are mended.
 */
export function workloadRefusals(
  workload: Workload,
  neighbours: Pick<Neighbours, "builtUpon">,
  minors: readonly number[],
  everyStage = false,
): Refusal[] {
  const { apiVersion, kind, object, partial } = workload;
  const refusals = refusalsOf(apiVersion, kind, object.value, minors, {
    ...knowledgeOf(workload, neighbours),
    everyStage,
  });
  // A patch takes its name from what it is laid over, and may have any where a kustomization names its target.
  return partial ? refusals.filter(({ path }) => path.join() !== "metadata,name") : refusals;
}

function knowledgeOf(
  { partial, path }: Workload,
  neighbours: Pick<Neighbours, "builtUpon">,
): { whole: boolean } {
  return { whole: !partial && !isBuiltUpon(path, neighbours) };
}
