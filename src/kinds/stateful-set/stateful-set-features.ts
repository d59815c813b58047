import type { KubernetesVersion } from "../../policy/kubernetes-version.js";

/** Features of the StatefulSet controller of one version of Kubernetes, with every feature gate at its default. */
export interface StatefulSetFeatures {
  /** otherwise the API server drops the field, and pods are replaced one at a time */
  maxUnavailable: boolean;
  /** otherwise a rolling update of podManagementPolicy Parallel waits for Ready and no longer */
  minReadySecondsInParallel: boolean;
}

/** Versions that have a feature: the first minor and patch of a stretch, and the first behind it. */
type Stretch = { from: Release; until: Release | null };
type Release = readonly [minor: number, patch: number];

const STRETCHES: Readonly<Record<keyof StatefulSetFeatures, readonly Stretch[]>> = {
  // MaxUnavailableStatefulSet in pkg/features/kube_features.go: alpha and off from 1.24, on in 1.35.0, off again in
  // 1.35.4, on since 1.37.0 (CHANGELOG-1.37: #139466).
  maxUnavailable: [
    { from: [35, 0], until: [35, 4] },
    { from: [37, 0], until: null },
  ],
  // CHANGELOG-1.34: "Statefulset now respects minReadySeconds" (#130909).
  minReadySecondsInParallel: [{ from: [34, 0], until: null }],
};

export function statefulSetFeatures({ minor, firstPatch }: KubernetesVersion): StatefulSetFeatures {
  const isOn = (feature: keyof StatefulSetFeatures) =>
    STRETCHES[feature].some(
      ({ from, until }) =>
        !isBefore([minor, firstPatch], from) && (until === null || isBefore([minor, firstPatch], until)),
    );
  return {
    maxUnavailable: isOn("maxUnavailable"),
    minReadySecondsInParallel: isOn("minReadySecondsInParallel"),
  };
}

function isBefore([minor, patch]: Release, [otherMinor, otherPatch]: Release): boolean {
  return minor < otherMinor || (minor === otherMinor && patch < otherPatch);
}
