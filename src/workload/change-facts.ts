import { immutableChange, type WorkloadPair } from "./pair-workloads.js";

/** What only the comparison with the base tells of a workload at the head. */
export interface ChangeFacts {
  /** the immutable entry of the spec that changed, so that the object must be created again; null where none did */
  recreated: string | null;
}

/** A workload without a base to be compared with, or the base itself. */
export const NO_CHANGE: ChangeFacts = { recreated: null };

export function changeFacts(pair: WorkloadPair): ChangeFacts {
  return { recreated: immutableChange(pair) };
}
