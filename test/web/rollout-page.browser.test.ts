/** The rollout page as a reader has it: in headless Chromium, opened from the check of a real review. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startDemo } from "../../sandbox/demo/start-demo.js";
import { type Browser, CHROMIUM, openBrowser, WHY_SKIPPED } from "../sandbox-web/open-browser.js";
import { type ServedPages, servePages } from "./serve-pages.js";

const EXAMPLE = "#v=1&name=web&replicas=3&maxSurge=34%25&maxUnavailable=34%25&minReadySeconds=0";
const ALL_OUT = "3 of 3 pods can be out of service at once; the budget allows 1.";

describe.skipIf(CHROMIUM === null)(`the rollout page in a browser${WHY_SKIPPED}`, () => {
  let served: ServedPages;
  let browser: Browser | undefined;

  beforeAll(async () => {
    served = await servePages();
  });
  afterAll(() => served.close());
  afterEach(async () => {
    const faults = browser?.faults ?? [];
    await browser?.close();
    browser = undefined;
    served.requests.length = 0;
    expect(faults).toEqual([]);
  });

  async function open(
    fragment = EXAMPLE,
    options: { width?: number; scheme?: "dark"; javaScript?: boolean } = {},
  ): Promise<Browser["page"]> {
    browser = await openBrowser({ origin: served.origin, ...options });
    await browser.page.goto(`${served.origin}/rollout${fragment}`);
    return browser.page;
  }

  const inPage = <T>(code: string): Promise<T> => browser!.page.evaluate(code) as Promise<T>;
  const text = (id: string): Promise<string> => browser!.page.locator(`#${id}`).innerText();
  const fragment = (): string => new URL(browser!.page.url()).hash;
  const expectFragment = (part: string) => expect.poll(fragment, { timeout: 10_000 }).toContain(part);
  const widerThanWindow = () => inPage("document.documentElement.scrollWidth > innerWidth");
  /** How many points of a chart have one of the page's colours. */
  const pointsOf = (chart: "course" | "curve", name: string): Promise<number> =>
    inPage(`(() => {
      const canvas = document.getElementById("${chart}");
      const colour = getComputedStyle(canvas).getPropertyValue("--${name}").trim();
      const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      let points = 0;
      for (let at = 0; at < data.length; at += 4)
        if (data[at] === r && data[at + 1] === g && data[at + 2] === b && data[at + 3] === 255) points += 1;
      return points;
    })()`);

  test("the check of a real review leads to it, and it says what the review says", async () => {
    const demo = await startDemo();
    try {
      await demo.settle();
      const run = demo.pull.repository.runs.find(({ suite }) => suite.headSha === demo.pull.head.sha)!;
      const comments = demo.pull.threads.map(({ comments: [first] }) => first!.body);
      expect(comments.some((body) => body.includes(`](${run.detailsUrl})`))).toBe(true);
      const [, name, lost] = /^(\S+): (.*?) can be out of service/.exec(run.title!)!;
      browser = await openBrowser({ origin: new URL(run.detailsUrl).origin });
      await browser.page.goto(run.detailsUrl);
      expect(await text("whose")).toBe(`The rollout of ${name} over time`);
      expect(await text("worst-case")).toContain(`${lost} can be out of service at once`);
      expect(await pointsOf("course", "as-written")).toBeGreaterThan(200);
    } finally {
      await demo.close();
    }
  });

  test("tells no server its numbers, and asks for nothing once it is there", async () => {
    const page = await open();
    await page.getByLabel("replicas", { exact: true }).fill("8");
    await expectFragment("replicas=8");
    await page.locator("#moment").press("End");
    expect(served.requests.map(({ target }) => target).sort()).toEqual([
      "GET /rollout",
      ...["base.css", "icon.svg", "page.css", "page.js"].map((file) => `GET /rollout/${file}`),
    ]);
    for (const { target, headers } of served.requests)
      expect(`${target}\n${headers}`).not.toMatch(/replicas|name=|#|34%/);
  });

  test("changes with every setting, in words, charts, table and address, and leaves no trail of digits", async () => {
    const page = await open();
    const visits = await inPage("history.length");
    expect(await text("worst-case")).toBe(ALL_OUT);
    expect(await text("with-probe-words")).toContain("at the lowest 2 of 3 pods serve, for 30 s.");
    expect(await page.locator("#startup-assumed").isVisible()).toBe(true);
    const before = await pointsOf("curve", "as-written");

    await page.getByLabel("minReadySeconds").fill("10");
    await page.locator("#startupSeconds").fill("9");
    expect(await text("worst-case")).toBe(
      "1 of 3 pods can be out of service at once; the budget allows 1. It holds.",
    );
    expect(await text("break-even")).toContain("only if the app starts in at most 9 s.");
    expect(await text("course-startup")).toBe("9 s");
    expect(await page.locator("#startup-assumed").isVisible()).toBe(false);
    expect(await pointsOf("curve", "as-written")).not.toBe(before);
    await expectFragment("minReadySeconds=10&startupSeconds=9");
    await expect.poll(() => text("spoken")).toContain("Worst case 1 of 3.");

    await page.getByLabel("maxUnavailable").fill("0");
    await page.getByLabel("maxSurge").fill("1");
    await page.locator("#startup-slider").press("ArrowRight");
    expect(await page.locator("#startupSeconds").inputValue()).toBe("10");
    expect(await text("worst-case")).toBe(
      "1 of 3 pods can be out of service at once; the budget allows none.",
    );
    await page.getByText("The same as a table").first().click();
    const row = page.locator("#course-rows tr").first();
    expect(await row.innerText()).toMatch(/^0 s to 30 s\s+3\s+3$/);
    await page.getByLabel("Every serving container").check();
    expect(await text("worst-case")).toContain("No pod can be out of service");
    expect(await page.locator("[data-with-probe]").first().isVisible()).toBe(false);
    await expectFragment("maxSurge=1&maxUnavailable=0&minReadySeconds=10&startupSeconds=10&gated=true");
    expect(fragment()).toContain("name=web");
    expect(await inPage("history.length")).toBe(visits);
  });

  test("follows its address, there and back", async () => {
    const page = await open();
    await inPage(
      `location.hash = "${EXAMPLE.replace("replicas=3", "replicas=9").replace("name=web", "name=api")}"`,
    );
    await page.locator("h1", { hasText: "The rollout of api over time" }).waitFor();
    expect(await page.getByLabel("replicas", { exact: true }).inputValue()).toBe("9");
    await page.goBack();
    await page.locator("h1", { hasText: "The rollout of web over time" }).waitFor();
    expect(await page.getByLabel("replicas", { exact: true }).inputValue()).toBe("3");
    expect(await page.title()).toBe("Rollout of web · Surefoot");
  });

  test("says at its field what cannot be taken, and keeps what could", async () => {
    const page = await open();
    const field = page.getByLabel("maxSurge");
    await field.fill("1.5");
    expect(await text("maxSurge-error")).toBe(
      'maxSurge is 1.5, but pods come whole: a whole number of pods or a percentage such as "25%" is expected',
    );
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    expect(await page.locator("#stale").isVisible()).toBe(true);
    expect(await text("worst-case")).toBe(ALL_OUT);
    await expect.poll(() => text("spoken")).toContain("maxSurge is 1.5");
    expect(fragment()).toBe(EXAMPLE);
    await field.fill("0");
    await page.getByLabel("maxUnavailable").fill("0");
    expect(await text("maxUnavailable-error")).toContain("one must be above 0");
    await page.getByLabel("maxUnavailable").fill("1");
    for (const id of ["stale", "maxSurge-error", "maxUnavailable-error"])
      expect(await page.locator(`#${id}`).isVisible()).toBe(false);
    await expectFragment("maxSurge=0&maxUnavailable=1");
  });

  test("takes a hostile link for words: nothing of it runs, and what can be taken is shown", async () => {
    const page = await open(
      '#v=1&name=<img src=x onerror=alert(1)>&replicas=1e9&maxSurge=<script>alert(2)</script>&maxUnavailable=1&minReadySeconds=5&"><b>=1',
    );
    expect(await page.locator("#link-faults li").allInnerTexts()).toEqual([
      expect.stringMatching(/^name is the text "<img src=x onerror=alert\(1\)>", but only short names/),
      expect.stringMatching(/^replicas is the text "1e9", but a whole number from 1 to 1000/),
      expect.stringMatching(/^maxSurge is the text "<script>alert\(2\)<\/script>", but/),
      expect.stringMatching(/^the link has the text "\\"><b>", which this page does not know$/),
    ]);
    expect(await page.locator("main img, main script, main b").count()).toBe(0);
    expect(await page.getByLabel("minReadySeconds").inputValue()).toBe("5");
    expect(await text("whose")).toBe("A rollout over time");
    await page.getByLabel("replicas", { exact: true }).fill("4");
    expect(await page.locator("#link-faults").isVisible()).toBe(false);
  });

  test("skips to the text and keeps its settings, which stand in the address", async () => {
    const page = await open(EXAMPLE.replace("replicas=3", "replicas=7"));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await inPage("document.activeElement.id")).toBe("main");
    expect(await text("worst-case")).toContain("7 of 7 pods");
    expect(await page.locator("#link-faults").isVisible()).toBe(false);
    expect(fragment()).toContain("replicas=7");
    await page.keyboard.press("Tab");
    expect(await inPage("document.activeElement.id")).toBe("startupSeconds");
  });

  test("works by keyboard alone, every stop with a name and a frame around it", async () => {
    const page = await open();
    const stops: string[] = [];
    for (;;) {
      await page.keyboard.press("Tab");
      const [stop, framed] = await inPage<[string, boolean]>(`(() => {
        const { id, tagName, href } = document.activeElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        return [id || new URL(href ?? "x:" + tagName).pathname, outlineStyle !== "none" && outlineWidth !== "0px"];
      })()`);
      if (stop === "BODY" || stops.length > 30) break;
      expect(framed, stop).toBe(true);
      stops.push(stop);
      if (stop === "SUMMARY") await page.keyboard.press("Enter");
      if (stop === "replicas") await page.keyboard.press("ArrowUp");
      if (stop === "minReadySeconds") await page.keyboard.type("5");
      if (stop === "moment") await page.keyboard.press("ArrowRight");
    }
    expect(stops).toEqual([
      ...["skip", "/docs/", "startupSeconds", "startup-slider"],
      ...["replicas", "replicasBefore", "maxSurge", "maxUnavailable", "minReadySeconds", "gated", "SUMMARY"],
      ...["initialDelaySeconds", "periodSeconds", "successThreshold", "otherProbesSeconds"],
      ...["moment", "SUMMARY", "DIV", "SUMMARY", "DIV", "/docs/rollout-page.md", "/rollout/LICENSES.txt"],
    ]);
    await expectFragment("replicas=4");
    expect(await page.locator("#moment").getAttribute("aria-valuetext")).toMatch(/^From 5 s to /);
    expect(await text("moment-words")).toBe(await page.locator("#moment").getAttribute("aria-valuetext"));
  });

  test("who points at the chart reads what holds there", async () => {
    const page = await open(
      "#v=1&replicas=4&maxSurge=25%25&maxUnavailable=25%25&minReadySeconds=10&startupSeconds=30",
    );
    const box = (await page.locator("#course").boundingBox())!;
    await page.mouse.move(box.x + box.width - 20, box.y + box.height / 2);
    await expect.poll(() => text("moment-words")).toMatch(/^From 80 s on: as written 4 of 4 serve/);
    await page.mouse.move(box.x + box.width * 0.45, box.y + box.height / 2);
    await expect.poll(() => text("moment-words")).toMatch(/^From 30 s to 40 s: as written 2 of 4 serve/);
  });

  test.each([
    ["a phone", 360],
    ["a narrow one", 320],
    ["a window at 200 %", 590],
    ["a wide window", 1600],
  ])("on %s, %d pixels wide, nothing is wider than the window", async (_, width) => {
    const page = await open(EXAMPLE.replace("name=web", `name=${"long-name-".repeat(6)}x`), { width });
    for (const summary of await page.locator("summary").all()) await summary.click();
    expect(await widerThanWindow()).toBe(false);
    const inside = await inPage<number>(
      "Math.max(...[...document.querySelectorAll('main *')].filter((e) => !e.closest('.scroll, .spoken')).map((e) => e.getBoundingClientRect().right))",
    );
    expect(inside).toBeLessThanOrEqual(width);
  });

  test("is dark where the reader's system is, its charts too, as soon as that changes", async () => {
    const page = await open(EXAMPLE, { scheme: "dark" });
    const ground = () => inPage("getComputedStyle(document.body).backgroundColor");
    expect(await ground()).toBe("rgb(13, 17, 23)");
    expect(await pointsOf("course", "as-written")).toBeGreaterThan(200);
    expect(await pointsOf("course", "with-probe")).toBeGreaterThan(200);
    await page.emulateMedia({ colorScheme: "light" });
    expect(await ground()).toBe("rgb(255, 255, 255)");
    await expect.poll(() => pointsOf("course", "as-written")).toBeGreaterThan(200);
    expect(await pointsOf("curve", "as-written")).toBeGreaterThan(200);
  });

  test("moves nothing by itself", async () => {
    const page = await open();
    await page.getByLabel("replicas", { exact: true }).fill("40");
    const drawn = () => inPage("document.getElementById('course').toDataURL()");
    const first = await drawn();
    expect(await inPage("document.getAnimations().length")).toBe(0);
    await page.waitForTimeout(300);
    expect(await drawn()).toBe(first);
  });

  test("says in a sentence what it needs where there is no script", async () => {
    const page = await open(EXAMPLE, { javaScript: false });
    expect(await page.locator("main").innerText()).toContain("so it needs JavaScript");
    expect(await page.locator("form").isVisible()).toBe(false);
    expect(await page.locator("#settings").count()).toBe(1);
  });

  test.each([
    "replicas=1000&maxSurge=1&maxUnavailable=0&minReadySeconds=600&startupSeconds=3600",
    "replicas=1000&maxSurge=1&maxUnavailable=0&minReadySeconds=1&startupSeconds=3600",
    "replicas=1000&maxSurge=1000%25&maxUnavailable=100%25&minReadySeconds=0&startupSeconds=0",
    "replicas=1&maxSurge=1&maxUnavailable=0&minReadySeconds=0&startupSeconds=0",
    "replicas=1&maxSurge=0&maxUnavailable=1&minReadySeconds=600&startupSeconds=3600",
    "replicas=2&maxSurge=0%25&maxUnavailable=1%25&minReadySeconds=3&startupSeconds=7&gated=true",
  ])("draws %s", async (settings) => {
    const page = await open(`#v=1&${settings}`);
    expect(await page.locator("#link-faults").isVisible()).toBe(false);
    for (const chart of ["course", "curve"] as const)
      expect(await pointsOf(chart, "as-written"), chart).toBeGreaterThan(100);
    expect(await page.locator("#course-rows tr").count()).toBeLessThanOrEqual(200);
    expect(await page.locator("#curve-rows tr").count()).toBeLessThanOrEqual(200);
    if (await page.locator("#stretch").isVisible()) await page.locator("#stretch").selectOption("first");
    await page.locator("#moment").press("End");
    expect(await text("moment-words")).toMatch(/^From .* on: as written/);
    expect(await widerThanWindow()).toBe(false);
  });
});
