import { expect, test } from "vitest";
import { duration } from "../../src/web/browser/duration.js";

test.each([
  [0, "0 s"],
  [1, "1 s"],
  [90, "90 s"],
  [120, "120 s"],
  [121, "2 min 1 s"],
  [600, "10 min"],
  [3600, "1 h"],
  [3661, "1 h 1 min 1 s"],
  [86_400, "1 d"],
  [4_200_000, "48 d 14 h 40 min"],
])("%d seconds are %s", (seconds, words) => expect(duration(seconds)).toBe(words));
