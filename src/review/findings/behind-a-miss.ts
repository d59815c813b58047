import type { ComparedWorkload } from "../compare-workload.js";
import type { Finding } from "./finding.js";
import { type JudgedObject, objectId } from "./object-findings.js";

/**
 * Returns the findings, where an old one on a missing gate stands in the check alone if another one says that no Service reaches
 * the pods: who mends that has traffic again, and a gate lowers nothing before. What this change brings is told.
 */
export function withoutGatesBehindMisses(
  findings: readonly Finding[],
  reviewed: readonly ComparedWorkload[],
  objects: readonly JudgedObject[],
): Finding[] {
  const told = new Set(
    findings.flatMap(({ rule, workload, object, waived }) =>
      rule === "service-mismatch" && waived === null ? [workload ?? object ?? ""] : [],
    ),
  );
  if (told.size === 0) return [...findings];
  const unreached = new Set([
    ...objects.flatMap(({ after, missed }) => (told.has(objectId(after)) ? missed : [])),
    ...reviewed.flatMap(({ report, after }) =>
      after !== null && told.has(report.id) && losesItsPods(after) ? [report.id] : [],
    ),
  ]);
  return findings.map((finding) => {
    const { rule, state, compared, workload } = finding;
    const isBehind = rule === "readiness-gate" && workload !== null && unreached.has(workload);
    return isBehind && state === "existing" && compared ? { ...finding, isUntold: true } : finding;
  });
}

/** Whether the change takes every Service that users came by from the new pods, without a doubt that nothing was lost. */
function losesItsPods({ change, serving }: NonNullable<ComparedWorkload["after"]>): boolean {
  const lost = change.lostServices.filter(({ whole, auxiliary }) => whole && !auxiliary);
  return lost.length > 0 && serving.targets.length === 0 && lost.every(({ doubt }) => doubt === null);
}
