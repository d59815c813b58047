/** Every relative link of a document leads to a file and a heading that exist, and every page can be found. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { anchorsOf, deadLinks, documentPaths } from "./documents.js";

const pages = documentPaths();

describe("links between the documents", () => {
  test("are looked for in every document", () => {
    expect(pages).toEqual(expect.arrayContaining(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"]));
    expect(pages).toEqual(expect.arrayContaining(["docs/rules/worst-case.md", "sandbox/README.md"]));
    expect(pages.filter((path) => /^(?:test|node_modules)\//.test(path))).toEqual([]);
  });

  test.each(pages)("%s links only to what exists", (page) => {
    expect(deadLinks(page)).toEqual([]);
  });

  test("lead from docs/README.md to every page of docs", () => {
    const text = readFileSync("docs/README.md", "utf8");
    const listed = [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => join("docs", target as string));
    const written = pages.filter((path) => path.startsWith("docs/") && path !== "docs/README.md");
    expect(written.filter((path) => !listed.includes(path))).toEqual([]);
  });

  test("lead to every picture that is kept", () => {
    const shown = pages.flatMap((page) =>
      [...readFileSync(page, "utf8").matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, target]) =>
        join(dirname(page), target as string),
      ),
    );
    expect(shown.filter((path) => !existsSync(path))).toEqual([]);
    const kept = readdirSync("docs/images").map((name) => `docs/images/${name}`);
    expect(kept.filter((path) => !shown.includes(path))).toEqual([]);
  });
});

describe("a dead link", () => {
  test("is one to no file, or to no heading", () => {
    const folder = mkdtempSync(join(tmpdir(), "surefoot-links-"));
    const page = join(folder, "a.md");
    const links =
      "[a](b.md#two-words) [b](b.md#other) [c](c.md) [d](#a) [e](#b) [f](https://example.com) [g][1]";
    writeFileSync(page, `# A\n\n${links}\n\n[1]: d.md\n\n\`\`\`\n[h](e.md)\n# B\n\`\`\`\n`);
    writeFileSync(join(folder, "b.md"), "# B\n\n## Two `words`\n");
    expect(deadLinks(page)).toEqual(["b.md#other", "c.md", "#b", "d.md"]);
    rmSync(folder, { recursive: true });
  });

  test("goes by the names that GitHub gives to headings", () => {
    const text = "# `surefoot/waive`\n\n## A, and [B](b.md)\n\n## Same\n\n## Same\n";
    expect(anchorsOf(text)).toEqual(["surefootwaive", "a-and-b", "same", "same-1"]);
  });
});
