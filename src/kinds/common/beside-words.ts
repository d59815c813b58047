import type { KeyPath } from "../../manifest/json-value.js";
import type { OutagePods, StrategyCure } from "../kind.js";

type Beside = Pick<OutagePods, "heldAlone" | "isBrought">;

/**
 * Returns a sentence, after a space, that advises how to have new pods beside old ones; that they may not come so where
 * something is held alone, and nothing where the strategy of before is told.
 */
export function besideWords({ heldAlone, isBrought }: Beside, advice: string): string {
  if (heldAlone !== null) return ` A new pod may have to wait until an old one has gone, as ${heldAlone}.`;
  return isBrought ? "" : ` ${advice}`;
}

/** The same of the numbers with which each new pod comes first, and these as a cure; `limits` is their mapping, as keys below the spec. */
export function newPodFirst(
  limits: KeyPath,
  pods: Beside,
): { advice: string; cure: StrategyCure | undefined } {
  const advice = besideWords(pods, "With maxUnavailable: 0 and maxSurge: 1 the new pod comes first.");
  const isAdvised = pods.heldAlone === null && !pods.isBrought;
  return { advice, cure: isAdvised ? surgeOfOne(limits) : undefined };
}

/** One pod more before any old one goes. */
export function surgeOfOne(limits: KeyPath): StrategyCure {
  return { path: ["spec", ...limits], entries: { maxSurge: 1, maxUnavailable: 0 } };
}
