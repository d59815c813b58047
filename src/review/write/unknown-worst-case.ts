import type { UnknownNodes } from "../../rollout/rollout-analysis.js";

/** Returns the worst case of a DaemonSet whose nodes are not known, in a word, where it is not all of them. */
export function unknownWorstCase(
  { limit, mostPods, hollow }: UnknownNodes,
  worstShare: number | null,
): string {
  if (worstShare === 0) return "0";
  if (mostPods !== null) return `up to ${mostPods}`;
  if (limit === null) return "–";
  return hollow ? `over ${limit}` : limit;
}
