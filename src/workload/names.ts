/** How workloads, containers and the objects around them are named in a sentence, where names stand in “ ”; and which namespaces may be one. */
import { quoted } from "../words/quote.js";
import type { Container, Workload } from "./workload.js";

export function containerName(container: Container): string {
  return container.name === null ? `the ${ordinal(container)} container` : quoted(container.name);
}

function ordinal(container: Container): string {
  const index = Number(container.path.at(-1)) + 1;
  return ["first", "second", "third"][index - 1] ?? `${index}th`;
}

export function workloadName(workload: Workload): string {
  return workload.name === null ? `the ${workload.kind}` : quoted(workload.name);
}

/** "Service “web”", or the kind alone where the object has no name */
export function objectName({ kind, name }: { kind: string; name: string | null }): string {
  return name === null ? `the ${kind}` : `${kind} ${quoted(name)}`;
}

export function serviceName({ service }: { service: { name: string | null } }): string {
  return objectName({ kind: "Service", name: service.name });
}

/** Whether two namespaces may be the same: an unwritten one is whatever the deployer's is. */
export function isSameNamespace(one: string | null, other: string | null): boolean {
  return one === null || other === null || one === other;
}
