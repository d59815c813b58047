import type { Refusal } from "../../api-server/refusal.js";
import { refusalsOf } from "../../api-server/refusals-of.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { EVERY_VERSION } from "../../policy/kubernetes-version.js";
import type { Autoscaler, Neighbours } from "../neighbours.js";
import type { Workload } from "../workload.js";
import { autoscalersOf } from "./autoscalers-of.js";

type Range = Extract<Autoscaler["range"], { ok: true }>;

/**
 * Returns the range between which an autoscaler chooses on a minor version; null where it cannot be known, or where the API
 * server of that version refuses the autoscaler, so that the written replicas stay.
 */
export function countedRange(autoscaler: Autoscaler, minor: number): Range | null {
  const { range } = autoscaler;
  if (!range.ok || minor < (range.sinceMinor ?? 0)) return null;
  return autoscalerRefusals(autoscaler).some(({ minors }) => minors.includes(minor)) ? null : range;
}

/** Returns the autoscalers that own the workload's number of replicas on a minor version. */
export function countingAutoscalers(workload: Workload, neighbours: Neighbours, minor: number): Autoscaler[] {
  return autoscalersOf(workload, neighbours).filter((autoscaler) => countedRange(autoscaler, minor) !== null);
}

const known = new WeakMap<ManifestObject, readonly Refusal[]>();
const MINORS = [...new Set(EVERY_VERSION.map(({ minor }) => minor))];

/** Returns why the API server of any known minor version refuses an autoscaler; what is missing may come from elsewhere. */
export function autoscalerRefusals({ object }: Autoscaler): readonly Refusal[] {
  let found = known.get(object);
  if (found === undefined) {
    const { apiVersion, kind, value } = object;
    found = refusalsOf(apiVersion, kind, value, MINORS, { whole: false });
    known.set(object, found);
  }
  return found;
}
