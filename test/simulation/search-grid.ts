import { expect } from "vitest";
import {
  type RollingUpdateWorstCase,
  worstCaseOfRollingUpdate,
} from "../../src/rollout/worst-case-of-rolling-update.js";
import { resolveDeployment } from "../../src/simulation/deployment.js";
import { type SearchedRollout, searchWorstCase } from "./rollout-search.js";

const SMALL = [0, 1, 2, 3];
const SECONDS = [0, 1, 2, 3, 4];

/** Every rollout at this number of replicas; both limits at 0 do not exist after ResolveFenceposts. */
function rolloutsAt(replicas: number): RollingUpdateWorstCase[] {
  const limits = SMALL.flatMap((maxSurge) => SMALL.map((maxUnavailable) => ({ maxSurge, maxUnavailable })));
  const gates = [
    // A gated pod counts only once it serves, so how long that takes is no part of what can happen.
    { gated: true, startupSeconds: null },
    ...[null, ...SECONDS].map((startupSeconds) => ({ gated: false, startupSeconds })),
  ];
  return limits
    .filter(({ maxSurge, maxUnavailable }) => maxSurge + maxUnavailable > 0)
    .flatMap((limit) => gates.map((gate) => ({ replicas, ...limit, ...gate })))
    .flatMap((rollout) => SECONDS.map((minReadySeconds) => ({ ...rollout, minReadySeconds })));
}

/** Searches all of them, holds each against the formula, and says how much was looked at. */
export function searchAll(replicas: number, lag: SearchedRollout["lag"]): string {
  const rollouts = rolloutsAt(replicas);
  let states = 0;
  for (const rollout of rollouts) {
    const { maxSurge, maxUnavailable, gated, startupSeconds, minReadySeconds } = rollout;
    const deployment = resolveDeployment({ type: "RollingUpdate", maxSurge, maxUnavailable }, replicas);
    if ("error" in deployment) expect.fail(deployment.error);
    const found = searchWorstCase({ deployment, gated, startupSeconds, minReadySeconds, lag });
    const worstCase = worstCaseOfRollingUpdate(rollout);
    expect({ ...rollout, worstCase }).toEqual({ ...rollout, worstCase: found.worstCase });
    states += found.states;
  }
  return `${rollouts.length} rollouts of ${replicas} replicas, lag ${lag}: ${states.toLocaleString("en")} states searched`;
}
