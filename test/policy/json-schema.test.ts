/** The published JSON Schema says what the tool does. `UPDATE_GOLDEN=1` writes it anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { DEFAULT_POLICY } from "../../src/policy/policy.js";
import { policyJsonSchema, policyJsonSchemaText } from "../../src/policy/policy-json-schema.js";
import { readPolicy } from "../../src/policy/read-policy.js";
import { DEFAULT_RELEASE } from "../../src/render/helm/values-set.js";
import { DEFAULT_TIMINGS } from "../../src/review/suggest/probe-timings.js";
import { MALFORMED, waiverPolicy } from "./malformed-policies.js";

const FILE = "docs/surefoot.schema.json";

interface Node {
  description?: string;
  default?: unknown;
  properties?: Record<string, Node>;
  items?: Node;
}

const schema = policyJsonSchema() as Node;
// Strict: a keyword that nobody knows is an error of ours.
const ajv = new Ajv({ strict: true, allowUnionTypes: true });
(addFormats as unknown as (ajv: Ajv) => void)(ajv);
const validate = ajv.compile(schema);

function keysOf(node: Node, path = ""): [string, Node][] {
  const own = Object.entries(node.properties ?? {}).flatMap(([key, value]): [string, Node][] => [
    [`${path}${key}`, value],
    ...keysOf(value, `${path}${key}.`),
  ]);
  return node.items === undefined ? own : [...own, ...keysOf(node.items, path)];
}

describe("the published schema", () => {
  it("is what the tool prints", () => {
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(FILE, policyJsonSchemaText());
    expect(readFileSync(FILE, "utf8")).toBe(policyJsonSchemaText());
  });

  it.each(keysOf(schema))("tells what %s is for", (_, { description }) => {
    expect(description).toMatch(/^[A-Z*].{10,}/);
  });

  it("tells the defaults that hold", () => {
    const defaults = Object.fromEntries(
      keysOf(schema).flatMap(([key, node]) => (node.default === undefined ? [] : [[key, node.default]])),
    );
    const { initialDelaySeconds: _, ...timings } = DEFAULT_TIMINGS;
    expect(defaults).toEqual({
      block: DEFAULT_POLICY.block,
      onError: DEFAULT_POLICY.onError,
      comments: DEFAULT_POLICY.comments,
      requirePreStop: DEFAULT_POLICY.requirePreStop,
      "paths.include": DEFAULT_POLICY.paths.include,
      "paths.exclude": DEFAULT_POLICY.paths.exclude,
      render: DEFAULT_POLICY.render,
      "render.values": [],
      "render.release": DEFAULT_RELEASE.name,
      "render.namespace": DEFAULT_RELEASE.namespace,
      waivers: DEFAULT_POLICY.waivers,
      ...Object.fromEntries(Object.entries(timings).map(([key, value]) => [`probe.${key}`, value])),
    });
  });
});

describe("an editor that goes by it", () => {
  it.each([
    "{}",
    "block: changed",
    "rules: { readiness-probe: off, planned-outage: error, worst-case: false }",
    "kubernetes: 1.34",
    'kubernetes: "1.30"',
    "kubernetes: 1.35.2",
    "worstCase: { max: 34% }",
    "worstCase: { max: 2 }",
    "_extends: .github",
    "_extends: acme/platform:policies/strict.yml",
    "render: [{ chart: ., values: [values-prod.yaml, envs/prod.yaml] }]",
    waiverPolicy({}),
    waiverPolicy({ path: "apps/**", workload: "Deployment/shop/batch-*", until: "2028-02-29" }),
  ])("takes what the tool takes: %s", (text) => {
    expect(readPolicy(text, "policy.yml").problems.filter(({ code }) => code === "policy")).toEqual([]);
    expect(validate(parse(text))).toBe(true);
  });

  // What is no YAML reaches no schema; a path that leads out of its repository, and a glob's parts, are beyond a pattern.
  const values = MALFORMED.filter(
    ([, text, expected]) =>
      !/YAML|this|second|anchor|wildcards|whole name/.test(expected) && !text.includes("../"),
  );

  it("marks what the tool refuses", () => {
    expect(values.length).toBeGreaterThan(30);
    const taken = values.filter(([, text]) => validate(parse(text, { logLevel: "silent" })));
    expect(taken.map(([what]) => what)).toEqual([]);
  });
});
