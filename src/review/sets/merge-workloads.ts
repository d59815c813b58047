/** The workload that a chart makes with several sets of values, as one entry of the review. */
import { withoutRendering } from "../../manifest/origin.js";
import type { ComparedWorkload } from "../compare-workload.js";
import type { SetReport, WorkloadReport } from "../review-plan.js";
import { renderingName, sourceKey } from "./same-source.js";

export interface MergedWorkloads {
  /** one entry each; those that no tool made are as they were */
  reviewed: ComparedWorkload[];
  /** the id of the entry for each id of a workload */
  entryOf: ReadonlyMap<string, string>;
}

/** Merges the workloads of one chart that differ by its values alone. The set with the worst case leads. */
export function mergeWorkloads(reviewed: readonly ComparedWorkload[]): MergedWorkloads {
  const groups = new Map<unknown, ComparedWorkload[]>();
  for (const one of reviewed) {
    const { object, name } = one.shown;
    const isRendered = object.document.manifest.origin.rendering !== undefined;
    const key = isRendered && name !== null ? sourceKey(object, name) : one;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  const entryOf = new Map<string, string>();
  const merged = [...groups.values()].map((group) => {
    // Which set leads depends on numbers, and an id must not.
    const id = withoutRendering((group[0] as ComparedWorkload).report.id);
    for (const { report } of group) entryOf.set(report.id, id);
    return mergeGroup(group, id);
  });
  return { reviewed: merged, entryOf };
}

function mergeGroup(group: readonly ComparedWorkload[], id: string): ComparedWorkload {
  const inOrder = group.toSorted((left, right) => severityOf(right.report) - severityOf(left.report));
  const [lead] = inOrder as [ComparedWorkload];
  const { previousId } = lead.report;
  const previous = previousId === undefined ? undefined : withoutRendering(previousId);
  const { previousId: _, ...report } = lead.report;
  return {
    ...lead,
    report: {
      ...report,
      id,
      ...(previous === undefined || previous === id ? {} : { previousId: previous }),
      rollsPods: group.some((one) => one.report.rollsPods),
      ...(isOneOfSeveral(lead) ? { sets: inOrder.map(setReport) } : {}),
    },
  };
}

/** Whether its chart is rendered by several sets, or by one that has a name. */
function isOneOfSeveral({ report, shown }: ComparedWorkload): boolean {
  const { rendering } = shown.object.document.manifest.origin;
  return rendering !== undefined && (rendering.name !== null || withoutRendering(report.id) !== report.id);
}

function setReport({ report, shown }: ComparedWorkload): SetReport {
  const { replicas = null, worstCase = null } = report.after ?? report.before ?? {};
  return { name: renderingName(shown.object) ?? "", replicas, worstCase };
}

/** A share of the pods first, then pods; what is not known comes before what is known to be nothing. */
export function severityOf({ after }: Pick<WorkloadReport, "after">): number {
  if (after === null) return -1;
  const share = after.worstShare ?? (after.unknownNodes?.hollow ? 1 : 0);
  const isHollow = after.worstCase !== null && after.budget !== null && after.worstCase > after.budget;
  return (isHollow ? 4 : 0) + share * 2 + (after.worstCase ?? 0) / 1e9;
}
