import { describe, expect, test } from "vitest";
import type { Deployment } from "../../src/simulation/deployment.js";
import type { ReplicaSet } from "../../src/simulation/replica-set.js";
import { isScalingEvent, scaleDeployment } from "../../src/simulation/scale-deployment.js";

const rolling = (replicas: number, maxSurge: number): Deployment => ({
  replicas,
  strategy: "RollingUpdate",
  maxSurge,
  maxUnavailable: 0,
});
const of = (replicas: number, rest: Partial<ReplicaSet> = {}): ReplicaSet => ({
  replicas,
  availableReplicas: replicas,
  desiredReplicas: 10,
  maxReplicas: 12,
  ...rest,
});
const UNKNOWN = { desiredReplicas: null, maxReplicas: null };

/** [what it shows, deployment, new, old oldest first, the sizes after, new first] */
const ROWS: [string, Deployment, ReplicaSet | null, ReplicaSet[], (number | null)[]][] = [
  ["the only ReplicaSet with pods takes them all", rolling(5, 2), null, [of(0), of(10)], [null, 0, 5]],
  ["with no pods anywhere the newest gets them", rolling(5, 2), null, [of(0), of(0)], [null, 0, 5]],
  ["with no pods anywhere the new one gets them", rolling(5, 2), of(0), [of(0)], [5, 0]],
  [
    "a saturated new one ends the old ones",
    rolling(10, 2),
    of(10),
    [of(2), of(1, { desiredReplicas: 9 })],
    [10, 0, 0],
  ],
  ["a larger one grows more", rolling(20, 4), of(4), [of(8)], [8, 16]],
  ["of equals the newer takes what is left over", rolling(11, 2), of(6), [of(6)], [7, 6]],
  ["of equals the older gives what is too much", rolling(9, 2), of(6), [of(6)], [6, 5]],
  ["nothing is added once the share is used up", rolling(11, 2), of(1), [of(6), of(5)], [1, 7, 5]],
  [
    "what would shrink is left alone once the share is used up",
    rolling(11, 0),
    of(4, { maxReplicas: 20 }),
    [of(6, { maxReplicas: 6 })],
    [4, 7],
  ],
  [
    "without annotations the Deployment's own count is taken",
    rolling(20, 4),
    of(4, UNKNOWN),
    [of(8, UNKNOWN)],
    [8, 16],
  ],
  ["down to 0 everything goes", rolling(0, 2), of(5), [of(7)], [0, 0]],
];

describe("a change of replicas in the middle of a rolling update", () => {
  test.each(ROWS)("%s", (_, deployment, newReplicaSet, oldReplicaSets, sizes) => {
    const after = scaleDeployment(deployment, { newReplicaSet, oldReplicaSets }, 12);
    const old = after.oldReplicaSets.map(({ replicas }) => replicas);
    expect([after.newReplicaSet?.replicas ?? null, ...old]).toEqual(sizes);
  });

  test("under Recreate several ReplicaSets with pods are left to the rollout", () => {
    const before = { newReplicaSet: of(4), oldReplicaSets: [of(6)] };
    expect(scaleDeployment({ ...rolling(5, 0), strategy: "Recreate" }, before, 10)).toEqual(before);
  });

  test("is noticed by what a ReplicaSet with pods was last sized for", () => {
    const event = (replicas: number, ...oldReplicaSets: ReplicaSet[]) =>
      isScalingEvent(rolling(replicas, 1), { newReplicaSet: null, oldReplicaSets });
    expect(event(10, of(3))).toBe(false);
    expect(event(11, of(3))).toBe(true);
    expect(event(11, of(0))).toBe(false);
    expect(event(11, of(3, UNKNOWN))).toBe(false);
  });

  test("is noted down on every ReplicaSet that it sizes, so that the next sync rolls on", () => {
    const deployment = rolling(11, 2);
    const after = scaleDeployment(deployment, { newReplicaSet: of(1), oldReplicaSets: [of(6), of(5)] }, 12);
    expect(isScalingEvent(deployment, after)).toBe(false);
    expect(after.newReplicaSet).toEqual(of(1, { desiredReplicas: 11, maxReplicas: 13 }));
  });
});
