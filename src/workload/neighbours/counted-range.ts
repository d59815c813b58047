import type { Autoscaler, Neighbours, Workload } from "../workload.js";
import { autoscalersOf } from "./autoscalers-of.js";

type Range = Extract<Autoscaler["range"], { ok: true }>;

/**
 * The range between which an autoscaler chooses on a minor version; null where nobody can know it, or where the API
 * server of that version refuses the autoscaler, so that the written replicas stay.
 */
export function countedRange({ range }: Autoscaler, minor: number): Range | null {
  return range.ok && minor >= (range.sinceMinor ?? 0) ? range : null;
}

/** The autoscalers that own the workload's number of replicas on a minor version. */
export function countingAutoscalers(workload: Workload, neighbours: Neighbours, minor: number): Autoscaler[] {
  return autoscalersOf(workload, neighbours).filter((autoscaler) => countedRange(autoscaler, minor) !== null);
}
