import type { WorkloadReport } from "./review-plan.js";

/** Returns the workloads that a person means by a name, `namespace/name`, `Kind/name`, `Kind/namespace/name` or an id. */
export function findWorkloads(workloads: readonly WorkloadReport[], text: string): WorkloadReport[] {
  const exact = workloads.filter(({ id }) => id === text);
  if (exact.length > 0) return exact;
  const wanted = text.toLowerCase();
  return workloads.filter((workload) => namesOf(workload).includes(wanted));
}

function namesOf({ kind, namespace, name }: WorkloadReport): string[] {
  if (name === null) return [];
  const full = namespace === null ? [] : [`${namespace}/${name}`];
  return [name, ...full].flatMap((each) => [each, `${kind}/${each}`]).map((each) => each.toLowerCase());
}

/** Returns how a person can name a workload so that no other of these is meant. */
export function uniqueNameOf(workload: WorkloadReport, workloads: readonly WorkloadReport[]): string {
  const name = kindAndName(workload);
  return name !== null && findWorkloads(workloads, name).length === 1 ? name : workload.id;
}

/** `Kind/name`, or `Kind/namespace/name`; null where it has no name. */
export function kindAndName({ kind, namespace, name }: WorkloadReport): string | null {
  if (name === null) return null;
  return namespace === null ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}
