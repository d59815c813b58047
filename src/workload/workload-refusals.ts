/** Finds what the API server refuses of a workload as it stands between its neighbours. */

import type { Refusal } from "../api-server/refusal.js";
import { refusalsOf } from "../api-server/refusals-of.js";
import { type JsonObject, replacedAt } from "../manifest/json-value.js";
import type { ManifestObject } from "../manifest/manifest.js";
import { readerDifferences } from "../manifest/reader-differences.js";
import { isBuiltUpon, isTakenIn } from "./neighbours/is-built-upon.js";
import type { Neighbours } from "./neighbours.js";
import type { Workload } from "./workload.js";

/**
 * Returns why one of the given minor versions refuses a workload. A field missing in a patch, or in an object that a
 * kustomization builds upon, is no reason. With `everyStage` the reasons are told that the API server comes to only
 * once others are mended.
 */
export function workloadRefusals(
  workload: Workload,
  neighbours: Pick<Neighbours, "builtUpon" | "isRendered">,
  minors: readonly number[],
  everyStage = false,
): Refusal[] {
  const { apiVersion, kind, object, partial } = workload;
  const knowledge = { ...knowledgeOf(workload, neighbours), everyStage };
  const asWritten = refusalsOf(apiVersion, kind, object.value, minors, knowledge);
  const applied = isTakenIn(workload.path, neighbours) ? asKustomizeWrites(object, asWritten) : object.value;
  const refusals =
    applied === object.value ? asWritten : refusalsOf(apiVersion, kind, applied, minors, knowledge);
  // A patch takes its name from what it is laid over, and may have any where a kustomization names its target.
  return partial ? refusals.filter(({ path }) => path.join() !== "metadata,name") : refusals;
}

/**
 * Returns the value with texts for the words that are booleans to kubectl alone, wherever those are refused: kustomize,
 * which takes the file in, reads texts and writes them in quotes (kyaml 0.21.2). The same object where there is no such
 * word.
 */
function asKustomizeWrites(object: ManifestObject, refusals: readonly Refusal[]): JsonObject {
  const decoded = refusals.filter(({ stage }) => stage === "decode");
  if (decoded.length === 0) return object.value;
  const refused = new Set(decoded.map(({ path }) => JSON.stringify(path)));
  return readerDifferences(object).reduce(
    (value, difference) =>
      difference.what === "boolean" && refused.has(JSON.stringify(difference.path))
        ? replacedAt(value, difference.path, difference.written)
        : value,
    object.value,
  );
}

function knowledgeOf(
  { partial, path }: Workload,
  neighbours: Pick<Neighbours, "builtUpon" | "isRendered">,
): { whole: boolean } {
  return { whole: !partial && !isBuiltUpon(path, neighbours) };
}
