// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what a tool fills in is what is tested
import { describe, expect, it } from "vitest";
import { mayBeEqual } from "../../../src/workload/change/may-be-equal.js";

describe("whether two values may be the same once their placeholders are filled in", () => {
  it.each([
    ["a value beside one placeholder", "fast", "$CLASS", true],
    ["two placeholders", "${OLD}", "${NEW}", true],
    ["two of Jinja's", "@OLD@", "@NEW@", true],
    ["two with one sign", "@@OLD", "@@NEW", true],
    ["two in percent signs", "%OLD%", "%NEW%", true],
    ["two in braces", "x-{OLD}", "x-{NEW}", true],
    ["a number beside one", 3, "$(COUNT)", true],
    ["one in a longer text", "web-blue", "web-${COLOR}", true],
    ["the same placeholder with another end", "$APP-ledger", "$APP-books", false],
    ["the same placeholder in the middle", "x-$APP-ledger", "x-$APP-books", false],
    ["a placeholder that only begins alike", "$APP_A", "$APP_B", true],
    ["two values", "fast", "slow", false],
    ["a value beside none", null, "$CLASS", false],
    ["none beside none", null, undefined, true],
    ["a list with one entry more", ["$A"], ["$A", "$B"], false],
    ["lists by their entries", [{ name: "a" }], [{ name: "$A" }], true],
    ["a placeholder and a difference beside it", { a: "$A", b: "x" }, { a: "y", b: "z" }, false],
    ["a key more", { a: "$A" }, { a: "b", c: "d" }, false],
    ["a key that is filled in", { $KEY: "web" }, { app: "web" }, true],
    ["keys that are not", { name: "web" }, { app: "web" }, false],
  ])("%s", (_, left, right, expected) => {
    expect(mayBeEqual(left, right)).toBe(expected);
    expect(mayBeEqual(right, left)).toBe(expected);
  });
});
