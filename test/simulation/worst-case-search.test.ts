import { afterAll, describe, expect, test } from "vitest";
import { resolveDeployment } from "../../src/simulation/deployment.js";
import { searchWorstCase } from "./rollout-search.js";
import { searchAll } from "./search-grid.js";

/** Some ten seconds on an idle machine; a busy one may take its time. */
const TIMEOUT = 300_000;

describe("every schedule of a small rollout, searched, loses at most and exactly the worst case", () => {
  const searched: string[] = [];
  afterAll(() => console.info(searched.join("\n")));

  // Four replicas with a lagging cache are 48 million states: worst-case-search.e2e.ts.
  test.each([
    [1, "none"],
    [1, "status"],
    [1, "cache"],
    [2, "none"],
    [2, "status"],
    [2, "cache"],
    [3, "none"],
    [3, "status"],
    [3, "cache"],
    [4, "none"],
    [4, "status"],
  ] as const)("%i replicas, lag: %s", { timeout: TIMEOUT }, (replicas, lag) => {
    searched.push(searchAll(replicas, lag));
  });
});

describe("the search", () => {
  const deployment = resolveDeployment({ type: "RollingUpdate", maxSurge: 1, maxUnavailable: 0 }, 3);
  if ("error" in deployment) throw new Error(deployment.error);
  const base = { deployment, gated: false, minReadySeconds: 2, lag: "none" } as const;

  test("looks at more where more is left open", () => {
    const gated = searchWorstCase({ ...base, gated: true, startupSeconds: 3 });
    const ungated = searchWorstCase({ ...base, startupSeconds: 3 });
    const lagging = searchWorstCase({ ...base, startupSeconds: 3, lag: "cache" });
    expect([gated.worstCase, ungated.worstCase, lagging.worstCase]).toEqual([0, 1, 1]);
    expect(gated.states).toBeLessThan(ungated.states);
    expect(ungated.states).toBeLessThan(lagging.states);
  });

  test("refuses what would not fit into a state's number", () => {
    const five = { ...deployment, replicas: 5 };
    expect(() => searchWorstCase({ ...base, deployment: five, startupSeconds: 1 })).toThrow(RangeError);
  });
});
