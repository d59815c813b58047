/** What the documents say of the Action is what it does. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const page = readFileSync("docs/action.md", "utf8");
const readme = readFileSync("README.md", "utf8");
const metadata = parse(readFileSync("action.yml", "utf8"));

/** The first cells of the page's table with that header. */
function firstCells(header: string): string[] {
  const [, table] = page.split(`| ${header} |\n`) as [string, string];
  const rows = (table.split("\n\n")[0] as string).trim().split("\n").slice(1);
  return rows.map((row) => (row.split("|")[1] as string).trim().replaceAll("`", ""));
}

function workflows(text: string): string[] {
  return [...text.matchAll(/```yaml\n(# \.github\/workflows\/surefoot\.yml\n[\s\S]*?)```/g)].map(
    ([, yaml]) => yaml as string,
  );
}

describe("the documents of the Action", () => {
  it("list its inputs and outputs", () => {
    expect(firstCells("input | default | meaning")).toEqual(Object.keys(metadata.inputs));
    expect(firstCells("output | meaning")).toEqual(Object.keys(metadata.outputs));
  });

  it("name the step whose outputs they read", () => {
    const read = [...page.matchAll(/steps\.([\w-]+)\.outputs\.(\w+)/g)];
    expect(read.length).toBeGreaterThan(0);
    for (const [, step, output] of read) {
      expect(page).toMatch(new RegExp(`- id: ${step}\\n +uses: surefoot-dev/surefoot@`));
      expect(Object.keys(metadata.outputs)).toContain(output);
    }
  });

  it("list every variable that a step must have", () => {
    const source = readFileSync("src/action/read-workflow.ts", "utf8");
    const [, needed] = /const NEEDED = \[([\s\S]*?)\]/.exec(source) as RegExpExecArray;
    const names = [...(needed as string).matchAll(/"(\w+)"/g)].map(([, name]) => name as string);
    expect(firstCells("variable | holds").sort()).toEqual(names.sort());
  });

  it("list every event that is reviewed", () => {
    const source = readFileSync("src/action/read-workflow.ts", "utf8");
    const events = [...source.matchAll(/case "(\w+)":/g)].map(([, name]) => name as string);
    expect(firstCells("event | what happens")).toEqual([...events, "any other"]);
  });

  it("show a workflow of five lines, and one in full, with the same two permissions", () => {
    const [short, ...others] = workflows(readme) as [string];
    expect(others).toEqual([]);
    // The first line is the file's name.
    expect(short.trim().split("\n").slice(1).length).toBeLessThanOrEqual(5);
    const [long] = workflows(page) as [string];
    for (const workflow of [parse(short), parse(long)]) {
      expect(workflow.permissions).toEqual({ contents: "read", "pull-requests": "write" });
      expect(workflow.jobs.surefoot.steps).toEqual([{ uses: "surefoot-dev/surefoot@v1" }]);
      expect(Array.isArray(workflow.on) ? workflow.on : Object.keys(workflow.on)).toEqual([
        "pull_request",
        "merge_group",
      ]);
    }
  });
});
