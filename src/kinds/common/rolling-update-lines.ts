/** The arithmetic of pods that are replaced as a Deployment's are, within maxSurge and maxUnavailable. */
import { parseIntOrPercent, percentToPods } from "../../rollout/int-or-percent.js";
import type { SettledRollout } from "../kind.js";
import { limitLine } from "./limit-line.js";
import { startUp, unwaitedLine } from "./start-up-lines.js";

/** A limit as it is written, null where it is not, and what stands for it then. */
interface LimitValues {
  written: unknown;
  standard: unknown;
}

/** Returns the lines of what both limits resolve to, and of the budget. */
export function rollingLimits(
  { rollout }: SettledRollout,
  valuesOf: (field: "maxSurge" | "maxUnavailable") => LimitValues,
): string[] {
  const { atReplicas: replicas, maxSurge, maxUnavailable, budget } = rollout;
  const unavailable = valuesOf("maxUnavailable");
  const resolved = raisedLimit(unavailable.written ?? unavailable.standard, replicas ?? 0, maxUnavailable);
  return [
    limitLine("maxSurge", valuesOf("maxSurge"), "ceil", replicas, maxSurge),
    limitLine("maxUnavailable", unavailable, "floor", replicas, resolved),
    `budget = min(maxUnavailable, replicas) = ${budget}`,
  ];
}

/** Returns the line from the budget to the worst case of ungated pods: worst-case-of-rolling-update.ts. */
export function rollingUngated(settled: SettledRollout): string {
  const { rollout, worst, policy } = settled;
  const waited = rollout.minReadySeconds ?? 0;
  return (
    unwaitedLine(settled, waited) ??
    `${startUp(policy)}, minReadySeconds ${waited}: min(replicas, budget + floor(${policy.startupSeconds} / ${waited}) x (maxSurge + maxUnavailable)) = ${worst}`
  );
}

/** deployment_util.go, ResolveFenceposts: where both limits round to 0, one pod may go, which needs a word. */
function raisedLimit(
  maxUnavailable: unknown,
  replicas: number,
  resolved: number | null,
): number | string | null {
  return resolved === 1 && isZeroPods(maxUnavailable, replicas)
    ? "0, raised to 1 as maxSurge is 0 too"
    : resolved;
}

function isZeroPods(limit: unknown, replicas: number): boolean {
  const parsed = parseIntOrPercent(limit);
  return parsed.ok && parsed.kind === "percent" && percentToPods(parsed.amount, replicas, "down") === 0;
}
