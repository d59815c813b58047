/**
 * Every difference between Surefoot and the API server that is meant, by name and with its reason. The run fails on any
 * other one.
 */
import type { Difference } from "./compare-answers.js";

export interface KnownDifference {
  name: string;
  reason: string;
  covers: (difference: Difference) => boolean;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [];

export function knownDifference(difference: Difference): KnownDifference | null {
  return KNOWN_DIFFERENCES.find(({ covers }) => covers(difference)) ?? null;
}
