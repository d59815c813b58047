import type { PairedChange } from "../../workload/change/pair-change.js";
import type { ComparedWorkload } from "../compare-workload.js";
import type { CommentableFile } from "../review.js";
import { suggestFixes } from "../suggest/suggest-fixes.js";
import { findingsOf } from "./build-findings.js";
import type { Finding } from "./finding.js";

/** Returns the findings of every workload that is there at the head, with their fixes. */
export function workloadFindings(
  reviewed: readonly ComparedWorkload[],
  files: ReadonlyMap<string, CommentableFile>,
  { headNeighbours }: PairedChange,
): Finding[] {
  const judged = reviewed.flatMap(({ report, compared, after }) =>
    after === null ? [] : [{ report, compared, after }],
  );
  const fixes = suggestFixes(
    judged.map(({ after }) => ({
      judgement: after,
      neighbours: headNeighbours(after.workload.scope),
      hunksOf: (path: string) => files.get(path)?.hunks ?? null,
    })),
  );
  return judged.flatMap(({ report, compared, after }) => {
    const findings = findingsOf(after, compared, fixes);
    // A Service's new port is no moment to hear of old debt behind it.
    return report.change === "context" ? findings.filter(({ state }) => state === "new") : findings;
  });
}
