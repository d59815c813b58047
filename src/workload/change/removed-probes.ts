/** Readiness probes that a change takes away, for whoever wants to put them back. */
import { canonicalJson, get, type JsonObject } from "../../manifest/json-value.js";
import { repositoryOf } from "../servers/image.js";
import { type Container, provesSomething } from "../workload.js";
import type { WorkloadPair } from "./pair-workloads.js";
import { renamedContainers } from "./renamed-containers.js";

/** A readiness probe of the base that its container at the head has no more. */
export interface RemovedProbe {
  /** as it was written */
  probe: JsonObject;
  /** the container runs another program than the one that answered it: another image, or another command */
  isOfAnotherProgram: boolean;
}

/**
 * Returns them by the name that the container has at the head. One that proved nothing is not among them, and neither is one
 * whose port was a number that the container declared, and now does not.
 */
export function removedProbes({ before, after }: WorkloadPair): ReadonlyMap<string, RemovedProbe> {
  const removed = new Map<string, RemovedProbe>();
  if (before === null || after === null) return removed;
  const renamed = renamedContainers(before, after);
  for (const container of after.containers) {
    const { name, probes } = container;
    if (name === null || probes.readinessProbe !== undefined) continue;
    const earlier = before.containers.find((one) => one.name === (renamed.get(name) ?? name));
    const probe = earlier?.probes.readinessProbe;
    if (earlier === undefined || probe === undefined || !provesSomething(earlier, "readinessProbe")) continue;
    if (earlier.role !== container.role || asksLeftPort(probe, earlier, container)) continue;
    removed.set(name, { probe, isOfAnotherProgram: !runsTheSame(earlier, container) });
  }
  return removed;
}

function asksLeftPort(probe: JsonObject, before: Container, after: Container): boolean {
  return ["httpGet", "tcpSocket", "grpc"].some((handler) => {
    const port = get(probe, handler, "port");
    const declares = ({ ports }: Container) => ports.some(({ containerPort }) => containerPort === port);
    return typeof port === "number" && declares(before) && !declares(after);
  });
}

/** Arguments may change with any release; an image of another name, or another command, is another program. */
function runsTheSame(before: Container, after: Container): boolean {
  const command = ({ value }: Container) => canonicalJson(value.command ?? null);
  return (
    repositoryOf(before.image ?? "") === repositoryOf(after.image ?? "") && command(before) === command(after)
  );
}
