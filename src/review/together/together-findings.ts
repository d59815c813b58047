import type { Ceiling, Policy } from "../../policy/policy.js";
import { pods, podsOf } from "../../rollout/pods-in-words.js";
import type { WorstTogether } from "../../rollout/worst-together.js";
import { andList } from "../../words/list.js";
import { quoted } from "../../words/quote.js";
import { objectName } from "../../workload/names.js";
import type { Waived } from "../findings/apply-waivers.js";
import type { Finding } from "../findings/finding.js";
import { findingPlace } from "../findings/finding-place.js";
import { objectId } from "../findings/object-findings.js";
import type { FoundTogether } from "./find-together.js";

/** Returns the Services whose workloads together can lose more than `worstCase.perService` allows; none without it. */
export function togetherFindings(found: readonly FoundTogether[], policy: Policy): Finding[] {
  const ceiling = policy.worstCase?.perService;
  const override = policy.rules["worst-case"];
  if (ceiling === undefined || override === "off") return [];
  return found.flatMap(({ report, object, former }): Finding[] => {
    const { kind, after } = report;
    const lost = kind === "Service" && after !== null ? above(after, ceiling) : null;
    if (lost === null) return [];
    const wasAbove = former.some((one) => one !== null && above(one, ceiling) !== null);
    const isUnsure = !wasAbove && former.includes(null);
    const allowed = "pods" in ceiling ? `${ceiling.pods}` : `${ceiling.percent} %`;
    const all = report.workloads.length === 2 ? "both" : "all of them";
    const message = `Behind ${objectName(report)}, if ${workloadNames(report.workloads)} ${all} roll out at once, ${lost} can be out of service; the policy allows ${allowed} for a Service.`;
    return [
      {
        id: `worst-case ${objectId(object)} together`,
        rule: "worst-case",
        severity: override ?? "error",
        state: wasAbove || isUnsure ? "existing" : "new",
        compared: !isUnsure,
        workload: null,
        object: objectId(object),
        container: null,
        ...findingPlace(object, ["spec", "selector"]),
        message,
        waived: null,
        fix: null,
      },
    ];
  });
}

/** By whom they can be waived: the policy alone. */
export function waivedTogether({ object, report }: FoundTogether): Waived {
  const { kind, namespace, name, path } = report;
  return { report: { id: objectId(object), kind, namespace, name, path }, waivers: [] };
}

/** Workloads that are named in a sentence. */
const MAX_NAMED = 5;

/** “a”, “b” and “c”; some of many, and how many more there are. */
export function workloadNames(workloads: FoundTogether["report"]["workloads"]): string {
  const names = workloads.slice(0, MAX_NAMED).map(({ kind, name }) => quoted(name ?? kind));
  const more = workloads.length - names.length;
  return andList(more > 0 ? [...names, `${more} more`] : names);
}

/** Returns the pods above the ceiling, in words; null where none are. */
function above({ maxPods, maxShare }: WorstTogether, ceiling: Ceiling): string | null {
  if ("pods" in ceiling) {
    if (maxPods <= ceiling.pods) return null;
    return maxPods === maxShare.worstCase ? podsOf(maxPods, maxShare.replicas) : pods(maxPods);
  }
  const { worstCase, replicas } = maxShare;
  // Crosswise: a quotient of doubles could tip 34 % of 50 either way.
  return worstCase * 100 <= ceiling.percent * replicas ? null : podsOf(worstCase, replicas);
}
