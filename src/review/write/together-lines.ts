import { pods } from "../../rollout/pods-in-words.js";
import { objectName } from "../../workload/names.js";
import type { Together } from "../together/together.js";
import { workloadNames } from "../together/together-findings.js";

/** A body has a limit, and a person reads no more. */
const MAX_LINES = 10;

/**
 * Returns a sentence for each Service and PodDisruptionBudget that several workloads stand behind, where their rollouts at
 * once have a cost that no row of the table shows; names stand in “ ”.
 */
export function togetherLines(together: readonly Together[]): string[] {
  const lines = merged(together).flatMap((one) => lineOf(one) ?? []);
  const left = lines.length - MAX_LINES;
  return left > 0 ? [...lines.slice(0, MAX_LINES), `The same is to be said of ${left} more.`] : lines;
}

/** Services in front of the same pods, such as one with an address and one without, are told together. */
function merged(together: readonly Together[]): { report: Together; others: Together[] }[] {
  const groups = new Map<string, { report: Together; others: Together[] }>();
  for (const report of together) {
    const { kind, name, workloads, before, after } = report;
    const key = JSON.stringify([
      ...(kind === "Service" ? [kind] : [kind, name]),
      ...[workloads.map(({ id }) => id), before, after],
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { report, others: [] });
    else group.others.push(report);
  }
  return [...groups.values()];
}

function lineOf({ report, others }: { report: Together; others: Together[] }): string | null {
  const { kind, workloads, before, after, evictable } = report;
  const names = workloadNames(workloads);
  const whose = `${objectName(report)}${others.length > 0 ? ` and ${others.length} more` : ""}`;
  const all = workloads.length === 2 ? "both" : "all of these";
  if (after === null)
    return kind === "Service"
      ? `Behind ${whose} stand the pods of ${names}: how many can be missing if ${all} roll at once is not known.`
      : null;
  const { worstCase, replicas } = after.maxShare;
  if (worstCase === 0) return null;
  if (kind === "Service") {
    const lost =
      worstCase === replicas ? (replicas === 2 ? "both" : `all ${replicas}`) : `${worstCase} of them`;
    const was = before === null ? "" : beforeWords(before.maxShare, after.maxShare);
    return `Behind ${whose} stand ${pods(replicas)} of ${names}: if ${all} roll at once, ${lost} can be missing${was}.`;
  }
  if (evictable === null || worstCase <= evictable) return null;
  return `${whose} counts the ${pods(replicas)} of ${names} as one, and lets ${evictable || "none"} of them be evicted at once. No rollout asks it: if ${all} roll at once, ${worstCase} can be missing.`;
}

type Loss = NonNullable<Together["after"]>["maxShare"];

function beforeWords(before: Loss, after: Loss): string {
  const isSame = before.worstCase === after.worstCase && before.replicas === after.replicas;
  return isSame ? "" : ` (before: ${before.worstCase} of ${before.replicas})`;
}
