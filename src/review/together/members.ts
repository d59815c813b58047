/** Who stands together behind one Service, or is counted by one PodDisruptionBudget. */
import type { ManifestObject } from "../../manifest/manifest.js";
import { byPlace } from "../../manifest/problem.js";
import type { PairedChange } from "../../workload/change/pair-change.js";
import { isAuxiliaryPort } from "../../workload/neighbours/auxiliary-ports.js";
import { disruptionBudgetsOf } from "../../workload/neighbours/disruption-budgets.js";
import { arrives, reachOf } from "../../workload/neighbours/service-reach.js";
import { servicesOf } from "../../workload/neighbours/services-of.js";
import type { DisruptionBudget, Neighbours, Service } from "../../workload/neighbours.js";
import { placeholderIn } from "../../workload/read-workload.js";
import type { Workload } from "../../workload/workload.js";
import type { Together } from "./together.js";

export type Entry = PairedChange["pairs"][number];
export type Side = "before" | "after";

/** An object and the workloads of one namespace whose pods it selects. */
export interface Members {
  kind: Together["kind"];
  name: string;
  namespace: string | null;
  object: ManifestObject;
  entries: Entry[];
}

/** A Service in front of more is one for a whole cluster, and nobody rolls all of that at once: what it loses is no number. */
export const MAX_MEMBERS = 50;

/** Returns the Services and budgets at one side of the change that select pods of any of these workloads, in order. */
export function membersAt(side: Side, entries: readonly Entry[]): Members[] {
  const found = new Map<ManifestObject, Members>();
  for (const entry of entries) {
    const workload = workloadAt(entry, side);
    if (workload === null) continue;
    const neighbours = neighboursAt(entry, side);
    for (const [kind, one] of [
      ...servicesOf(workload, neighbours)
        .filter((service) => leadsUsersTo(workload, service, neighbours))
        .map((service) => ["Service", service] as const),
      ...budgetsOf(workload, neighbours).map((budget) => ["PodDisruptionBudget", budget] as const),
    ]) {
      const { name, namespace, object }: Service | DisruptionBudget = one;
      if (name === null) continue;
      const members = found.get(object);
      if (members === undefined) found.set(object, { kind, name, namespace, object, entries: [entry] });
      else members.entries.push(entry);
    }
  }
  return [...found.values()]
    .map((members) => ({ ...members, entries: members.entries.toSorted(byPlaceAt(side)) }))
    .flatMap((members) => byNamespace(members, side))
    .filter(isOfOneCluster(side));
}

function byPlaceAt(side: Side): (one: Entry, other: Entry) => number {
  return ({ pair: one }, { pair: other }) => byPlace(one[side] as Workload, other[side] as Workload);
}

/** A patch has its numbers elsewhere, and so has what a tool fills in later. */
function workloadAt({ pair }: Entry, side: Side): Workload | null {
  const workload = pair[side];
  return workload === null || workload.partial || placeholderIn(workload) !== null ? null : workload;
}

export function neighboursAt({ around }: Entry, side: Side): Neighbours {
  return side === "before" ? around.base : around.head;
}

/** A folder with more is not one cluster's, and each of thousands of workloads would be held against all of them. */
const MAX_BUDGETS = 100;

function budgetsOf(workload: Workload, neighbours: Neighbours): DisruptionBudget[] {
  return neighbours.disruptionBudgets.length > MAX_BUDGETS ? [] : disruptionBudgetsOf(workload, neighbours);
}

/** Whether a Service has a TCP port for users of a workload: one for metrics often stands in front of everything. */
function leadsUsersTo(workload: Workload, service: Service, { addedLabels }: Neighbours): boolean {
  const reach = reachOf(workload, service, addedLabels);
  return (
    arrives(reach) &&
    reach.open.some((port) => port.protocol === "TCP" && !isAuxiliaryPort(service, port, workload))
  );
}

/** An object that writes no namespace is applied into one of those of its workloads, which do not stand together then. */
function byNamespace(members: Members, side: Side): Members[] {
  const namespaceOf = (entry: Entry) =>
    neighboursAt(entry, side).namespace ?? entry.pair[side]?.namespace ?? null;
  const written = new Set(members.entries.flatMap((entry) => namespaceOf(entry) ?? []));
  if (written.size < 2) return [members];
  return [...written].map((namespace) => ({
    ...members,
    namespace,
    entries: members.entries.filter((entry) => namespaceOf(entry) === namespace),
  }));
}

/** One workload in several files is one for each cluster, or each way to run it: those are never applied together. */
function isOfOneCluster(side: Side): (members: Members) => boolean {
  return ({ entries }) => {
    const names = new Set(
      entries.map(({ pair }) => JSON.stringify([pair[side]?.kind, pair[side]?.name ?? ""])),
    );
    return names.size === entries.length;
  };
}
