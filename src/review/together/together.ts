import type { WorstTogether } from "../../rollout/worst-together.js";

/** An object that pods of several workloads stand behind, and what it loses where all of them roll at once. */
export interface Together {
  /** a Service gets the users' traffic of all; a PodDisruptionBudget counts all of their pods as one */
  kind: "Service" | "PodDisruptionBudget";
  namespace: string | null;
  name: string;
  path: string;
  /** 1-based */
  line: number;
  /** those that have pods, in the order of the files; the change may leave some of them as they were */
  workloads: readonly { id: string; kind: string; name: string | null }[];
  /** at the base; null where there was no such object in front of several, or the number is not known */
  before: WorstTogether | null;
  /** at the head; null where that of one of the workloads is not known */
  after: WorstTogether | null;
  /** of a PodDisruptionBudget: pods of those at the worst share that it lets be evicted at once; else null */
  evictable: number | null;
}
