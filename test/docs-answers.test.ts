/** The table of what GitHub answers, in docs/maintaining.md, against what the App asks for and against the tests. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { schema } from "@octokit/graphql-schema";
import { describe, expect, it } from "vitest";

const page = readFileSync("docs/maintaining.md", "utf8");
const section = page.slice(page.indexOf("## What GitHub answers"), page.indexOf("## What grows old"));
const rows = section.split("\n").filter((line) => /^\| /.test(line) && !line.includes(" | held by |"));
const named = new Set([...section.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));

const sources = readdirSync("src/github", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(join("src/github", name), "utf8"));

const unique = (found: string[]): string[] => [...new Set(found)].sort();

describe("the table of what GitHub answers", () => {
  it("has a source and a test in each row", () => {
    expect(rows.length).toBeGreaterThan(40);
    for (const row of rows) {
      const cells = row.split(" | ");
      expect(cells, row).toHaveLength(6);
      expect(cells[4], row).toMatch(/\]\(https:|public tools|—/);
      expect(cells[5], row).toMatch(/\]\(\.\.\/test\//);
    }
  });

  it.each(
    rows.flatMap((row) =>
      [...row.matchAll(/\[([^\]]+)\]\(\.\.\/(test\/[^)]+)\)/g)].map(([, title, file]) => [title!, file!]),
    ),
  )("names a test that is there: %s (%s)", (title, file) => {
    const text = readFileSync(file, "utf8");
    // Some name a whole file.
    const isFile =
      /^(?:merge groups|permissions|commands|sweep|\*Fix all\*|the sandbox's|every request)/.test(title);
    if (!isFile) expect(text.includes(title), title).toBe(true);
  });

  const calls = sources.flatMap((text) =>
    [...text.matchAll(/"((?:GET|POST|PATCH|PUT|DELETE) \/[^"]+)"/g)].map(([, call]) => call!),
  );
  it.each(unique(calls))("has a row for %s", (call) => {
    expect(named.has(call), call).toBe(true);
  });

  const documents = sources.flatMap(
    (text) => text.match(/`[^`]*\b(?:query|mutation|fragment)\b[^`]*`|`\w+: \w+\([^`]*`/g) ?? [],
  );
  const fields = documents.flatMap((text) =>
    [...text.matchAll(/(\w+)\((?:\w+): /g)].map(([, field]) => field!),
  );
  // What else looks like one in a source is no field of GitHub's.
  it.each(unique(fields).filter((field) => schema.idl.includes(`\n  ${field}(`)))(
    "has a row for the field %s",
    (field) => {
      expect(named.has(field), field).toBe(true);
    },
  );
});
