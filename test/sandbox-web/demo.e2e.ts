/** `npm run demo` as whoever starts it has it: the real App and the page, in headless Chromium. */
import { readFileSync } from "node:fs";
import type { Locator } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { type Demo, readManifest, startDemo } from "../../sandbox/demo/start-demo.js";
import { findObjects, readObjects } from "../../sandbox/git/read-objects.js";
import type { Access } from "../../sandbox/state/model.js";
import { type Browser, CHROMIUM, openBrowser, WHY_SKIPPED } from "./open-browser.js";

const SEED = readFileSync("test/fixtures/seed/to-be.yaml", "utf8");
const ORDERS = "k8s/orders.yaml";
const TEMPLATE = "charts/search/templates/deployment.yaml";
const ORDERS_PROBE = `          readinessProbe:
            httpGet:
              path: /healthz
              port: 8080
`;

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
    expect(await textAt("main", "k8s/web.yaml")).toBe(SEED);
    expect(browser!.faults).toEqual([]);
  });

  test("one press of a suggestion in the template of a chart, and its check is green", async () => {
    const page = await open("write");
    await page.goto(demo.chart?.url ?? "");
    await page.locator(check("failure")).waitFor();
    const place = page.locator("#conversation .thread");
    expect(await place.locator(".thread-place").allInnerTexts()).toEqual([`${TEMPLATE}:18`]);
    await place.getByRole("button", { name: "Commit suggestion" }).click();
    await page.locator(check("success")).waitFor();
    await place.and(page.locator("[data-resolved=true]")).waitFor();
    const { pull } = demo.chart ?? demo;
    expect(await textAt("search-6", TEMPLATE, pull)).toContain("readinessProbe:\n");
    expect(browser!.faults).toEqual([]);
  });

  test("the check is green by the suggestion alone, and Fix all is still there for what the diff does not show", async () => {
    const page = await open("write");
    await commitSuggestion();
    await page.locator(check("success")).waitFor();
    expect(await textAt("new-cluster", ORDERS)).not.toContain("readinessProbe:");
    await fixAll();
    await expect.poll(() => textAt("new-cluster", ORDERS)).toContain("readinessProbe:");
    await page.locator(check("success")).getByText("2 warnings").waitFor();
    expect(await leftOver()).toEqual(["k8s/reports.yaml", "k8s/uploads.yaml"]);
  });

  test("one press of Fix all, and nothing is left but what has no fix, or is its owners' choice", async () => {
    const page = await open("write");
    await page.locator(check("failure")).waitFor();
    const before = await textAt("new-cluster", ORDERS);
    await fixAll();
    await page.locator(check("success")).waitFor();
    await thread().and(page.locator("[data-resolved=true]")).waitFor();
    await page.locator("#merge button:enabled", { hasText: "Merge pull request" }).waitFor();
    expect(await textAt("new-cluster", "k8s/web.yaml")).toBe(SEED);
    expect(await textAt("new-cluster", ORDERS)).toBe(`${before}${ORDERS_PROBE}`);
    expect(await page.locator(".commit").allInnerTexts()).toContainEqual(
      expect.stringContaining("Add the missing readinessProbe to 2 containers, give pods time to end"),
    );
    const open_ = page.locator("#conversation .thread[data-resolved=false]");
    expect(await open_.locator(".thread-place").allInnerTexts()).toEqual([
      "k8s/reports.yaml:8",
      "k8s/uploads.yaml:18",
    ]);
    expect(await leftOver()).toEqual(["k8s/reports.yaml", "k8s/uploads.yaml"]);
    expect(await page.getByRole("button", { name: "Fix all" }).count()).toBe(0);
    expect(browser!.faults).toEqual([]);
  });

  test("commands are answered below the comment that asks, with reactions", async () => {
    const page = await open("write");
    await page.locator(check("failure")).waitFor();
    const help = await say("/surefoot help");
    expect(await help.innerText()).toContain("/surefoot explain <workload>");
    const explained = await say("/surefoot explain web");
    expect(await explained.locator("table").innerText()).toContain("3 of 3");
    const waiver = await say(
      "/surefoot waive manifest-shape reports until 2999-12-31 because it is not finished",
    );
    const edit = waiver.getByRole("link", { name: "Edit .github/surefoot.yml" });
    const policy = await fetch((await edit.getAttribute("href"))!);
    expect(await policy.text()).toContain("manifest-shape: warning");
    expect(await page.locator("#conversation .reaction").allInnerTexts()).toEqual(
      Array(3)
        .fill(["eyes by surefoot[bot]", "+1 by surefoot[bot]"])
        .flat()
        .map((words) => expect.stringContaining(words)),
    );
    expect(browser!.faults).toEqual([]);
  });

  test("/surefoot fix turns the check green, and asked again says that nothing is left to commit", async () => {
    const page = await open("write");
    await page.locator(check("failure")).waitFor();
    expect(await (await say("/surefoot fix")).innerText()).toMatch(
      /Committed [0-9a-f]{40}: 3 fixes in 3 files/,
    );
    await page.locator(check("success")).waitFor();
    await thread().and(page.locator("[data-resolved=true]")).waitFor();
    expect(await (await say("/surefoot fix")).innerText()).toContain("Nothing was committed");
    await page.locator("[data-reaction=confused]").waitFor();
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

  const fixAll = (): Promise<void> =>
    browser!.page.locator("#checks").getByRole("button", { name: "Fix all" }).click();

  /** Writes a comment; the App's answer to it. */
  async function say(words: string): Promise<Locator> {
    const comments = browser!.page.locator("#conversation [id^=issuecomment-]");
    const before = await comments.count();
    await browser!.page.getByLabel("Add a comment").fill(words);
    await browser!.page.locator("#new-comment button").click();
    const answer = comments.nth(before + 1);
    await answer.waitFor();
    // The second reaction comes after the answer.
    await comments.nth(before).locator(".reaction").nth(1).waitFor();
    return answer;
  }

  /** The files with annotations of the check that stands. */
  async function leftOver(): Promise<string[]> {
    await demo.settle();
    const places = browser!.page.locator("#checks .annotation .place");
    await browser!.page.locator("#checks summary").first().click();
    return (await places.allInnerTexts()).map((place) => place.replace(/:\d+$/, ""));
  }

  async function textAt(branch: string, path: string, { repository } = demo.pull): Promise<string> {
    const { git, branches } = repository;
    const [object] = await findObjects(git, [`${branches.get(branch)}:${path}`]);
    const [bytes] = await readObjects(git, [object!.oid]);
    return bytes!.toString("utf8");
  }
});
