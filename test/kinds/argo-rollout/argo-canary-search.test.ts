import { describe, expect, test } from "vitest";
import {
  outcomeOfArgoRollout,
  resolveArgoLimits,
} from "../../../src/kinds/argo-rollout/argo-rollout-rollout.js";
import { stableReplicasAt } from "../../../src/kinds/argo-rollout/canary-steps.js";
import type { ArgoStrategy } from "../../../src/kinds/argo-rollout/read-argo-strategy.js";
import { searchCanary } from "./argo-canary-search.js";

/** A few seconds on an idle machine; a busy one may take its time. */
const TIMEOUT = 120_000;
const SECONDS = [0, 1, 2, 3];
const LIMITS = [0, 1, 2]
  .flatMap((maxSurge) => [0, 1, 2].map((maxUnavailable) => ({ maxSurge, maxUnavailable })))
  .filter(({ maxSurge, maxUnavailable }) => maxSurge + maxUnavailable > 0);
const TIMES = [null, ...SECONDS].flatMap((startupSeconds) =>
  SECONDS.map((minReadySeconds) => ({ startupSeconds, minReadySeconds })),
);

interface Searched {
  replicas: number;
  maxSurge: number;
  maxUnavailable: number;
  startupSeconds: number | null;
  minReadySeconds: number;
}

function searched(rollout: Searched, weight: number, staleStatus: boolean): number {
  const { replicas, maxSurge: surge, maxUnavailable, ...clock } = rollout;
  const unavailable = Math.min(maxUnavailable, replicas);
  return searchCanary({ replicas, surge, unavailable, ...clock, weight, staleStatus });
}

function formula({ maxSurge, maxUnavailable, ...rollout }: Searched, gated: boolean): number {
  const strategy: ArgoStrategy = { type: "canary", maxSurge, maxUnavailable, routing: null, steps: [] };
  const { minReadySeconds, replicas, startupSeconds } = rollout;
  return outcomeOfArgoRollout(strategy, minReadySeconds, replicas, { gated, startupSeconds })!.worstCase;
}

describe("every schedule of a small canary, searched, loses at most and exactly the worst case", () => {
  for (const replicas of [1, 2, 3]) {
    // A status that lags behind makes many more states.
    for (const staleStatus of replicas < 3 ? [false, true] : [false]) {
      test(`${replicas} replicas, statuses ${staleStatus ? "lagging" : "current"}, probe or none`, {
        timeout: TIMEOUT,
      }, () => {
        for (const limit of LIMITS) {
          for (const times of TIMES) {
            const rollout = { replicas, ...limit, ...times };
            const found = searched(rollout, 100, staleStatus);
            expect({ ...rollout, worst: formula(rollout, false) }).toEqual({ ...rollout, worst: found });
            // A gate makes a pod count only once it serves: to the controller the same as no warm-up at all.
            if (times.startupSeconds === 0)
              expect({ ...rollout, gated: formula(rollout, true) }).toEqual({ ...rollout, gated: found });
          }
        }
      });
    }
  }
});

test("a step loses no more than the whole rollout, and leaves the old pods that it should", {
  timeout: TIMEOUT,
}, () => {
  for (const weight of [20, 50]) {
    for (const limit of LIMITS) {
      for (const times of TIMES) {
        const rollout = { replicas: 3, ...limit, ...times };
        const found = searched(rollout, weight, false);
        const kept = Math.min(3, stableReplicasAt(weight, 3, limit.maxSurge));
        expect(found, JSON.stringify(rollout)).toBeLessThanOrEqual(
          Math.min(formula(rollout, false), 3 - kept),
        );
      }
    }
  }
});

describe("limits as Argo reads them", () => {
  test.each([
    ["canary", { type: "canary", maxSurge: "25%", maxUnavailable: "25%" }, 10, [3, 2]],
    ["canary that rounds to nothing", { type: "canary", maxSurge: 0, maxUnavailable: "1%" }, 10, [0, 1]],
    ["canary of more than all", { type: "canary", maxSurge: 1, maxUnavailable: 12 }, 10, [1, 10]],
    ["blueGreen, which has no surge", { type: "blueGreen", maxUnavailable: "25%" }, 10, [0, 2]],
    ["blueGreen that rounds to nothing", { type: "blueGreen", maxUnavailable: "25%" }, 3, [0, 0]],
  ] as const)("%s", (_, strategy, replicas, [maxSurge, maxUnavailable]) => {
    const whole = { routing: null, steps: [], ...strategy } as unknown as ArgoStrategy;
    expect(resolveArgoLimits(whole, replicas)).toEqual({ maxSurge, maxUnavailable });
  });
});
