/** What Prometheus is told of pods and Services by the annotations of its example configuration (prometheus-kubernetes.yml). */
import { asString, get } from "../../manifest/json-value.js";
import { podTemplateOf } from "../pod-template.js";
import type { Workload } from "../workload.js";

/** Returns the port that annotations name for scrapes, as written in them; null where they name none. */
export function scrapedPort(annotations: unknown): string | null {
  const port = get(annotations, "prometheus.io/port");
  return port == null ? null : String(port);
}

/** Returns the port that the annotations of a workload's pods name for scrapes. */
export function scrapedPortOf(workload: Workload): string | null {
  return scrapedPort(get(podTemplateOf(workload), "metadata", "annotations"));
}

/** Returns the path that a scrape asks for. */
export function scrapedPath(annotations: unknown): string {
  return asString(get(annotations, "prometheus.io/path")) ?? "/metrics";
}

/** Whether annotations ask for scrapes, of all ports or of this one. */
export function asksForScrapes(annotations: unknown, port: number): boolean {
  if (String(get(annotations, "prometheus.io/scrape")) !== "true") return false;
  return [null, String(port)].includes(scrapedPort(annotations));
}
