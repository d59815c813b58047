import { describe, expect, test } from "vitest";
import { manageReplicas, type PodRank, podsToDelete } from "../../src/simulation/replica-set-controller.js";

const NOW = 1_000_000;
/** A pod that was created, bound, started and ready so many milliseconds ago. */
const aged = (age: number, rest: Partial<PodRank> = {}): PodRank => ({
  createdAt: NOW - age,
  scheduledAt: NOW - age,
  runningAt: NOW - age,
  readySince: NOW - age,
  ...rest,
});

/** [what goes first, the pod that goes, the one that stays] */
const PAIRS: [string, PodRank, PodRank][] = [
  [
    "unscheduled before pending",
    aged(900_000, { scheduledAt: NOW + 1, runningAt: NOW + 2, readySince: null }),
    aged(1, { runningAt: NOW + 1, readySince: null }),
  ],
  [
    "pending before running",
    aged(900_000, { runningAt: NOW + 1, readySince: null }),
    aged(1, { readySince: null }),
  ],
  ["not ready before ready", aged(900_000, { readySince: null }), aged(1)],
  ["ready for a shorter time", aged(900_000, { readySince: NOW - 100 }), aged(1, { readySince: NOW - 1000 })],
  ["ready since this moment", aged(1000, { readySince: NOW }), aged(1000, { readySince: NOW - 1 })],
  ["younger, where both are ready as long", aged(100, { readySince: NOW }), aged(1000, { readySince: NOW })],
];

describe("which pods a ReplicaSet gives up first", () => {
  test.each(PAIRS)("%s", (_, first, second) => {
    expect(podsToDelete([second, first], 1, NOW)).toEqual([first]);
    expect(podsToDelete([first, second], 1, NOW)).toEqual([first]);
    expect(podsToDelete([second, first], 2, NOW)).toEqual([first, second]);
  });

  test("ages of one order of magnitude are equal, and the order of the list stands", () => {
    // 600 and 1000 ms are both between 2^29 and 2^30 nanoseconds; 2^29 is 537 ms.
    const [older, younger] = [aged(1000), aged(600)];
    expect(podsToDelete([older, younger], 1, NOW)).toEqual([older]);
    expect(podsToDelete([younger, older], 1, NOW)).toEqual([younger]);
    expect(podsToDelete([older, aged(500)], 1, NOW)).toEqual([aged(500)]);
  });

  test("no more go than there are, and none of none", () => {
    expect(podsToDelete([aged(1)], 3, NOW)).toHaveLength(1);
    expect([podsToDelete([], 1, NOW), podsToDelete([aged(1)], 0, NOW)]).toEqual([[], []]);
  });
});

test("a ReplicaSet makes what is missing and gives up what is too much", () => {
  expect([manageReplicas(3, 1), manageReplicas(1, 3), manageReplicas(2, 2)]).toEqual([2, -2, 0]);
});
