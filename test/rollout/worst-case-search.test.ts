import { describe, expect, test } from "vitest";
import { worstCaseOfDeployment } from "../../src/rollout/deployment/worst-case-of-deployment.js";
import { searchWorstCase } from "./rollout-search.js";

const SECONDS = [0, 1, 2, 3];
/** A few seconds on an idle machine; a busy one may take its time. */
const TIMEOUT = 120_000;

interface Rollout {
  replicas: number;
  maxSurge: number;
  maxUnavailable: number;
  startupSeconds: number | null;
  minReadySeconds: number;
}

/** Every small rollout at this number of replicas; both limits at 0 do not exist after ResolveFenceposts. */
function rolloutsAt(replicas: number): Rollout[] {
  const limits = [0, 1, 2].flatMap((maxSurge) =>
    [0, 1, 2].map((maxUnavailable) => ({ maxSurge, maxUnavailable })),
  );
  return limits
    .filter(({ maxSurge, maxUnavailable }) => maxSurge + maxUnavailable > 0)
    .flatMap((limit) => [null, ...SECONDS].map((startupSeconds) => ({ replicas, ...limit, startupSeconds })))
    .flatMap((rollout) => SECONDS.map((minReadySeconds) => ({ ...rollout, minReadySeconds })));
}

function searched(rollout: Rollout, staleStatus: boolean): number {
  const { replicas, maxSurge, maxUnavailable, ...seconds } = rollout;
  const unavailable = Math.min(maxUnavailable, replicas);
  return searchWorstCase({ replicas, surge: maxSurge, unavailable, ...seconds, staleStatus });
}

describe("every schedule of a small rollout, searched, loses at most and exactly the worst case", () => {
  for (const replicas of [1, 2, 3]) {
    for (const staleStatus of [false, true]) {
      test(`${replicas} replicas, statuses ${staleStatus ? "lagging" : "current"}, probe or none`, {
        timeout: TIMEOUT,
      }, () => {
        for (const rollout of rolloutsAt(replicas)) {
          const found = searched(rollout, staleStatus);
          const ungated = worstCaseOfDeployment({ ...rollout, gated: false });
          expect({ ...rollout, worstCase: ungated }).toEqual({ ...rollout, worstCase: found });
          // A gate makes a pod count only once it serves: to the controller the same as no warm-up at all.
          if (rollout.startupSeconds === 0) {
            const gated = worstCaseOfDeployment({ ...rollout, gated: true, startupSeconds: null });
            expect({ ...rollout, gated }).toEqual({ ...rollout, gated: found });
          }
        }
      });
    }
  }
});
