import type { Judgement } from "../../judge/judge-workload.js";
import { asArray, get } from "../../manifest/json-value.js";
import { problemOf } from "../../manifest/origin.js";
import type { Problem } from "../../manifest/problem.js";
import { containerName } from "../../workload/names.js";
import type { Container } from "../../workload/workload.js";

/**
 * Ports that a container has twice by number and protocol, where the base did not have them so. Validation takes them, but
 * they are the keys of the list for a server-side apply (core/v1: listMapKey), which takes no key twice
 * (structured-merge-diff: typed/validate.go).
 */
export function repeatedPorts(before: Judgement | null, after: Judgement | null): Problem[] {
  if (after === null || after.workload.partial || after.analysis.refused) return [];
  const { workload } = after;
  // Of others the schema is their own.
  if (workload.traits.group !== "apps") return [];
  return workload.containers.flatMap((container): Problem[] => {
    const earlier = before?.workload.containers.find(({ name }) => name !== null && name === container.name);
    const known = new Set((earlier === undefined ? [] : repeatsIn(earlier)).map(({ key }) => key));
    const [first] = repeatsIn(container).filter(({ key }) => !known.has(key));
    if (first === undefined) return [];
    const message = `ports of ${containerName(container)} has ${first.key} twice: a server-side apply, as that of Flux or Helm 4, is refused for it; a client-side apply is not. One of the two is enough.`;
    return [problemOf(workload.object, [...container.path, "ports", first.index], "apply", message)];
  });
}

function repeatsIn({ value }: Container): { key: string; index: number }[] {
  const seen = new Set<string>();
  return asArray(value.ports).flatMap((port, index) => {
    const number = get(port, "containerPort");
    if (typeof number !== "number") return [];
    const key = `${number}/${get(port, "protocol") ?? "TCP"}`;
    if (seen.has(key)) return [{ key, index }];
    seen.add(key);
    return [];
  });
}
