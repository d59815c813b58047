import type { Container } from "../workload.js";
import { isExporter } from "./helpers.js";
import { imageName } from "./image.js";

/**
 * Where programs that work on their own tell of their metrics unless they are told otherwise, by the last part of their images'
 * names. None of them has users there; those that have some elsewhere have them at another port.
 */
const METRICS_PORTS: ReadonlyMap<string, readonly number[]> = new Map([
  // cert-manager.io, Prometheus Metrics
  ["cert-manager-controller", [9402]],
  ["cert-manager-cainjector", [9402]],
  ["cert-manager-webhook", [9402]],
  // external-dns: --metrics-address; cluster-autoscaler: --address; velero.io: --metrics-address; coredns.io: plugin prometheus
  ["external-dns", [7979]],
  ["cluster-autoscaler", [8085]],
  ["velero", [8085]],
  ["coredns", [9153]],
  // prometheus-operator.dev: --web.listen-address; where it answers webhooks, with TLS, charts give it another one
  ["prometheus-operator", [8080]],
  // argo-cd.readthedocs.io, Metrics
  ["argocd-application-controller", [8082]],
]);

/** Prometheus' wiki, Default port allocations: exporters have their numbers from 9100 on. */
const OF_EXPORTERS = { first: 9100, last: 9999 };

/** Whether a port is where a container's image tells of metrics by itself. Whoever exports pages or files has another number. */
export function isMetricsPort(port: number, container: Pick<Container, "image" | "name">): boolean {
  if (METRICS_PORTS.get(imageName(container))?.includes(port)) return true;
  return isExporter(container) && port >= OF_EXPORTERS.first && port <= OF_EXPORTERS.last;
}
