/** What the StatefulSet controller of one minor version of Kubernetes does where nobody has set a feature gate. */
export interface StatefulSetFeatures {
  /** otherwise the API server drops the field, and pods are replaced one at a time */
  maxUnavailable: boolean;
  /** otherwise a rolling update of podManagementPolicy Parallel waits for Ready and no longer */
  minReadySecondsInParallel: boolean;
}

export function statefulSetFeatures(kubernetesMinor: number): StatefulSetFeatures {
  return {
    // MaxUnavailableStatefulSet in pkg/features/kube_features.go: alpha and off from 1.24, on in 1.35.0 to 1.35.3, off
    // again from 1.35.4 on. A minor version alone never promises it.
    maxUnavailable: false,
    // CHANGELOG-1.34: "Statefulset now respects minReadySeconds" (#130909).
    minReadySecondsInParallel: kubernetesMinor >= 34,
  };
}
