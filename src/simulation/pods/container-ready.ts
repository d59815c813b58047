/** The result that a probe's worker has published; Unknown before the first result of a startup probe. */
export type ProbeResult = "Success" | "Failure" | "Unknown";

/** A container as the kubelet sees it. */
export interface ContainerState {
  state: "waiting" | "running" | { exitCode: number };
  /** null: it has no startupProbe */
  startup: ProbeResult | null;
  /** null: it has no readinessProbe */
  readiness: ProbeResult | null;
}

/** The results of probes that have not run yet: newWorker in pkg/kubelet/prober/worker.go. */
export const INITIAL_RESULT = { startup: "Unknown", readiness: "Failure" } as const;

/** Whether a container counts as started: isContainerStarted in pkg/kubelet/prober/prober_manager.go. */
export function isContainerStarted({ state, startup }: ContainerState): boolean {
  return state === "running" && (startup === null || startup === "Success");
}

/** Whether a container that keeps running, a regular one or a sidecar, is ready: UpdatePodStatus there. */
export function isContainerReady(container: ContainerState): boolean {
  const { readiness } = container;
  return isContainerStarted(container) && (readiness === null || readiness === "Success");
}
