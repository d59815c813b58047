/** The minor versions of Kubernetes 1 whose rollouts are known, oldest first. */
const FIRST_MINOR = 27;
export const NEWEST_MINOR = 36;

/** What `kubernetes` in a policy can say, such as "1.34". */
export const KUBERNETES_VERSIONS = Array.from(
  { length: NEWEST_MINOR - FIRST_MINOR + 1 },
  (_, index) => `1.${FIRST_MINOR + index}`,
) as [string, ...string[]];

/**
 * The versions that YAML still tells apart without quotes. 1.30 it reads as 1.3, which could as well mean the third
 * minor version, so that one must be quoted.
 */
export const UNQUOTED_VERSIONS = KUBERNETES_VERSIONS.filter(
  (version) => String(Number(version)) === version,
).map(Number) as [number, ...number[]];

/** The minor version that a policy names, 34 for "1.34"; the newest known one where it names none. */
export function kubernetesMinor({ kubernetes }: { kubernetes: string | null }): number {
  return kubernetes === null ? NEWEST_MINOR : Number(kubernetes.split(".")[1]);
}
