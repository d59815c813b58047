import { describe, expect, test } from "vitest";
import { intOrPercentToPods, parseIntOrPercent, percentToPods } from "../../src/rollout/int-or-percent.js";

const ACCEPTED: [unknown, "int" | "percent", number][] = [
  [0, "int", 0],
  [1, "int", 1],
  [1.0, "int", 1],
  [2147483647, "int", 2147483647],
  ["0%", "percent", 0],
  ["25%", "percent", 25],
  ["025%", "percent", 25],
  ["100%", "percent", 100],
  ["101%", "percent", 101],
  ["2147483647%", "percent", 2147483647],
];

const REFUSED: [unknown, string][] = [
  ["1", 'is the text "1", but Kubernetes takes text only as digits followed by %: write 1 without quotes'],
  ["0", "write 0 without quotes"],
  ["12345678901234567890", "write the number without quotes"],
  ["", "whole digits followed by %"],
  ["%", "whole digits followed by %"],
  [" 25%", "whole digits followed by %"],
  ["25 %", "whole digits followed by %"],
  ["25%\n", "whole digits followed by %"],
  ["-1%", "whole digits followed by %"],
  ["+1%", "whole digits followed by %"],
  ["2.5%", "whole digits followed by %"],
  ["٢٥%", "whole digits followed by %"],
  ["urg", 'is the text "urg"'],
  ["2147483648%", "at most 2147483647% can be counted"],
  [`${"9".repeat(400)}%`, "can be counted"],
  [-1, "is -1, but a number of pods cannot be negative: 0 or more is allowed"],
  [-0.5, "pods come whole"],
  [1.5, "is 1.5, but pods come whole"],
  [Number.NaN, "pods come whole"],
  [Number.POSITIVE_INFINITY, "pods come whole"],
  [2147483648, "is 2147483648, but the field holds at most 2147483647"],
  [true, "is true, but a whole number of pods or a percentage"],
  [null, "is empty"],
  [undefined, "is empty"],
  [[1], "is a list"],
  [{ value: 1 }, "is a mapping"],
  [10n, "is 10"],
];

describe("parseIntOrPercent", () => {
  test.each(ACCEPTED)("accepts %j", (value, kind, amount) => {
    expect(parseIntOrPercent(value)).toEqual({ ok: true, kind, amount });
  });

  test.each(REFUSED)("refuses %s", (value, words) => {
    expect(parseIntOrPercent(value)).toEqual({ ok: false, message: expect.stringContaining(words) });
  });

  test("cuts a long text and escapes what is not for reading", () => {
    const long = parseIntOrPercent(`\u0007${"x".repeat(5000)}`);
    expect(!long.ok && long.message).toMatch(/^is the text "\\u0007x{38}…", but /);
    const faces = parseIntOrPercent("😀".repeat(50));
    expect(!faces.ok && faces.message).toContain(`"${"😀".repeat(39)}…"`);
  });
});

describe("percentToPods", () => {
  test.each([
    [0, 10, "up", 0],
    [1, 1, "up", 1],
    [1, 1, "down", 0],
    [34, 3, "up", 2],
    [34, 3, "down", 1],
    [100, 7, "down", 7],
    [100, 7, "up", 7],
    [99, 100, "up", 99],
    [200, 3, "up", 6],
    [55, 0, "up", 0],
    [7, 100, "up", 7],
    [29, 100, "down", 29],
    // 99999999 * 99999999 is beyond what a double counts one by one.
    [99999999, 99999999, "down", 99999998000000],
    [99999999, 99999999, "up", 99999998000001],
  ] as const)("%i%% of %i rounded %s is %i", (percent, total, rounding, pods) => {
    expect(percentToPods(percent, total, rounding)).toBe(pods);
  });
});

describe("intOrPercentToPods", () => {
  test("leaves a number of pods alone, whatever the total", () => {
    expect(intOrPercentToPods(123, 0, "down")).toBe(123);
  });

  test("refuses a share beyond int32, which the controller would wrap around", () => {
    expect(intOrPercentToPods("200%", 2 ** 30, "up")).toEqual({
      error: expect.stringContaining("2147483647 pods"),
    });
    expect(intOrPercentToPods("200%", 2 ** 30 - 1, "up")).toBe(2147483646);
  });
});
