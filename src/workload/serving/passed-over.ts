import { folderOf } from "../../changeset/change-set.js";
import { get } from "../../manifest/json-value.js";
import { autoscalersOf } from "../neighbours/autoscalers-of.js";
import { servicesOf } from "../neighbours/services-of.js";
import { podTemplateOf } from "../pod-template.js";
import { isDefaultPort } from "../servers/image-ports.js";
import type { Container, Neighbours, Workload } from "../workload.js";
import { isOnlyListed } from "./declared-alone.js";
import { isTcp } from "./listeners.js";

/**
 * Whether nothing but nameless entries under `ports` speaks for the container of a single pod, while Services beside it lead to
 * other pods: whoever wrote those would have written one for it, if anybody called it. `containerPort` opens no port, and is often
 * a copy. Several pods are there to share what calls them; `replicas` is how many are asked for and who says so, null where that
 * is not known.
 */
export function isPassedOver(
  container: Container,
  workload: Workload,
  neighbours: Neighbours,
  replicas: { max: number; source: string } | null,
): boolean {
  if (replicas === null || replicas.max > 1 || replicas.source === "nodes") return false;
  if (autoscalersOf(workload, neighbours).length > 0) return false;
  if (neighbours.countedByKustomize.has(workload.name ?? "")) return false;
  const ports = container.ports.filter(isTcp);
  const isUntold = ({ name, containerPort }: (typeof ports)[number]) =>
    name === null && isOnlyListed(containerPort, container) && !isDefaultPort(containerPort, container);
  if (ports.length === 0 || !ports.every(isUntold) || isScraped(workload)) return false;
  if (servicesOf(workload, neighbours).length > 0) return false;
  const folder = folderOf(workload.path);
  const beside = neighbours.services.filter(
    ({ selector, namespace, object }) =>
      Object.keys(selector).length > 0 &&
      namespace === workload.namespace &&
      folderOf(object.document.manifest.path) === folder,
  );
  // One of its name is meant for it, and misses it.
  return beside.length > 0 && beside.every(({ name }) => name !== workload.name);
}

/** Whether Prometheus is told of the pods, and so somebody calls them. */
function isScraped(workload: Workload): boolean {
  return get(podTemplateOf(workload), "metadata", "annotations", "prometheus.io/port") !== undefined;
}
