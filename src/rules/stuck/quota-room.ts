import { quoted } from "../../words/quote.js";
import type { Neighbours } from "../../workload/neighbours.js";
import {
  amountInWords,
  amountOf,
  podAmount,
  podsAsAmount,
} from "../../workload/resources/resource-amounts.js";
import { resourceQuotasOf } from "../../workload/resources/resource-quotas.js";
import type { Workload } from "../../workload/workload.js";

/** A quota that has no room for one more pod. */
export interface FullQuota {
  /** from so many replicas on */
  from: number;
  /** the quota and the workload are known to be of one namespace */
  isSure: boolean;
  /** that it has no room beside so many old pods, and the arithmetic */
  why: string;
}

/**
 * Returns a quota in sight that lets no pod beside as many old ones of the workload alone as it has at some number of replicas
 * between two: the API server refuses the new one (plugin/pkg/admission/resourcequota). What other pods of the namespace take is
 * not known, and comes on top. Null where there is room for all that is known.
 */
export function fullQuota(
  workload: Workload,
  neighbours: Neighbours,
  { from, to }: { from: number; to: number },
): FullQuota | null {
  const found = resourceQuotasOf(workload, neighbours).flatMap(({ quota, isSure }) =>
    Object.entries(quota.hard).flatMap(([key, limit]): FullQuota[] => {
      const hard = amountOf(limit);
      const each = eachAsksFor(key, workload);
      if (hard === null || hard < 0n || each === null || each <= 0n) return [];
      const fitting = Number(hard / each);
      const at = Math.max(from, fitting);
      if (at > to) return [];
      const all = at + 1;
      const isCount = key.endsWith("pods");
      const asked = isCount
        ? `${all} pods`
        : `${all} × ${amountInWords(each)} = ${amountInWords(each * BigInt(all))} of ${quoted(key)}`;
      const name = quota.name === null ? "a ResourceQuota" : `ResourceQuota ${quoted(quota.name)}`;
      const beside = `beside ${at === 1 ? "the old one" : `the ${at} old ones`}`;
      return [
        {
          from: at,
          isSure,
          why: `${name} has no room for a new one ${beside}, as ${asked} is more than its ${amountInWords(hard)}`,
        },
      ];
    }),
  );
  return (
    found.toSorted(
      (left, right) => Number(right.isSure) - Number(left.isSure) || left.from - right.from,
    )[0] ?? null
  );
}

/** Returns what one pod counts against an entry of a quota (kubernetes.io: resource-quotas); null where it is not about pods. */
function eachAsksFor(key: string, workload: Workload): bigint | null {
  if (key === "pods" || key === "count/pods") return podsAsAmount(1);
  if (["cpu", "memory", "ephemeral-storage"].includes(key)) return podAmount(workload, "requests", key);
  const [, part, resource] = /^(requests|limits)\.(.+)$/.exec(key) ?? [];
  if (part === undefined || resource === undefined || resource === "storage") return null;
  return podAmount(workload, part as "requests" | "limits", resource);
}
