import { fieldFaults } from "../../api-server/decode-object.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { isPlaceholder } from "../../manifest/template-text.js";
import { EVERY_VERSION } from "../../policy/kubernetes-version.js";
import type { Autoscaler, KeyPath, Neighbours, Workload } from "../workload.js";
import { autoscalersOf } from "./autoscalers-of.js";

type Range = Extract<Autoscaler["range"], { ok: true }>;

/**
 * The range between which an autoscaler chooses on a minor version; null where nobody can know it, or where the API
 * server of that version refuses the autoscaler, so that the written replicas stay.
 */
export function countedRange(autoscaler: Autoscaler, minor: number): Range | null {
  const { range } = autoscaler;
  if (!range.ok || minor < (range.sinceMinor ?? 0)) return null;
  return undecodedIn(autoscaler)?.minors.includes(minor) ? null : range;
}

/** The autoscalers that own the workload's number of replicas on a minor version. */
export function countingAutoscalers(workload: Workload, neighbours: Neighbours, minor: number): Autoscaler[] {
  return autoscalersOf(workload, neighbours).filter((autoscaler) => countedRange(autoscaler, minor) !== null);
}

/** The first value of an autoscaler that cannot be decoded, which refuses all of it. */
export interface Undecoded {
  path: KeyPath;
  minors: readonly number[];
}

const known = new WeakMap<ManifestObject, Undecoded | null>();
const MINORS = [...new Set(EVERY_VERSION.map(({ minor }) => minor))];

export function undecodedIn({ object }: Autoscaler): Undecoded | null {
  let found = known.get(object);
  if (found === undefined) {
    const { apiVersion, kind, value } = object;
    const faults = fieldFaults(apiVersion, kind, value, MINORS) ?? [];
    found = faults.find((fault) => fault.stage === "decode" && !isPlaceholder(fault.value)) ?? null;
    known.set(object, found);
  }
  return found;
}
