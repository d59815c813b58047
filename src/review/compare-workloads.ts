import type { Policy } from "../policy/policy.js";
import type { PairedChange } from "../workload/change/pair-change.js";
import type { Workload } from "../workload/workload.js";
import { type ComparedWorkload, compareWorkload } from "./compare-workload.js";

export interface ComparedWorkloads {
  reviewed: ComparedWorkload[];
  /** those behind the most that are compared, whether or not the change concerns them */
  left: Workload[];
}

/** Judges the workloads that the change concerns, at most so many. */
export function compareWorkloads({ pairs }: PairedChange, policy: Policy, most: number): ComparedWorkloads {
  const compared: ComparedWorkloads = { reviewed: [], left: [] };
  for (const { pair, around, isHiddenAtBase } of pairs) {
    if (compared.reviewed.length >= most) compared.left.push((pair.after ?? pair.before) as Workload);
    else {
      const one = compareWorkload(pair, around, policy, isHiddenAtBase);
      if (one !== null) compared.reviewed.push(one);
    }
  }
  return compared;
}
