import { describe, expect, test } from "vitest";
import { worstCaseOfRollingUpdate } from "../../src/rollout/worst-case-of-rolling-update.js";

/** [what it shows, replicas, maxSurge, maxUnavailable, gated, startupSeconds, minReadySeconds, worst case] */
type Row = [string, number, number, number, boolean, number | null, number, number];

const ROWS: Row[] = [
  ["the post that started it: 34% of 3 promises 1 and loses all", 3, 2, 1, false, null, 0, 3],
  ["the same with a probe", 3, 2, 1, true, null, 0, 1],
  ["a probe makes start-up and waiting irrelevant", 3, 2, 1, true, 45, 0, 1],
  ["one replica, surge first, gated", 1, 1, 0, true, null, 0, 0],
  ["one replica, surge first, ungated", 1, 1, 0, false, null, 0, 1],
  ["one replica without surge is gone while it restarts", 1, 0, 1, true, null, 0, 1],
  ["no replicas lose none", 0, 0, 1, false, null, 0, 0],
  ["a budget above the replicas is the replicas", 3, 1, 5, true, null, 0, 3],
  ["waiting without knowing the start-up time proves nothing", 4, 1, 0, false, null, 600, 4],
  ["an app that serves at once is as good as gated", 4, 1, 1, false, 0, 0, 1],
  ["an app that serves at once, with a wait", 4, 1, 1, false, 0, 10, 1],
  ["no wait lets every pod go, however short the start-up", 10, 1, 0, false, 1, 0, 10],
  ["waiting as long as the start-up is a second short", 10, 1, 0, false, 10, 10, 1],
  ["waiting a second longer holds the budget", 10, 1, 0, false, 10, 11, 0],
  ["waiting a second longer holds a budget of 2", 10, 3, 2, false, 45, 46, 2],
  ["waiting as long as the start-up, budget 2, 5 slots", 10, 3, 2, false, 45, 45, 7],
  ["start-up of two waits: two pods a slot", 10, 1, 1, false, 20, 10, 5],
  ["start-up just below two waits: one pod a slot", 10, 1, 1, false, 19, 10, 3],
  ["start-up of four waits: four pods a slot", 10, 1, 1, false, 40, 10, 9],
  ["start-up of five waits: no more than the replicas", 10, 1, 1, false, 50, 10, 10],
  ["the budget is capped before the slots are counted", 3, 0, 100, false, 1, 2, 3],
  ["a part of a second counts as a whole one", 10, 1, 0, false, 0.5, 1, 1],
  ["a part of a second above the wait", 10, 1, 0, false, 9.5, 10, 1],
  ["int32 limits do not lose precision", 2147483647, 2147483647, 0, false, 2147483647, 1, 2147483647],
];

describe("worstCaseOfRollingUpdate", () => {
  test.each(ROWS)(
    "%s",
    (_, replicas, maxSurge, maxUnavailable, gated, startupSeconds, minReadySeconds, worst) => {
      const input = { replicas, maxSurge, maxUnavailable, gated, startupSeconds, minReadySeconds };
      expect(worstCaseOfRollingUpdate(input)).toBe(worst);
    },
  );
});
