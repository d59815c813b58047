/** The page about rendering shows a workflow for each program that is not run. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { GENERATOR_NAMES } from "../src/review/problems/other-generators.js";

const page = readFileSync("docs/rendering.md", "utf8");
const [, section = ""] = page.split("\n## Other generators\n");
const blocks = (kind: string) =>
  [...section.matchAll(/^```yaml (\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, word]) => word === kind)
    .map(([, , text]) => text as string);

describe("the page about rendering", () => {
  test("shows a step for each program that a review names, and for ytt", () => {
    const shown = [...section.matchAll(/^\*\*(\w+)\*\*/gm)].map(([, name]) => name as string);
    expect(blocks("step")).toHaveLength(shown.length);
    expect(shown.filter((name) => name !== "ytt").sort()).toEqual([...GENERATOR_NAMES].sort());
    expect(shown).toContain("ytt");
  });

  test("renders both sides in each of them, and compares what comes of it", () => {
    for (const block of blocks("step")) {
      const [{ run }] = parse(block) as [{ run: string }];
      expect(run).toMatch(/^for side in before after; do\n/);
      expect(run).toContain("rendered");
    }
    const [workflow] = blocks("workflow");
    const { permissions, jobs, on } = parse(workflow as string);
    expect([on, permissions]).toEqual(["pull_request", { contents: "read" }]);
    expect(JSON.stringify(jobs)).toContain("surefoot review --before before/rendered --after after/rendered");
  });
});
