import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readStartupSeconds, readWaiveLines } from "../../src/policy/object-annotations.js";
import { RULE_NAMES } from "../../src/policy/rule-names.js";

describe("surefoot/startup-seconds", () => {
  it.each([
    ["0", 0],
    ["45", 45],
    ["007", 7],
    ["2147483647", 2_147_483_647],
  ])("is a whole number of seconds: %s", (written, value) => {
    expect(readStartupSeconds(written)).toEqual({ ok: true, value });
  });

  it.each([
    [45, "45"],
    ["", '""'],
    ["-1", '"-1"'],
    ["1.5", '"1.5"'],
    ["45s", '"45s"'],
    [" 45", '" 45"'],
    ["1e3", '"1e3"'],
    ["2147483648", '"2147483648"'],
    ["9".repeat(400), `"${"9".repeat(78)}…`],
    [true, "true"],
    [["45"], '["45"]'],
  ])("is nothing else: %j", (written, found) => {
    const allowed = 'a whole number of seconds in quotes, such as "45"';
    expect(readStartupSeconds(written)).toEqual({ ok: false, fault: `is ${found}; allowed: ${allowed}` });
  });
});

describe("surefoot/waive", () => {
  const one = { rule: "readiness-gate", until: "2027-01-31", reason: "moves to jobs" };

  it.each([
    ["readiness-gate until 2027-01-31: moves to jobs", [one]],
    ["  readiness-gate  until\t2027-01-31 :moves to jobs \n", [one]],
    ["\n\nreadiness-gate until 2027-01-31: moves to jobs\r\n\r\n", [one]],
    [
      "readiness-gate until 2027-01-31: until the move: jobs: soon",
      [{ ...one, reason: "until the move: jobs: soon" }],
    ],
    [
      "readiness-gate until 2027-01-31: moves to jobs\nworst-case until 2028-02-29: why",
      [one, { rule: "worst-case", until: "2028-02-29", reason: "why" }],
    ],
    ["", []],
    [" \n ", []],
  ])("is a rule, a last day and a reason on each line: %j", (written, expected) => {
    expect(readWaiveLines(written).map(({ waiver }) => waiver)).toEqual(
      expected.map((value) => ({ ok: true, value })),
    );
  });

  const FORM = "<rule> until <last day>: <reason>, one a line";
  const DAY = "a day of the calendar such as 2027-01-31";
  const REASON = "words that say why, at most 500 characters";
  it.each([
    [true, `is true; allowed: text, ${FORM}`],
    ["readiness-gate", `has "readiness-gate"; allowed: ${FORM}`],
    ["readiness-gate until 2027-01-31", `has "readiness-gate until 2027-01-31"; allowed: ${FORM}`],
    ["readiness-gate 2027-01-31: why", `has "readiness-gate 2027-01-31: why"; allowed: ${FORM}`],
    ["gate until 2027-01-31: why", `has "gate" for the rule; allowed: ${RULE_NAMES.join(", ")}`],
    ["worst-case until 2027-02-29: why", `has "2027-02-29" for the last day; allowed: ${DAY}`],
    ["worst-case until never: why", `has "never" for the last day; allowed: ${DAY}`],
    ["worst-case until 2027-01-31:", `has "" for the reason; allowed: ${REASON}`],
    ["worst-case until 2027-01-31: \t", `has "" for the reason; allowed: ${REASON}`],
    [
      `worst-case until 2027-01-31: ${"x".repeat(501)}`,
      `has "${"x".repeat(78)}… for the reason; allowed: ${REASON}`,
    ],
  ])("says what was found and what is allowed: %j", (written, fault) => {
    expect(readWaiveLines(written).map(({ waiver }) => waiver)).toEqual([{ ok: false, fault }]);
  });

  it("loses no good line to a bad one", () => {
    const lines = readWaiveLines("nonsense\nreadiness-gate until 2027-01-31: moves to jobs");
    expect(lines.map(({ waiver }) => waiver.ok)).toEqual([false, true]);
  });

  it("reads fifty lines and says that there are more", () => {
    const lines = readWaiveLines(Array.from({ length: 60 }, (_, at) => `line ${at}`).join("\n"));
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)?.waiver).toEqual({
      ok: false,
      fault: "has 60 lines; allowed: at most 50, and no more are read",
    });
  });

  it("never throws, and is read in no time", () => {
    const piece = fc.constantFrom(
      "until",
      " ",
      "\t",
      ":",
      "\n",
      "worst-case",
      "2027-01-31",
      "x",
      "\r",
      "“",
      "\ud800",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(readWaiveLines(pieces.join("")).length).toBeLessThanOrEqual(pieces.length);
      }),
    );
    readWaiveLines(`a until ${" ".repeat(200_000)}`);
    readWaiveLines(`${"a".repeat(200_000)} until${"\t".repeat(200_000)}`);
  });
});
