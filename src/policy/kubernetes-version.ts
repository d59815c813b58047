/** The minor versions of Kubernetes 1 whose rollouts are known, oldest first. */
const FIRST_MINOR = 27;
const NEWEST_MINOR = 37;

const MINORS: readonly number[] = Array.from(
  { length: NEWEST_MINOR - FIRST_MINOR + 1 },
  (_, index) => FIRST_MINOR + index,
);

/** Values that `kubernetes` in a policy takes, such as "1.34"; one release of it, such as "1.35.2", is allowed too. */
export const KUBERNETES_VERSIONS = MINORS.map((minor) => `1.${minor}`) as [string, ...string[]];

/**
 * The versions that YAML still tells apart without quotes. 1.30 it reads as 1.3, which could as well mean the third
 * minor version, so that one must be quoted.
 */
export const UNQUOTED_VERSIONS = KUBERNETES_VERSIONS.filter(
  (version) => String(Number(version)) === version,
).map(Number) as [number, ...number[]];

/** One release of a known minor version, such as "1.35.2". */
export const KUBERNETES_RELEASE = new RegExp(`^1\\.(${MINORS.join("|")})\\.(0|[1-9]\\d?)$`);

/** Releases of one minor version, from one patch to another, that have the same defaults. */
export interface KubernetesVersion {
  /** 34 for Kubernetes 1.34 */
  minor: number;
  firstPatch: number;
  /** null for every later one of the minor version */
  lastPatch: number | null;
}

/**
 * Minor versions in which a later patch turned a feature gate over, with the first patch that did. 1.35.4 turned
 * MaxUnavailableStatefulSet off (pkg/features/kube_features.go; CHANGELOG-1.35.md).
 */
const TURNED_BY_PATCH: ReadonlyMap<number, number> = new Map([[35, 4]]);

function versionsOfMinor(minor: number): KubernetesVersion[] {
  const turned = TURNED_BY_PATCH.get(minor);
  if (turned === undefined) return [{ minor, firstPatch: 0, lastPatch: null }];
  return [
    { minor, firstPatch: 0, lastPatch: turned - 1 },
    { minor, firstPatch: turned, lastPatch: null },
  ];
}

/** Every version whose rollouts are known, oldest first. */
export const EVERY_VERSION: readonly KubernetesVersion[] = MINORS.flatMap(versionsOfMinor);

/**
 * Returns the versions that the cluster of a policy may have, oldest first and never none: one that it names, both
 * halves of a minor version in which a patch turned something over, and all that are known where it names none.
 */
export function kubernetesVersions({
  kubernetes,
}: {
  kubernetes: string | null;
}): readonly KubernetesVersion[] {
  if (kubernetes === null) return EVERY_VERSION;
  const [, minor, patch] = kubernetes.split(".").map(Number) as [number, number, number?];
  return patch === undefined ? versionsOfMinor(minor) : [{ minor, firstPatch: patch, lastPatch: patch }];
}

/** Returns the minor versions that a policy's cluster may have, oldest first and never none: 34 for Kubernetes 1.34. */
export function kubernetesMinors({ kubernetes }: { kubernetes: string | null }): readonly number[] {
  const known = minorsOf.get(kubernetes);
  if (known !== undefined) return known;
  const minors = [...new Set(kubernetesVersions({ kubernetes }).map(({ minor }) => minor))];
  minorsOf.set(kubernetes, minors);
  return minors;
}

/** Asked for each workload; a policy takes no more than a few hundred versions. */
const minorsOf = new Map<string | null, readonly number[]>();

/** How many of the newest minor versions Kubernetes keeps up at a time, with the one that has just left. */
const KEPT_UP = 4;

/**
 * Returns the minor versions whose refusals count, oldest first and never none: one that the policy names, and where it
 * names none the newest few. An older cluster refuses what came later, which is no news to anybody but its owner.
 */
export function refusingMinors(policy: { kubernetes: string | null }): readonly number[] {
  return kubernetesMinors(policy).slice(-KEPT_UP);
}

/** Returns names of versions for people, each run without a gap as one: "1.27 to 1.34", "1.35.0 to 1.35.3", "1.37". */
export function nameVersions(versions: readonly KubernetesVersion[]): string[] {
  const runs: KubernetesVersion[][] = [];
  for (const version of versions.toSorted(byAge)) {
    const run = runs.at(-1);
    if (run !== undefined && follows(run.at(-1) as KubernetesVersion, version)) run.push(version);
    else runs.push([version]);
  }
  return runs.map(nameRun);
}

/** The oldest first. */
export function byAge(left: KubernetesVersion, right: KubernetesVersion): number {
  return left.minor - right.minor || left.firstPatch - right.firstPatch;
}

function follows(earlier: KubernetesVersion, later: KubernetesVersion): boolean {
  if (earlier.lastPatch === null) return later.minor === earlier.minor + 1 && later.firstPatch === 0;
  return later.minor === earlier.minor && later.firstPatch === earlier.lastPatch + 1;
}

function nameRun(run: readonly KubernetesVersion[]): string {
  const first = run[0] as KubernetesVersion;
  const last = run.at(-1) as KubernetesVersion;
  const end = last.lastPatch === null ? `1.${last.minor}` : `1.${last.minor}.${last.lastPatch}`;
  if (first.minor === last.minor && first.firstPatch === 0 && last.lastPatch === null) return end;
  const start =
    first.firstPatch === 0 && first.lastPatch === null
      ? `1.${first.minor}`
      : `1.${first.minor}.${first.firstPatch}`;
  if (start === end) return end;
  return first.minor === last.minor && last.lastPatch === null
    ? `${start} and later of ${end}`
    : `${start} to ${end}`;
}
