/** A check run's external id names what the run belongs to: for a fork's it is the only way back to the pull request. */
import type { ReviewTarget } from "./review-target.js";

/** Opens the external id of a merge queue's check run; the group's base commit follows. */
const MERGE_GROUP = "merge-group:";

/** The pull request's number, or what names a merge queue's group. */
export function externalIdOf({
  pullNumber,
  base,
  groupBase,
}: Pick<ReviewTarget, "pullNumber" | "base" | "groupBase">): string {
  return pullNumber === null ? `${MERGE_GROUP}${groupBase ?? base}` : String(pullNumber);
}

/** The pull request that a check run's external id names, if it names one. */
export function pullNumberOf(externalId: string | null): number | null {
  return externalId !== null && /^[1-9]\d{0,9}$/.test(externalId) ? Number(externalId) : null;
}

/** The base commit of the merge queue group that a check run's external id names, if it names one. */
export function mergeGroupBaseOf(externalId: string | null): string | null {
  return externalId?.startsWith(MERGE_GROUP) ? externalId.slice(MERGE_GROUP.length) : null;
}
