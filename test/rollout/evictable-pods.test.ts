import { describe, expect, it } from "vitest";
import { evictablePods } from "../../src/rollout/evictable-pods.js";

describe("how many pods a PodDisruptionBudget lets be evicted at once", () => {
  it.each([
    ["minAvailable", 2, 3, 1],
    ["minAvailable", 3, 3, 0],
    ["minAvailable", 4, 3, 0],
    ["minAvailable", 0, 3, 3],
    ["minAvailable", "50%", 3, 1],
    ["minAvailable", "34%", 3, 1],
    ["minAvailable", "33%", 3, 2],
    ["minAvailable", "100%", 3, 0],
    ["maxUnavailable", 1, 3, 1],
    ["maxUnavailable", 0, 3, 0],
    ["maxUnavailable", 5, 3, 3],
    ["maxUnavailable", "50%", 3, 2],
    ["maxUnavailable", "1%", 3, 1],
    ["maxUnavailable", "0%", 3, 0],
    ["maxUnavailable", "1", 3, null],
    ["minAvailable", true, 3, null],
    ["neither", null, 3, 0],
  ])("with %s %s of %i", (field, limit, replicas, evictable) => {
    const written = { minAvailable: null, maxUnavailable: null, [field]: limit };
    expect(evictablePods(written, replicas)).toBe(evictable);
  });

  it("nobody can say with both, which the API server refuses", () => {
    expect(evictablePods({ minAvailable: 1, maxUnavailable: 1 }, 3)).toBe(null);
  });
});
