import type { Workload } from "../workload.js";

/** A container that has a new name in the same place is the same container: its old debt does not become new. */
export function renamedContainers(before: Workload | null, after: Workload): Map<string, string> {
  const renamed = new Map<string, string>();
  if (before === null || before.containers.length !== after.containers.length) return renamed;
  const old = new Set(before.containers.map(({ name }) => name));
  const current = new Set(after.containers.map(({ name }) => name));
  for (const [index, { name }] of after.containers.entries()) {
    const previous = before.containers[index]?.name ?? null;
    if (name !== null && previous !== null && !old.has(name) && !current.has(previous))
      renamed.set(name, previous);
  }
  return renamed;
}
