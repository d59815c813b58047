/** Kubernetes 1.16 took away every apiVersion of its own workloads but apps/v1 (CHANGELOG-1.16.md). */
export function goneFromKubernetes(...apiVersions: string[]): Record<string, string> {
  return Object.fromEntries(apiVersions.map((apiVersion) => [apiVersion, "Kubernetes 1.16 and later have"]));
}
