import { describe, expect, test } from "vitest";
import { type Deployment, resolveDeployment } from "../../src/simulation/deployment.js";
import type { ReplicaSet } from "../../src/simulation/replica-set.js";
import {
  cleanupUnhealthyReplicas,
  reconcileNewReplicaSet,
  reconcileOldReplicaSets,
  scaleDownOldReplicaSetsForRollingUpdate,
} from "../../src/simulation/rolling-update.js";
import { syncDeployment } from "../../src/simulation/sync-deployment.js";

const rolling = (replicas: number, maxSurge: number, maxUnavailable: number): Deployment => ({
  replicas,
  strategy: "RollingUpdate",
  maxSurge,
  maxUnavailable,
});
/** [replicas, availableReplicas] of each ReplicaSet, oldest first */
type Pair = [number, number];
const sets = (pairs: Pair[]) =>
  pairs.map(([replicas, availableReplicas]) => ({ replicas, availableReplicas }));

/** [what it shows, deployment, old, new, the old sizes after the step] */
const OLD_STEPS: [string, Deployment, Pair[], Pair, number[]][] = [
  ["a surge pod that is not available frees nobody", rolling(10, 3, 0), [[10, 10]], [3, 0], [10]],
  ["one that is available frees one", rolling(10, 3, 0), [[10, 10]], [3, 1], [9]],
  ["the budget is used at once", rolling(10, 3, 2), [[10, 10]], [3, 0], [8]],
  ["what is broken goes before what works", rolling(4, 0, 1), [[4, 2]], [0, 0], [3]],
  [
    "the oldest ReplicaSet goes first",
    rolling(4, 1, 0),
    [
      [2, 2],
      [2, 2],
    ],
    [1, 1],
    [1, 2],
  ],
  [
    "a broken old one goes whole",
    rolling(4, 2, 0),
    [
      [2, 0],
      [4, 4],
    ],
    [0, 0],
    [0, 4],
  ],
  // case 1 of the comment in rolling.go: new pods that crash do not push the old ones out, one of which is gone
  ["a crashing new version stops it", rolling(10, 3, 2), [[8, 7]], [5, 0], [8]],
  // case 2 there: another new version takes the place of the crashing one, and all its pods may go
  [
    "the next version takes the place of a crashing one",
    rolling(10, 3, 2),
    [
      [8, 8],
      [5, 0],
    ],
    [0, 0],
    [8, 0],
  ],
  ["nothing is left to scale down", rolling(3, 1, 0), [[0, 0]], [3, 3], [0]],
  [
    "pods of a ReplicaSet that has none any more do not count",
    rolling(4, 1, 0),
    [
      [0, 2],
      [4, 4],
    ],
    [1, 1],
    [0, 3],
  ],
  ["a status that counts too many stops the step", rolling(3, 1, 0), [[2, 3]], [2, 2], [2]],
  [
    "and keeps what was written before it",
    rolling(4, 2, 2),
    [
      [2, 1],
      [2, 3],
    ],
    [0, 0],
    [1, 2],
  ],
];

describe("one step of a rolling update", () => {
  test.each(OLD_STEPS)("%s", (_, deployment, old, [replicas, availableReplicas], after) => {
    expect(reconcileOldReplicaSets(deployment, sets(old), { replicas, availableReplicas })).toEqual(after);
  });

  test("cleans up no more than it may, oldest first", () => {
    expect(
      cleanupUnhealthyReplicas(
        sets([
          [3, 1],
          [3, 1],
        ]),
        3,
      ),
    ).toEqual({ replicas: [1, 2], abandoned: false });
  });

  test("scales down by availability alone, over several ReplicaSets", () => {
    const left = scaleDownOldReplicaSetsForRollingUpdate(
      rolling(4, 1, 1),
      sets([
        [1, 1],
        [3, 3],
      ]),
      1,
    );
    expect(left).toEqual([0, 2]);
  });

  test.each([
    ["takes the surge first", 0, 10, 3],
    ["waits while there is no room", 3, 13, 3],
    ["takes what the old ones left", 3, 11, 5],
    ["never grows beyond the replicas", 9, 10, 10],
    ["comes down where it is too large", 12, 12, 10],
    ["stays where it is full", 10, 14, 10],
  ])("the new ReplicaSet %s", (_, newReplicas, allReplicas, next) => {
    expect(reconcileNewReplicaSet(rolling(10, 3, 2), newReplicas, allReplicas)).toBe(next);
  });
});

describe("a sync", () => {
  const pods = { statusReplicas: 3, oldPodsRunning: true };
  const settled: ReplicaSet = { replicas: 3, availableReplicas: 3, desiredReplicas: 3, maxReplicas: 5 };
  const sizes = (deployment: Deployment, newReplicaSet: ReplicaSet | null, oldPodsRunning = true) => {
    const sets = {
      newReplicaSet,
      oldReplicaSets: [newReplicaSet === null ? settled : { ...settled, replicas: 0 }],
    };
    const after = syncDeployment(deployment, sets, { ...pods, oldPodsRunning });
    return [after.newReplicaSet?.replicas ?? null, after.oldReplicaSets[0]?.replicas];
  };

  test("creates the new ReplicaSet and scales the old one down in the same turn", () => {
    expect(sizes(rolling(3, 2, 1), null)).toEqual([2, 2]);
  });

  test("that sizes the new ReplicaSet leaves the old one for the next", () => {
    const fresh = { ...settled, replicas: 1, availableReplicas: 1 };
    const after = syncDeployment(rolling(3, 2, 1), { newReplicaSet: fresh, oldReplicaSets: [settled] }, pods);
    expect([after.newReplicaSet?.replicas, after.oldReplicaSets[0]?.replicas]).toEqual([2, 3]);
  });

  test("writes nothing where there is nothing to do", () => {
    const before = { newReplicaSet: { ...settled }, oldReplicaSets: [{ ...settled, replicas: 0 }] };
    expect(syncDeployment(rolling(3, 2, 1), before, pods)).toEqual(before);
  });

  test("under Recreate waits for the last old pod and then creates all at once", () => {
    const recreate = resolveDeployment({ type: "Recreate" }, 3) as Deployment;
    expect(sizes(recreate, null)).toEqual([null, 0]);
    const emptied = { newReplicaSet: null, oldReplicaSets: [{ ...settled, replicas: 0 }] };
    const created = (oldPodsRunning: boolean) =>
      syncDeployment(recreate, emptied, { statusReplicas: 0, oldPodsRunning }).newReplicaSet?.replicas;
    expect([created(true), created(false)]).toEqual([undefined, 3]);
  });
});
