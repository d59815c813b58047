import { describe, expect, it } from "vitest";
import { policyJsonSchemaText } from "../../src/policy/policy-json-schema.js";
import { temporaryFolder } from "../changeset/temporary-repository.js";
import { waiverPolicy } from "../policy/malformed-policies.js";
import { runSurefoot } from "./run-surefoot.js";

const FILE = ".github/surefoot.yml";

/** Runs `surefoot policy check` in a folder with that policy. */
function check(text: string, ...args: string[]) {
  return runSurefoot(["policy", "check", ...args], { cwd: temporaryFolder({ [FILE]: text }) });
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe("surefoot policy check", () => {
  it("says of a good policy that it is valid, with status 0", async () => {
    expect(await check("block: changed\n")).toEqual({
      status: 0,
      stdout: "✓ .github/surefoot.yml is valid\n",
      stderr: "",
    });
  });

  it("names every fault with path, line and column, what was found and what is allowed, with status 1", async () => {
    const run = await check("block: ever\nnodes: 0\n", FILE);
    expect(run.status).toBe(1);
    expect(run.stdout.split("\n")).toEqual([
      '.github/surefoot.yml:1:8 block is "ever"; allowed: regressions, changed, never',
      ".github/surefoot.yml:2:8 nodes is 0; allowed: a whole number of nodes, 1 or more",
      "✗ .github/surefoot.yml is not valid: 2 faults",
      "",
    ]);
  });

  it("says the same as JSON", async () => {
    const run = await check("block: ever\n", "--format", "json");
    expect(run.status).toBe(1);
    expect(JSON.parse(run.stdout)).toEqual({
      schema: "surefoot.policy/v1",
      path: FILE,
      valid: false,
      faults: [
        {
          code: "policy",
          line: 1,
          column: 8,
          message: 'block is "ever"; allowed: regressions, changed, never',
        },
      ],
      warnings: [],
    });
  });

  it.each([
    ["has ended", -1, /:2:5 warning: the waiver of readiness-gate for Deployment\/web ended on /],
    ["ends today", 0, /:2:5 warning: .* ends today, on /],
    ["ends in 14 days", 14, /:2:5 warning: .* ends in 14 days, on /],
    ["ends in 15 days", 15, null],
  ])("warns of a waiver only where it is about to end: one that %s", async (_, days, warning) => {
    const run = await check(waiverPolicy({ until: inDays(days) }));
    expect(run.status).toBe(0);
    if (warning === null) expect(run.stdout).toBe("✓ .github/surefoot.yml is valid\n");
    else expect(run.stdout).toMatch(warning);
  });

  it("says that it does not follow what a policy extends, and fails nothing for it", async () => {
    const run = await check("block: changed\n_extends: acme/platform\n");
    expect(run.status).toBe(0);
    expect(run.stdout).toContain(":2:11 warning: it extends “acme/platform”, which is read on GitHub only");
  });

  it("takes a file that is no text for a fault", async () => {
    const cwd = temporaryFolder({ "p.yml": "a\0b" });
    const run = await runSurefoot(["policy", "check", "p.yml"], { cwd });
    expect(run.status).toBe(1);
    expect(run.stdout).toContain("p.yml:1:1 the policy is not UTF-8 text; allowed: a text file");
  });

  it("lets no word of the file steer a terminal or a CI", async () => {
    const run = await check('block: "\\e[2Jx"\n? "\\n::error::y"\n: 1\n');
    expect(run.status).toBe(1);
    expect(run.stdout).not.toContain("\u001b[2J");
    expect(run.stdout).not.toMatch(/^\s*::/m);
  });

  it.each([
    [["policy", "check", "no-such.yml"], /the policy "no-such.yml" does not exist; name another file/],
    [["policy", "check", "."], /cannot be read \(EISDIR\); name a file/],
    [["policy"], /name what to do, check or schema/],
    [["policy", "chekc"], /name what to do, check or schema/],
    [["policy", "check", "--format", "sarif"], /Allowed choices are text, json/],
  ])("answers on one line with status 2 where it cannot read: %j", async (args, sentence) => {
    const run = await runSurefoot(args, { cwd: temporaryFolder() });
    expect([run.status, run.stdout]).toEqual([2, ""]);
    expect(run.stderr).toMatch(/^surefoot: [^\n]+\n$/);
    expect(run.stderr).toMatch(sentence);
  });
});

describe("surefoot policy schema", () => {
  it("prints the schema that is published", async () => {
    const run = await runSurefoot(["policy", "schema"]);
    expect(run).toEqual({ status: 0, stdout: policyJsonSchemaText(), stderr: "" });
  });
});
