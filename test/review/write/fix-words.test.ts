import { describe, expect, test } from "vitest";
import type { AdviceReason, Fix, FixOrigin } from "../../../src/review/findings/finding.js";
import { fixWords } from "../../../src/review/write/fix-words.js";

const advice = (origin: FixOrigin, reason: AdviceReason): Fix => ({
  ...{ origin, reason, confidence: "advice", text: "", probe: null, edits: [], caution: null },
});

describe("where a probe belongs that is not written at hand", () => {
  test.each<[AdviceReason, string]>([
    ["generated", "add where the file is made:"],
    ["compiled", "add in that source:"],
    ["rendered", "add where the container comes from:"],
    ["built", "add where the container comes from:"],
    ["vendored", "add where that chart is made:"],
    ["computed", "add where the container comes from:"],
    ["probe-by-values", "with the right values it should print:"],
    ["not-with-every-set", "add where the container comes from:"],
    ["json-patch", "add in the value of that operation:"],
    ["not-with-every-root", "add in a patch of this one:"],
    ["shared-lines", "add where it is right:"],
    ["beyond-limit", "add where the container comes from:"],
    ["not-judged", "add where the container comes from:"],
  ])("%s: only if the container listens on a port that nothing but its list speaks for", (reason, end) => {
    expect(fixWords(advice("tcp-port", reason))).toContain(
      ` If the container listens on this port, and only once it can serve, ${end}`,
    );
    const others = fixWords(advice("service-port", reason));
    expect(others).not.toContain("If the container listens");
    const place = end.replace(/^add (.*):$/, "$1, add:");
    expect(others.endsWith(` ${place.charAt(0).toUpperCase()}${place.slice(1)}`)).toBe(true);
  });
});
