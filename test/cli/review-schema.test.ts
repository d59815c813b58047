/**
 * The published JSON Schema of a review says what is printed. `UPDATE_GOLDEN=1` writes it anew. The golden reviews are held
 * against it where they are made, in test/plan-invariants.ts.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatJson } from "../../src/cli/formats/format-json.js";
import { reviewJsonSchema } from "../../src/cli/formats/review-json-schema.js";
import { deployment } from "./deployment.js";
import { planOf } from "./plan-of.js";
import { contractFaults, REVIEW_SCHEMA_FILE } from "./review-contract.js";
import { runSurefoot } from "./run-surefoot.js";

interface Node {
  description?: string;
  properties?: Record<string, Node>;
  items?: Node;
  anyOf?: Node[];
  definitions?: Record<string, Node>;
}

const schema = reviewJsonSchema() as Node;

/** Every key of the schema with what it says of it, by its own name. */
function keysOf(node: Node): [string, Node][] {
  const inner = [
    ...Object.values(node.definitions ?? {}),
    ...Object.values(node.properties ?? {}),
    ...(node.items === undefined ? [] : [node.items]),
    ...(node.anyOf ?? []),
  ];
  return [...Object.entries(node.properties ?? {}), ...inner.flatMap(keysOf)];
}

const keys = keysOf(schema);

describe("the published schema", () => {
  it("is what the types of the JSON are", () => {
    const text = `${JSON.stringify(schema, null, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(REVIEW_SCHEMA_FILE, text);
    expect(readFileSync(REVIEW_SCHEMA_FILE, "utf8")).toBe(text);
  });

  it("tells what every key is for, and the page names each", () => {
    const page = readFileSync("docs/json.md", "utf8");
    expect(keys.length).toBeGreaterThan(60);
    expect(keys.filter(([, { description }]) => !/^[A-Za-z0-9].{4,}\.$/.test(description ?? ""))).toEqual([]);
    const names = new Set(keys.map(([name]) => name));
    expect([...names].filter((name) => !new RegExp(`\`[^\`\n]*\\b${name}\\b`).test(page))).toEqual([]);
  });

  it("lets a later version print more, and is closed for the tests alone", () => {
    expect(JSON.stringify(schema)).not.toContain("additionalProperties");
  });
});

describe("what the command line prints", () => {
  const commands = [
    ["review", "--before", "samples/pull-request/before", "--after", "samples/pull-request/after"],
    ["review", "--before", "sandbox/sample/base", "--after", "sandbox/sample/head"],
    ["scan", "samples/pull-request/after"],
  ];

  it.each(commands)("%s %s %s %s %s keeps to it", async (...args) => {
    const { status, stdout } = await runSurefoot([...args, "--format", "json"]);
    expect(status).toBeLessThan(2);
    expect(JSON.parse(stdout).workloads).not.toEqual([]);
    expect(contractFaults(stdout)).toEqual([]);
  });
});

describe("what does not keep to it", () => {
  const { plan } = planOf({}, { "k8s/web.yaml": deployment("web") });
  const printed = JSON.parse(formatJson(plan));

  it.each([
    ["a key that is not named", { ...printed, version: 1 }, "additional properties"],
    [
      "such a key further in",
      {
        ...printed,
        workloads: [{ ...printed.workloads[0], after: { ...printed.workloads[0].after, x: 1 } }],
      },
      "additional properties",
    ],
    ["a key that is missing", { ...printed, title: undefined }, "required property 'title'"],
    ["a number that is none", { ...printed, problems: [{ code: "shape", line: "1" }] }, "must be integer"],
    ["a word that is not listed", { ...printed, conclusion: "green" }, "allowed values"],
    ["a line 0", { ...printed, findings: [{ ...printed.findings[0], line: 0 }] }, "must be >= 1"],
  ])("is told: %s", (_, document, fault) => {
    expect(contractFaults(JSON.stringify(printed))).toEqual([]);
    expect(contractFaults(JSON.stringify(document)).join("\n")).toContain(fault);
  });
});
