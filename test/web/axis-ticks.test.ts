import { describe, expect, it, test } from "vitest";
import { podTicks, timeTick, timeTicks } from "../../src/web/browser/axis-ticks.js";

describe("moments on an axis", () => {
  it.each([
    [10, 6, ["0", "2 s", "4 s", "6 s", "8 s", "10 s"]],
    [31.8, 8, ["0", "5 s", "10 s", "15 s", "20 s", "25 s", "30 s"]],
    [31.8, 2, ["0", "30 s"]],
    [95, 8, ["0", "15 s", "30 s", "45 s", "60 s", "75 s", "90 s"]],
    [254, 6, ["0", "1 min", "2 min", "3 min", "4 min"]],
    [3600, 7, ["0", "10 min", "20 min", "30 min", "40 min", "50 min", "60 min"]],
    [31_800, 6, ["0", "2 h", "4 h", "6 h", "8 h"]],
    [4_452_000, 6, ["0", "10 d", "20 d", "30 d", "40 d", "50 d"]],
  ])("up to %d s, where %d have room, are round ones in one unit", (end, most, words) => {
    const ticks = timeTicks(end, most);
    expect(ticks.map((tick) => timeTick(tick, ticks[1]!))).toEqual(words);
  });
});

test.each([
  [0, 3, 6, [0, 1, 2, 3]],
  [0, 13, 6, [0, 5, 10]],
  [0, 1000, 6, [0, 200, 400, 600, 800, 1000]],
  [990, 1000, 6, [990, 992, 994, 996, 998, 1000]],
  [985, 1000, 4, [985, 990, 995, 1000]],
  [0, 1, 6, [0, 1]],
  [0, 3, 2, [0, 2]],
])("pods from %d to %d, where there is room for %d", (from, to, most, ticks) => {
  expect(podTicks(from, to, most)).toEqual(ticks);
});

test("however long an axis is, it has two marks at least and no more than have room", () => {
  for (let end = 10; end < 5e6; end = Math.ceil(end * 1.07)) {
    for (let most = 2; most < 14; most++) {
      const { length } = timeTicks(end, most);
      expect(length, `${end} s, ${most}`).toBeGreaterThanOrEqual(2);
      expect(length, `${end} s, ${most}`).toBeLessThanOrEqual(most);
    }
  }
});
