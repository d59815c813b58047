import fc from "fast-check";
import { parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { commandLine, parseCommand } from "../../../src/github/answers/parse-command.js";
import { OWN_COMMENTS } from "../../../src/github/answers/replies.js";
import { gitHubSchema } from "../stand-in/graphql.js";

const waiver = (
  rule: string | null,
  workload: string | null,
  until: string | null,
  reason: string | null,
) => ({
  kind: "waive",
  waiver: { rule, workload, until, reason },
});

describe("a command", () => {
  it.each([
    ["/surefoot fix", { kind: "fix" }],
    ["\n\r\n  \n/surefoot fix  \r\nand thanks", { kind: "fix" }],
    ["/Surefoot Fix", { kind: "fix" }],
    ["/surefoot\treview", { kind: "review" }],
    ["/surefoot", { kind: "help" }],
    ["/surefoot help me", { kind: "help" }],
    ["/surefoot explain  Deployment/web ", { kind: "explain", workload: "Deployment/web" }],
    ["/surefoot explain `a b`", { kind: "explain", workload: "a b" }],
    ["/surefoot explain", { kind: "explain", workload: "" }],
    ["/surefoot fix everything", { kind: "unknown", word: "fix everything" }],
    ["/surefoot frobnicate", { kind: "unknown", word: "frobnicate" }],
    [
      "/surefoot waive readiness-gate `Deployment/web` until 2027-01-31 because it moves until then, because",
      waiver("readiness-gate", "Deployment/web", "2027-01-31", "it moves until then, because"),
    ],
    [
      "/surefoot waive readiness-gate web UNTIL 2027-01-31",
      waiver("readiness-gate", "web", "2027-01-31", null),
    ],
    ["/surefoot waive readiness-gate web because of it", waiver("readiness-gate", "web", null, "of it")],
    ["/surefoot waive until 2027-01-31 because of it", waiver(null, null, "2027-01-31", "of it")],
    ["/surefoot waive", waiver(null, null, null, null)],
  ])("is read out of %j", (body, command) => {
    expect(parseCommand(body)).toEqual(command);
  });

  it.each([
    "",
    "surefoot fix",
    " /surefoot fix",
    "> /surefoot fix",
    "    /surefoot fix",
    "/surefoots",
    "`/surefoot fix`",
    "<!-- -->\n/surefoot fix",
    "x /surefoot fix",
    "/surefoot-fix",
  ])("is not read out of %j", (body) =>
    expect([parseCommand(body), commandLine(body)]).toEqual([null, null]),
  );

  it("is read in no time out of any text whatsoever", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200 }),
        fc.constantFrom("", "/surefoot ", "/surefoot waive "),
        (text, begin) => {
          expect(() => parseCommand(begin + text)).not.toThrow();
        },
      ),
    );
    parseCommand(`/surefoot waive ${" until because".repeat(100_000)}`);
    parseCommand(`${" \t".repeat(1_000_000)}/surefoot fix`);
  });
});

it("asks for comments as GitHub's schema has it", () => {
  expect(validate(gitHubSchema(), parse(OWN_COMMENTS))).toEqual([]);
});
