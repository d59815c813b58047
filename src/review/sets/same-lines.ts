/** Lines of a source that make several workloads, by a loop or under several names, are commented on once. */
import type { Finding } from "../findings/finding.js";
import type { Review } from "../review.js";
import { renderingName } from "./same-source.js";

type Judgements = Pick<Review, "judgements">;

/**
 * Returns the groups that get a comment of their own, and what says the same of another workload that the same lines make:
 * the first in order leads.
 */
export function onSameLines<Group extends readonly Finding[]>(
  groups: readonly Group[],
  material: Judgements,
): { leads: Group[]; besides(lead: Group): readonly Group[] } {
  const leads = new Map<string, Group>();
  const besides = new Map<Group, Group[]>();
  const kept = groups.filter((group) => {
    if (workloadName(group, material) === null) return true;
    const said = group.map(({ rule, severity, state, path, line }) => [rule, severity, state, path, line]);
    const key = JSON.stringify(said);
    const lead = leads.get(key);
    if (lead === undefined) leads.set(key, group);
    else besides.set(lead, [...(besides.get(lead) ?? []), group]);
    return lead === undefined;
  });
  return { leads: kept, besides: (lead) => besides.get(lead) ?? [] };
}

/** Returns the name of the workload that a tool made and that findings are about; null where there is none. */
export function workloadName([first]: readonly Finding[], { judgements }: Judgements): string | null {
  const workload = first?.workload == null ? undefined : judgements.get(first.workload)?.workload;
  if (workload === undefined || renderingName(workload.object) === null) return null;
  return workload.name;
}
