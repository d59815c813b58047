/** What several renderings of one source have in common is told once: one entry a workload, one finding a place. */
import type { ComparedWorkload } from "../compare-workload.js";
import type { Finding } from "../findings/finding.js";
import { type JudgedObject, waivedObject } from "../findings/object-findings.js";
import { type Judged, mergeFindings } from "./merge-findings.js";
import { mergeWorkloads, severityOf } from "./merge-workloads.js";

interface Reviewed {
  reviewed: ComparedWorkload[];
  findings: Finding[];
}

/** Merges workloads and findings; where no tool made any of them, nothing changes. */
export function mergeRenderings(
  reviewed: readonly ComparedWorkload[],
  objects: readonly JudgedObject[],
  findings: readonly Finding[],
): Reviewed {
  const merged = mergeWorkloads(reviewed);
  const judged: Judged[] = [
    ...reviewed.flatMap(({ report, after }) =>
      after === null
        ? []
        : [{ id: report.id, name: report.name, object: after.workload.object, weight: severityOf(report) }],
    ),
    ...objects.map((one) => {
      const { id, name } = waivedObject(one).report;
      return { id, name, object: one.after, weight: 0 };
    }),
  ];
  return { reviewed: merged.reviewed, findings: mergeFindings(findings, judged, merged.entryOf) };
}
