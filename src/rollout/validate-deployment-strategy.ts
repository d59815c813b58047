import { deploymentDefaults } from "./deployment-defaults.js";
import { describeValue } from "./describe-value.js";
import { MAX_INT32 } from "./int-or-percent.js";
import { readDeploymentStrategy, type StrategyFault } from "./read-deployment-strategy.js";

export type { StrategyFault } from "./read-deployment-strategy.js";

/** The parts of a Deployment that steer its rollout, as they are written: undefined or null where absent. */
export interface WrittenDeploymentStrategy {
  apiVersion: string;
  /** spec.replicas */
  replicas: unknown;
  /** spec.strategy, the whole of it */
  strategy: unknown;
  /** spec.minReadySeconds */
  minReadySeconds: unknown;
  /** spec.progressDeadlineSeconds */
  progressDeadlineSeconds: unknown;
}

/**
 * What the API server refuses in the rollout's settings: ValidateDeploymentSpec in
 * pkg/apis/apps/validation/validation.go, and what cannot be decoded before it.
 */
export function validateDeploymentStrategy(input: WrittenDeploymentStrategy): StrategyFault[] {
  return [
    ...countFaults("replicas", input.replicas),
    ...readDeploymentStrategy(input.apiVersion, input.strategy).faults,
    ...countFaults("minReadySeconds", input.minReadySeconds),
    ...deadlineFaults(input),
  ];
}

/** A non-negative int32, or null where the value is not one. */
export function readCount(written: unknown, absent: number): number | null {
  const value = written ?? absent;
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAX_INT32
    ? value
    : null;
}

function deadlineFaults(input: WrittenDeploymentStrategy): StrategyFault[] {
  const field = "progressDeadlineSeconds";
  const faults = countFaults(field, input.progressDeadlineSeconds);
  if (faults.length > 0) return faults;
  const defaults = deploymentDefaults(input.apiVersion);
  const deadline =
    (input.progressDeadlineSeconds as number | null | undefined) ?? defaults.progressDeadlineSeconds;
  const minReadySeconds = readCount(input.minReadySeconds, defaults.minReadySeconds);
  if (deadline === null || minReadySeconds === null || deadline > minReadySeconds) return [];
  const origin = typeof input.progressDeadlineSeconds === "number" ? "" : " by default";
  return [
    {
      field,
      message: `${field} is ${deadline}${origin}, but it must be above minReadySeconds, which is ${minReadySeconds}: a rollout could never finish in time`,
    },
  ];
}

function countFaults(field: string, written: unknown): StrategyFault[] {
  if (readCount(written, 0) !== null) return [];
  const found = `${field} is ${describeValue(written)}`;
  return [{ field, message: `${found}, but ${countReason(written)}` }];
}

function countReason(written: unknown): string {
  if (typeof written === "number" && written < 0) return "it cannot be negative: 0 or more is allowed";
  if (typeof written === "number" && written > MAX_INT32) return `the field holds at most ${MAX_INT32}`;
  if (typeof written === "string" && /^[0-9]+$/.test(written)) return "a number without quotes is expected";
  return "a whole number of 0 or more is expected";
}
