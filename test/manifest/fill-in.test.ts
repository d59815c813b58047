import { expect, test } from "vitest";
import { isUnfilledQuantity, mayBecome } from "../../src/manifest/template-text.js";

test.each<[string, string, boolean]>([
  ["$APP-claim", "shop-claim", true],
  ["$APP-claim", "archive", false],
  ["$(APP)", "archive", true],
  ["archive-$(ZONE)", "archive-north", true],
  ["archive-$(ZONE)", "store-north", false],
  ["{{ .Name }}-cache", "archive", false],
  ["a$(X)b$(Y)c", "a-b-c", true],
  ["a$(X)b$(Y)c", "a-c-b", false],
  // Both ends need letters of their own.
  ["abc$(X)bcd", "abcd", false],
  ["@NAME@-logs", "shop-logs", true],
  ["(( grab name ))-logs", "shop", false],
  // Where it ends nobody knows.
  ["CHANGE_ME-logs", "archive", true],
  ["${APP-logs", "archive", true],
  ["archive", "archive", true],
  ["archive", "store", false],
  [`\${${"A".repeat(400)}}-logs`, "archive", true],
])("%j may become %j: %s", (text, name, may) => {
  expect(mayBecome(text, name)).toBe(may);
});

test.each<[unknown, boolean]>([
  ["claimsize", true],
  ["disk-size", true],
  ["VOLUME_SIZE", true],
  ["10gigs", false],
  ["lots1", false],
  ["unlimited", false],
  ["None", false],
  ["gigabytes", false],
  ["GiB", false],
  ["Mi", false],
  ["", false],
  [5, false],
])("a quantity %j is a word to be replaced: %s", (value, isWord) => {
  expect(isUnfilledQuantity(value)).toBe(isWord);
});
