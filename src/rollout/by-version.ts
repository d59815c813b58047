/** One workload on the versions of Kubernetes that its cluster may have: which count alike, and which loses most. */

import { byAge, type KubernetesVersion, nameVersions } from "../policy/kubernetes-version.js";
import type { RolloutConditions } from "./analyze-rollout.js";
import type { KindRollout } from "./rollout-reading.js";
import type { RolloutFacts, VersionAnalysis } from "./workload-analysis.js";
import { isLargerShare } from "./worst-of-range.js";

/** Versions whose controllers count a workload alike, and whether their API servers refuse it; never none. */
interface VersionGroup {
  versions: [KubernetesVersion, ...KubernetesVersion[]];
  refused: boolean;
  replicas: RolloutConditions["replicas"];
}

export function groupsOf(
  { features }: Pick<KindRollout, "features">,
  { versions, refusedBy }: Pick<RolloutFacts, "versions" | "refusedBy">,
  replicasOn: (minor: number) => RolloutConditions["replicas"],
): VersionGroup[] {
  const groups = new Map<string, VersionGroup>();
  for (const version of versions) {
    const refused = refusedBy.has(version.minor);
    const replicas = replicasOn(version.minor);
    const key = `${refused} ${rangeKey(replicas)} ${JSON.stringify(features(version))}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { versions: [version], refused, replicas });
    else group.versions.push(version);
  }
  return [...groups.values()];
}

function rangeKey(replicas: RolloutConditions["replicas"]): string {
  if (replicas === null || replicas === "unknown") return String(replicas);
  return `${replicas.min} ${replicas.max} ${replicas.source}`;
}

/**
 * Returns the version that loses the largest share; of equals the one with the smallest budget, since that promise is the
 * emptiest, and then the newest.
 */
export function worstOnAnyVersion<One extends VersionAnalysis>(analyses: readonly One[]): One {
  return analyses.reduce((worst, one) => (isBetter(one, worst) ? worst : one));
}

function isBetter({ overRange, rollout }: VersionAnalysis, than: VersionAnalysis): boolean {
  if (overRange === null || than.overRange === null) return than.overRange !== null;
  if (isLargerShare(than.overRange.maxShare, overRange.maxShare)) return true;
  if (isLargerShare(overRange.maxShare, than.overRange.maxShare)) return false;
  return (rollout.budget ?? Number.POSITIVE_INFINITY) > (than.rollout.budget ?? Number.POSITIVE_INFINITY);
}

/** Returns one number by group of versions, the oldest first, in names for people; null where all agree. */
export function perVersion(
  numbers: readonly { versions: VersionGroup["versions"]; value: number | null }[],
): { versions: string[]; value: number | null }[] | null {
  const byValue = new Map<number | null, KubernetesVersion[]>();
  for (const { versions, value } of numbers.toSorted((left, right) =>
    byAge(left.versions[0], right.versions[0]),
  ))
    byValue.set(value, [...(byValue.get(value) ?? []), ...versions]);
  if (byValue.size < 2) return null;
  return [...byValue].map(([value, versions]) => ({ versions: nameVersions(versions), value }));
}
