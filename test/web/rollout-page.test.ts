import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { bundleRolloutPage } from "../../scripts/rollout-page/bundle-rollout-page.js";
import { COUNTS, LIMITS } from "../../src/rollout-link/rollout-settings.js";
import { PAGE_STYLE } from "../../src/web/page-style.js";
import {
  ASSET_FILES,
  loadRolloutAssets,
  type RolloutAssets,
  rolloutPages,
} from "../../src/web/rollout-page.js";
import { createRouter } from "../../src/web/router.js";

let assets: RolloutAssets;
beforeAll(async () => {
  assets = await bundleRolloutPage();
});

const ask = (path: string) => createRouter(rolloutPages(assets))({ method: "GET", path, headers: {} });
const html = (): string => ask("/rollout")!.body!.toString("utf8");

describe("the rollout page", () => {
  it("may run its own script and nothing else, and may ask nobody for anything", () => {
    const policy = ask("/rollout")!.headers["content-security-policy"]!.split("; ");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy.filter((rule) => /unsafe|connect-src|\*|https?:/.test(rule))).toEqual([]);
    expect(html()).not.toMatch(/<script(?![^>]* src=)| style=| on\w+=|<style|<iframe|<img/);
  });

  it("loads what is served beside it, and from nowhere else", () => {
    const loaded = [...html().matchAll(/<(?:link|script)\b[^>]*? (?:href|src)="([^"]+)"/g)].map(
      ([, url]) => url!,
    );
    expect(loaded).toHaveLength(4);
    for (const url of loaded) expect(ask(`/${url}`)?.status, url).toBe(200);
    expect(assets.style).not.toMatch(/url\(|@import/);
    expect(ask("/rollout/page.js")!.headers["content-type"]).toBe("text/javascript; charset=utf-8");
  });

  it("is found with a slash behind it too, wherever a proxy serves it", () => {
    expect(ask("/rollout/")).toMatchObject({ status: 308, headers: { location: "../rollout" } });
  });

  it("has an id but once, a label for each field, and a place for what is wrong with it", () => {
    const ids = [...html().matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const fields = [...html().matchAll(/<(?:input|select) (?:[^>]* )?id="([^"]+)"/g)].map(([, id]) => id!);
    for (const id of [...Object.keys(COUNTS), "maxSurge", "maxUnavailable"]) {
      expect(fields).toContain(id);
      expect(html()).toContain(`aria-describedby="${id}-hint ${id}-error"`);
      expect(ids).toContain(`${id}-error`);
    }
    const named = (id: string): boolean =>
      html().includes(`for="${id}"`) ||
      new RegExp(`id="${id}"[^>]* aria-label=|<label[^>]*><input[^>]* id="${id}"`).test(html());
    expect(fields.filter((id) => !named(id))).toEqual([]);
    for (const { least, most } of Object.values(COUNTS))
      expect(html()).toContain(`min="${least}" max="${most}"`);
  });

  it("says without a script what it needs", () => {
    expect(html()).toMatch(
      /<noscript><p[^>]*>This page computes everything in your browser, so it needs JavaScript/,
    );
    expect(html()).toContain('<div id="page" hidden>');
  });

  it("names the licences of what is in its script", () => {
    const text = ask("/rollout/LICENSES.txt")!.body!.toString("utf8");
    expect(text).toMatch(/^The rollout page's script is made of Surefoot, under the Apache License 2.0/);
    expect(text).toContain("chart.js 4.6.1 (MIT)");
    expect(html()).toContain('href="rollout/LICENSES.txt"');
  });

  it("is not there where it was not built", () => {
    expect(loadRolloutAssets()).toBeNull();
    expect(rolloutPages(null)).toEqual(new Map());
  });
});

test("its documentation tells the bounds of every setting", () => {
  const rows = readFileSync("docs/rollout-page.md", "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.slice(2).split(" | ") as [string, string, string]);
  const boundsOf = (name: string): (string | undefined)[] => {
    const [names, ...bounds] = rows.find(([cell]) => cell.split(", ").includes(name))!;
    const place = names.split(", ").indexOf(name);
    return bounds.slice(0, 2).map((list) => (names.includes(", ") ? list.split(", ")[place] : list));
  };
  const told: Partial<Record<string, string>> = {
    startupSeconds: "start-up time",
    replicasBefore: "`replicas` before",
    otherProbesSeconds: "other containers' probes",
  };
  for (const [field, { least, most }] of Object.entries(COUNTS))
    expect(boundsOf(told[field] ?? `\`${field}\``), field).toEqual([`${least}`, `${most}`]);
  for (const [field, { pods, percent }] of Object.entries(LIMITS))
    expect(boundsOf(`\`${field}\``), field).toEqual(["0", `${pods}, or ${percent}%`]);
});

describe("what the build leaves", () => {
  const folder = mkdtempSync(join(tmpdir(), "surefoot-rollout-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is read from its folder, or not at all where a part is missing", () => {
    writeFileSync(join(folder, ASSET_FILES.script), "script");
    writeFileSync(join(folder, ASSET_FILES.style), "style");
    expect(loadRolloutAssets(folder)).toBeNull();
    writeFileSync(join(folder, ASSET_FILES.licenses), "licences");
    expect(loadRolloutAssets(folder)).toEqual({ script: "script", style: "style", licenses: "licences" });
  });

  it("is the same for the same sources", async () => {
    expect(await bundleRolloutPage()).toEqual(assets);
  });

  it("is small, asks nobody and writes no HTML", () => {
    expect(assets.script.length).toBeLessThan(200_000);
    expect(assets.script).not.toMatch(
      /\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|EventSource|\beval\(|new Function/,
    );
    expect(assets.script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/);
  });
});

/** Colours by their names, in the light and in the dark. */
function coloursOf(style: string): Record<"light" | "dark", Record<string, string>> {
  const [light, dark] = style.split(/@media \(prefers-color-scheme: dark\)/) as [string, string];
  const read = (text: string) =>
    Object.fromEntries(
      [...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name, colour]),
    );
  return { light: read(light), dark: read(dark) };
}

/** WCAG 2.2: relative luminance and contrast ratio. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string): number => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

describe.each(["light", "dark"] as const)("in the %s", (mode) => {
  const base = coloursOf(PAGE_STYLE)[mode];

  test.each(["text", "faint", "link"])("words in the colour %s can be read", (name) => {
    for (const ground of ["page", "box"])
      expect(contrast(base[name]!, base[ground]!)).toBeGreaterThanOrEqual(4.5);
  });

  test("so can what is wrong, and lines and marks are told from the page", () => {
    const own = coloursOf(readFileSync("src/web/browser/page.css", "utf8"))[mode];
    expect(Object.keys(own).sort()).toEqual(["alarm", "as-written", "calm", "with-probe"]);
    expect(contrast(own.alarm!, base.page!)).toBeGreaterThanOrEqual(4.5);
    // Nothing makes them paler than they are.
    expect(assets.style).not.toContain("opacity");
    for (const colour of [...Object.values(own), base.faint!])
      expect(contrast(colour, base.page!)).toBeGreaterThanOrEqual(3);
  });
});

test("contrast is WCAG's", () => {
  expect(contrast("#ffffff", "#000000")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});
