import type { KubernetesVersion } from "../../src/policy/kubernetes-version.js";

/** A version of Kubernetes from one of its patches on. */
export function minorVersion(minor: number, firstPatch = 0): KubernetesVersion {
  return { minor, firstPatch, lastPatch: null };
}
