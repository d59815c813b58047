import { describeValue } from "./describe-value.js";
import { MAX_INT32 } from "./int-or-percent.js";
import { type StrategyFault, strategyFault } from "./strategy-fault.js";

/** Reads a non-negative int32 such as replicas or minReadySeconds, or null where the value is not one. */
export function readCount(written: unknown, absent: number): number | null {
  const value = written ?? absent;
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAX_INT32
    ? value
    : null;
}

/** Returns the fault of a count that the API server refuses; `field` is its dot path below `spec`. */
export function countFaults(field: string, written: unknown): StrategyFault[] {
  if (readCount(written, 0) !== null) return [];
  return [strategyFault(field, `is ${describeValue(written)}, but ${countReason(written)}`)];
}

function countReason(written: unknown): string {
  if (typeof written === "number" && written < 0) return "it cannot be negative: 0 or more is allowed";
  if (typeof written === "number" && written > MAX_INT32) return `the field holds at most ${MAX_INT32}`;
  if (typeof written === "string" && /^[0-9]+$/.test(written)) return "a number without quotes is expected";
  return "a whole number of 0 or more is expected";
}
