import { get, isObject, type JsonObject } from "../../manifest/json-value.js";
import { podTemplateOf } from "../pod-template.js";
import type { Container, Workload } from "../workload.js";
import type { ProbedPod } from "./probed-pod.js";

/**
 * Returns the container whose port Dapr's injected sidecar waits for; null where there is none, or several could be meant.
 * The sidecar has a readiness probe (pkg/injector/patcher/sidecar_container.go), which answers once a connection to
 * `dapr.io/app-port` was made (pkg/runtime/runtime.go: blockUntilAppIsReady), since Dapr 0.6.
 */
export function heldByDapr(containers: readonly Container[], pod: Annotated): Container | null {
  return calledAt("dapr.io/app-port", containers, pod);
}

/**
 * Returns the container whose port `dapr.io/port` alone names; null where there is none. The injector of Dapr 0.6 to 0.11
 * reads it where `dapr.io/app-port` is not written (v0.10.0, pkg/injector/pod_patch.go: getAppPort); since 1.0 it is not
 * read. A manifest does not tell which Dapr there is.
 */
export function heldByOldDapr(containers: readonly Container[], pod: Annotated): Container | null {
  return pod.annotations["dapr.io/app-port"] === undefined ? calledAt("dapr.io/port", containers, pod) : null;
}

/** Whether Dapr's injector gives the pods its sidecar, which has a readiness probe of its own since Dapr 0.6. */
export function getsDapr(workload: Pick<Workload, "spec" | "traits">): boolean {
  const annotations = get(podTemplateOf(workload), "metadata", "annotations");
  return isObject(annotations) && isEnabled(annotations);
}

function isEnabled(annotations: JsonObject): boolean {
  return YES.has(String(annotations["dapr.io/enabled"]).toLowerCase());
}

type Annotated = Pick<ProbedPod, "annotations">;

function calledAt(
  annotation: string,
  containers: readonly Container[],
  { annotations }: Annotated,
): Container | null {
  if (!isEnabled(annotations)) return null;
  const port = Number(annotations[annotation]);
  if (!Number.isInteger(port) || port <= 0) return null;
  const running = containers.filter(({ role }) => role !== "init");
  const declaring = running.filter(({ ports }) =>
    ports.some(({ containerPort, protocol }) => containerPort === port && protocol === "TCP"),
  );
  const known = declaring.length > 0 || running.length > 1 ? declaring : running;
  return known.length === 1 ? (known[0] ?? null) : null;
}

/** pkg/injector/annotations, and strings.go: IsTruthy. */
const YES: ReadonlySet<string> = new Set(["y", "yes", "true", "on", "1"]);
