/** The two conditions of a pod that a rollout waits for: pkg/kubelet/status/generate.go. */

/** A pod as far as its conditions depend on it. */
export interface PodStatus {
  phase: "Pending" | "Running" | "Succeeded" | "Failed";
  /** names of its sidecars, then of its regular containers; plain init containers do not count */
  containers: readonly string[];
  /** `ready` of each container by name; null before the kubelet knows any */
  ready: ReadonlyMap<string, boolean> | null;
  /** condition types that the pod waits for besides its containers */
  readinessGates: readonly string[];
  /** status of each condition by type: "True", "False" or "Unknown" */
  conditions: ReadonlyMap<string, string>;
}

interface PodCondition {
  status: boolean;
  /** Kubernetes' own word; empty where the status is true */
  reason: string;
  message: string;
}

/** The condition ContainersReady: every container that keeps running is known and ready. */
export function containersReadyCondition({ phase, containers, ready }: PodStatus): PodCondition {
  if (ready === null) return not("UnknownContainerStatuses");
  const unknown = containers.filter((name) => !ready.has(name));
  if (phase === "Failed") return not("PodFailed");
  if (phase === "Succeeded" && unknown.length === 0) return not("PodCompleted");
  const unready = containers.filter((name) => ready.get(name) === false);
  const messages = [
    ...(unknown.length > 0 ? [`containers with unknown status: [${unknown.join(" ")}]`] : []),
    ...(unready.length > 0 ? [`containers with unready status: [${unready.join(" ")}]`] : []),
  ];
  return messages.length > 0 ? not("ContainersNotReady", messages) : TRUE;
}

/** The condition Ready: ContainersReady, and every readiness gate's condition is "True". */
export function podReadyCondition(pod: PodStatus): PodCondition {
  const containersReady = containersReadyCondition(pod);
  if (!containersReady.status) return containersReady;
  const messages = pod.readinessGates.flatMap((gate) => {
    const status = pod.conditions.get(gate);
    if (status === "True") return [];
    return status === undefined
      ? [`corresponding condition of pod readiness gate "${gate}" does not exist.`]
      : [`the status of pod readiness gate "${gate}" is not "True", but ${status}`];
  });
  return messages.length > 0 ? not("ReadinessGatesNotReady", messages) : TRUE;
}

const TRUE: PodCondition = { status: true, reason: "", message: "" };

function not(reason: string, messages: readonly string[] = []): PodCondition {
  return { status: false, reason, message: messages.join(", ") };
}
