import { folderOf } from "../../changeset/change-set.js";
import { autoscalersOf } from "../neighbours/autoscalers-of.js";
import { isTakenIn } from "../neighbours/is-built-upon.js";
import { servicesOf } from "../neighbours/services-of.js";
import type { Neighbours } from "../neighbours.js";
import { scrapedPortOf } from "../scrapes/scrape-annotations.js";
import { isDefaultPort } from "../servers/image-ports.js";
import type { Container, Workload } from "../workload.js";
import { isOnlyListed } from "./declared-alone.js";
import { isTcp } from "./listeners.js";

/** Why nobody seems to call what only lists a port: the Services of its folder lead elsewhere, or Argo CD applies a folder without one. */
export type PassedOver = "others-are-called" | "applied-without-a-service";

/**
 * Returns why perhaps nobody calls the container of a single pod for which nothing but nameless entries under `ports` speaks: Services
 * beside it lead to other pods, and whoever wrote those would have written one for it; or an Application applies its folder as it
 * stands, and no Service is there. Null where that is not so. `containerPort` opens no port, and is often a copy. Several pods are
 * there to share what calls them; `replicas` is how many are asked for and who says so, null where that is not known.
 */
export function passedOver(
  container: Container,
  workload: Workload,
  neighbours: Neighbours,
  replicas: { max: number; source: string } | null,
): PassedOver | null {
  if (replicas === null || replicas.max > 1 || replicas.source === "nodes") return null;
  if (autoscalersOf(workload, neighbours).length > 0) return null;
  if (neighbours.countedByKustomize.has(workload.name ?? "")) return null;
  const ports = container.ports.filter(isTcp);
  const isUntold = ({ name, containerPort }: (typeof ports)[number]) =>
    name === null && isOnlyListed(containerPort, container) && !isDefaultPort(containerPort, container);
  if (ports.length === 0 || !ports.every(isUntold)) return null;
  // Prometheus is told of the pods, and so somebody calls them.
  if (scrapedPortOf(workload) !== null) return null;
  if (servicesOf(workload, neighbours).length > 0) return null;
  const folder = folderOf(workload.path);
  const beside = neighbours.services.filter(
    ({ selector, namespace, object }) =>
      Object.keys(selector).length > 0 &&
      namespace === workload.namespace &&
      folderOf(object.document.manifest.path) === folder,
  );
  if (neighbours.services.every(({ object }) => folderOf(object.document.manifest.path) !== folder)) {
    // A kustomization may take Services of other folders in.
    const isAppliedAlone = neighbours.appliedFolders.has(folder) && !isTakenIn(workload.path, neighbours);
    return isAppliedAlone ? "applied-without-a-service" : null;
  }
  // One of its name is meant for it, and misses it.
  return beside.length > 0 && beside.every(({ name }) => name !== workload.name) ? "others-are-called" : null;
}
