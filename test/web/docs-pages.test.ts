import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { RULE_NAMES } from "../../src/policy/rule-names.js";
import { rulePage } from "../../src/review/circumstances.js";
import { loadDocsPages } from "../../src/web/docs-pages.js";
import type { WebPages } from "../../src/web/web-page.js";

const folder = mkdtempSync(join(tmpdir(), "surefoot-docs-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(files: Record<string, string>): WebPages {
  for (const [path, text] of Object.entries({ "README.md": "# Documentation\n", ...files })) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return loadDocsPages(folder);
}

function textOf(pages: WebPages, path: string): string {
  const page = pages.get(path);
  if (page?.kind === "redirect") return textOf(pages, new URL(page.to, `http://surefoot${path}`).pathname);
  if (page === undefined) return "";
  return typeof page.body === "function" ? page.body() : String(page.body);
}

const linksOf = (html: string): string[] => [...html.matchAll(/ href="([^"]*)"/g)].map(([, href]) => href!);

describe("the documentation of this project", () => {
  const pages = loadDocsPages();
  const written = [...pages].flatMap(([path, page]) =>
    page.kind === "content" && page.contentType.startsWith("text/html") ? [path] : [],
  );

  it("has the page that a comment links to, for every rule", () => {
    const docsUrl = "https://surefoot.example.com/docs";
    const wanted = RULE_NAMES.map((rule) => new URL(rulePage(rule, { docsUrl })).pathname);
    expect(wanted.filter((path) => !pages.has(path))).toEqual([]);
  });

  it("has every page of the folder, and the schemas that they name", () => {
    const files = readdirSync("docs", { recursive: true, encoding: "utf8" });
    const wanted = files.filter((path) => /\.(?:md|json)$/.test(path)).map((path) => `/docs/${path}`);
    expect(wanted.length).toBeGreaterThan(RULE_NAMES.length);
    expect(wanted.filter((path) => !pages.has(path))).toEqual([]);
    const schema = pages.get("/docs/surefoot.schema.json");
    expect(schema).toMatchObject({ contentType: "application/json; charset=utf-8" });
    expect(JSON.parse(textOf(pages, "/docs/surefoot.schema.json"))).toMatchObject({ type: "object" });
  });

  it("is listed whole on its first page, which other pages call README.md", () => {
    expect(pages.get("/docs/README.md")).toEqual({ kind: "redirect", to: "./" });
    const listed = linksOf(textOf(pages, "/docs/")).filter((href) => /^[^:]+\.md$/.test(href));
    expect(listed.map((href) => `/docs/${href}`).sort()).toEqual(
      written.filter((path) => path !== "/docs/").sort(),
    );
  });

  it("has every page that a document of the repository links to, with the heading", () => {
    const targets = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/\]\((docs\/[^)#]+\.(?:md|json))(?:#([^)]+))?\)/g)].map(
        ([, path, anchor]) => ({ path: `/${path}`, anchor }),
      ),
    );
    expect(targets.length).toBeGreaterThan(RULE_NAMES.length + 5);
    const lost = targets.filter(
      ({ path, anchor }) =>
        !pages.has(path) || (anchor !== undefined && !textOf(pages, path).includes(` id="${anchor}"`)),
    );
    expect(lost).toEqual([]);
  });

  it.each(written)("%s links to pages that are there, and loads nothing from elsewhere", (path) => {
    const html = textOf(pages, path);
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toMatch(/<title>[^<]+ · Surefoot<\/title>/);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).not.toMatch(/<(?:script|img|iframe|style|object)\b| src=| on\w+=| style=/);
    for (const href of linksOf(html)) {
      if (/^https?:/.test(href)) continue;
      const target = new URL(href, `http://surefoot${path}`);
      expect(pages.has(target.pathname), `${path} → ${href}`).toBe(true);
      if (target.hash !== "" && href !== "#main")
        expect(textOf(pages, target.pathname)).toContain(` id="${target.hash.slice(1)}"`);
    }
  });
});

describe("a page", () => {
  it("keeps links to its neighbours, and leads the others to the repository", () => {
    const pages = write({
      "policy.md":
        "# Policy\n\n[a](rules/a.md#what-it-says) [up](../README.md) [b](https://example.com/b.md) [c](#policy)",
      "rules/a.md":
        "# `a`\n\n## What it says\n\n[policy](../policy.md) [code](../../src/engine.ts) <b onclick=x>raw</b>\n\n<script>alert(1)</script>",
    });
    expect(linksOf(textOf(pages, "/docs/policy.md")).slice(4)).toEqual([
      "rules/a.md#what-it-says",
      "https://github.com/surefoot-dev/surefoot/blob/main/README.md",
      "https://example.com/b.md",
      "#policy",
    ]);
    const html = textOf(pages, "/docs/rules/a.md");
    expect(linksOf(html)).toEqual([
      ...["../icon.svg", "../style.css", "#main", "../"],
      ...["../policy.md", "https://github.com/surefoot-dev/surefoot/blob/main/src/engine.ts"],
    ]);
    expect(html).toContain('<h2 id="what-it-says">');
    expect(html).toContain("<title>a · Surefoot</title>");
    expect(html).not.toMatch(/script|onclick/);
  });

  it("has a link in place of a picture", () => {
    const html = textOf(
      write({ "pictures.md": "# Pictures\n\n![a comment](images/a.png)\n" }),
      "/docs/pictures.md",
    );
    const href = "https://github.com/surefoot-dev/surefoot/blob/main/docs/images/a.png";
    expect(html).toContain(`<p><a href="${href}">a comment</a></p>`);
  });

  it("shows a name that looks like HTML as what it is", () => {
    const html = textOf(write({ "names.md": '# `<i>"&`\n\n`<b>`' }), "/docs/names.md");
    expect(html).toContain("<title>&lt;i&gt;&quot;&amp; · Surefoot</title>");
    expect(html).not.toContain("<i>");
    expect(html).toContain("<code>&#x3C;b></code>");
  });

  it("is missing, with all the others, where there is no documentation, or none that lists it", () => {
    expect(loadDocsPages(join(folder, "nowhere"))).toEqual(new Map());
    write({ "rules/b.md": "# b\n" });
    expect(loadDocsPages(join(folder, "rules"))).toEqual(new Map());
  });
});
