/** `npm run demo` as whoever starts it has it: the real App and the page, in headless Chromium. */
import { readFileSync } from "node:fs";
import type { Locator } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { type Demo, readManifest, startDemo } from "../../sandbox/demo/start-demo.js";
import { findObjects, readObjects } from "../../sandbox/git/read-objects.js";
import type { Access } from "../../sandbox/state/model.js";
import { type Browser, CHROMIUM, openBrowser, WHY_SKIPPED } from "./open-browser.js";

// Milliseconds, for machines with more to do than this.
const PATIENCE = 120_000;

describe.skipIf(CHROMIUM === null)(`the demo in a browser${WHY_SKIPPED}`, () => {
  let demo: Demo;
  let browser: Browser | undefined;

  async function open(contents?: Access): Promise<Browser["page"]> {
    const manifest = await readManifest();
    const default_permissions = { ...manifest.default_permissions, ...(contents && { contents }) };
    demo = await startDemo({ manifest: { ...manifest, default_permissions } });
    browser = await openBrowser({ origin: new URL(demo.url).origin });
    browser.page.setDefaultTimeout(PATIENCE);
    await browser.page.goto(demo.url);
    await browser.page.locator("#live[data-state=live]").waitFor();
    return browser.page;
  }

  afterEach(async () => {
    await browser?.close();
    browser = undefined;
    await demo.close();
  });

  const check = (state: string): string => `[data-check=surefoot][data-state=${state}]`;
  const thread = (): Locator => browser!.page.locator("#conversation .thread", { hasText: "k8s/web.yaml" });
  const commitSuggestion = (): Promise<void> =>
    thread().getByRole("button", { name: "Commit suggestion" }).click();

  test("the review comes to an open page by itself, and the merge waits for the check", async () => {
    const page = await open();
    await page.locator(check("failure")).waitFor();
    await page.locator(".review > article table").waitFor();
    const table = await page.locator(".review > article table").first().innerText();
    expect(table).toMatch(/Deployment web\s.*3 of 3/);
    expect(await thread().locator(".suggestion .d2h-ins").allInnerTexts()).toContainEqual(
      expect.stringContaining("readinessProbe:"),
    );
    expect(await page.locator("#merge button", { hasText: "Merge pull request" }).isDisabled()).toBe(true);
    expect(browser!.faults).toEqual([]);
  });

  test("one press of Commit suggestion, and without a further one the thread is resolved, the check green, the merge open", async () => {
    const page = await open("write");
    await commitSuggestion();
    await page.locator(check("success")).waitFor();
    await thread().and(page.locator("[data-resolved=true]")).waitFor();
    expect(await page.locator("#conversation .review > article").count()).toBe(1);
    await page.locator("#merge button:enabled", { hasText: "Merge pull request" }).click();
    await page.locator("[data-state=merged].state").waitFor();
    expect(await textOnMain("k8s/web.yaml")).toBe(readFileSync("test/fixtures/seed/to-be.yaml", "utf8"));
    expect(browser!.faults).toEqual([]);
  });

  test("where the App may only read contents, its comment is folded as resolved instead", async () => {
    const page = await open("read");
    await commitSuggestion();
    await page.locator(check("success")).waitFor();
    await thread().getByText("This comment was marked as resolved.").waitFor();
    expect(await thread().getAttribute("data-resolved")).toBe("false");
    expect(browser!.faults).toEqual([]);
  });

  test("asked for again from the page, the check runs again and stays what it was", async () => {
    const page = await open();
    await page.locator(check("failure")).waitFor();
    await page.locator(check("failure")).getByRole("button", { name: "Re-run" }).click();
    const updates = (): number[] => demo.pull.repository.runs.map(({ updates }) => updates);
    await expect.poll(updates, { timeout: PATIENCE }).toEqual([1]);
    await demo.settle();
    expect(await page.locator(check("failure")).count()).toBe(1);
    expect(await page.locator("#conversation .review > article").count()).toBe(1);
  });

  async function textOnMain(path: string): Promise<string> {
    const { git, branches } = demo.pull.repository;
    const [object] = await findObjects(git, [`${branches.get("main")}:${path}`]);
    const [bytes] = await readObjects(git, [object!.oid]);
    return bytes!.toString("utf8");
  }
});
