/** The page as a reader has it: in headless Chromium, with the real engine's words on it. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FixturePullRequest, openFixture, sampleFiles, seedFiles } from "./fixture-pull-request.js";
import { HOSTILE_MARKDOWN, hostileView } from "./hostile.js";
import { type Browser, CHROMIUM, openBrowser, WHY_SKIPPED } from "./open-browser.js";
import { type ServedPage, servePage } from "./serve-page.js";

describe.skipIf(CHROMIUM === null)(`the page in a browser${WHY_SKIPPED}`, () => {
  let fixture: FixturePullRequest;
  let served: ServedPage;
  let browser: Browser;

  async function open(
    options: { width?: number; scheme?: "dark"; javaScript?: boolean } = {},
  ): Promise<void> {
    browser = await openBrowser({ origin: served.origin, ...options });
    await browser.page.goto(served.url);
    if (options.javaScript !== false) await browser.page.locator("#live[data-state=live]").waitFor();
  }

  const inPage = (code: string): Promise<unknown> => browser.page.evaluate(code);
  const openEverything = () =>
    inPage("for (const each of document.querySelectorAll('details')) each.open = true");
  const inConversation = (selector: string) => browser.page.locator(`#conversation ${selector}`);
  const commitButton = () => inConversation("button:has-text('Commit suggestion')");
  const commentField = () => browser.page.getByLabel("Add a comment");
  const focused = () => inPage("document.activeElement.id");
  const commitIsMade = () => expect.poll(() => fixture.view.commits.length).toBe(2);
  const mergeButton = () => browser.page.locator("#merge button", { hasText: "Merge pull request" });

  beforeEach(async () => {
    fixture = openFixture(await seedFiles());
    served = await servePage(fixture);
  });

  afterEach(async () => {
    await browser?.close();
    await served.close();
  });

  test("shows the review, the suggestion and the failing check, and asks nobody else for anything", async () => {
    await open();
    const { page } = browser;
    expect(await inConversation(".review > article table").innerText()).toContain("3 of 3");
    const added = await inConversation(".suggestion .d2h-ins .text").allInnerTexts();
    expect(added.map((line) => line.trim())).toContain("readinessProbe:");
    expect(await page.locator("[data-check=surefoot]").getAttribute("data-state")).toBe("failure");
    expect(await mergeButton().isDisabled()).toBe(true);
    expect(await page.locator("#merge").innerText()).toContain("The required check “surefoot” has failed.");
    expect(await page.locator("#files .thread").count()).toBe(1);
    expect(browser.faults).toEqual([]);
  });

  test("one press of Commit suggestion turns the check green and lets the merge button be pressed", async () => {
    await open();
    const { page } = browser;
    await commitButton().click();
    await page.locator("[data-check=surefoot][data-state=in_progress]").waitFor();
    expect(await mergeButton().isDisabled()).toBe(true);
    fixture.finishReview();
    await page.locator("[data-check=surefoot][data-state=success]").waitFor();
    expect(fixture.calls).toEqual([["commitSuggestion", 1000]]);
    expect(await inConversation(".commit").count()).toBe(2);
    expect(await inConversation(".thread").getAttribute("data-resolved")).toBe("true");
    expect(await inConversation(".thread > details").getAttribute("open")).toBeNull();
    expect(await page.locator("#files .d2h-ins", { hasText: "readinessProbe:" }).count()).toBe(1);
    expect(await page.locator("#announcement").innerText()).toBe("surefoot: success, can be merged");
    await mergeButton().click();
    await page.locator("[data-state=merged].state").waitFor();
    expect(browser.faults).toEqual([]);
  });

  test("the lines of a fixed thread can still be read where they were", async () => {
    await open();
    await commitButton().click();
    await commitIsMade();
    fixture.finishReview();
    await browser.page.locator("[data-check=surefoot][data-state=success]").waitFor();
    await inConversation(".thread > details > summary").click();
    expect(await inConversation(".thread > details > .diff-scroll").innerText()).toContain(
      "containerPort: 8000",
    );
    expect(await inConversation(".suggestion .d2h-ins").count()).toBe(8);
    expect(await inConversation(".suggestion").innerText()).toContain(
      "This suggestion has been applied or marked resolved.",
    );
    expect(await commitButton().isDisabled()).toBe(true);
  });

  test("what happens meanwhile takes nothing away: place, open parts, half a reply and the caret stay", async () => {
    await open();
    const { page } = browser;
    await inConversation(".review > article details summary").first().click();
    await inConversation(".reply > summary").click();
    const field = inConversation(".reply textarea");
    await field.fill("half a thought");
    await inPage("document.activeElement.setSelectionRange(4, 8)");
    const before = await field.boundingBox();
    fixture.change((view) => {
      view.commits.push(...view.commits, ...view.commits, ...view.commits);
      view.title = "Another title";
    });
    await page.locator("h1", { hasText: "Another title" }).waitFor();
    const after = await field.boundingBox();
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2);
    expect(await inConversation(".review > article details").first().getAttribute("open")).toBe("");
    expect(await field.inputValue()).toBe("half a thought");
    const caret = "(({ id, selectionStart, selectionEnd }) => [id, selectionStart, selectionEnd])";
    expect(await inPage(`${caret}(document.activeElement)`)).toEqual([
      expect.stringMatching(/^reply-conversation/),
      ...[4, 8],
    ]);
    expect(browser.faults).toEqual([]);
  });

  test("a reply is sent once, and its field is empty afterwards", async () => {
    await open();
    await inConversation(".reply > summary").click();
    await inConversation(".reply textarea").fill("Thanks **a lot**");
    await inConversation(".reply button").click();
    await inConversation(".comment strong:has-text('a lot')").waitFor();
    expect(fixture.calls).toEqual([["reply", fixture.view.threads[0]?.id, "Thanks **a lot**"]]);
    expect(await inConversation(".reply textarea").inputValue()).toBe("");
  });

  test("a comment is written, sent and seen with the keyboard alone", async () => {
    await open();
    const { page } = browser;
    for (let presses = 0; presses < 80 && (await focused()) !== "new-comment-body"; presses += 1)
      await page.keyboard.press("Tab");
    await page.keyboard.type("/surefoot help");
    await page.keyboard.press("Enter");
    await page.keyboard.type("and **more**");
    await page.keyboard.press("Tab");
    expect(await inPage("document.activeElement.textContent")).toBe("Comment");
    expect(await inPage("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
    await page.keyboard.press("Enter");
    await inConversation("[data-comment] strong:has-text('more')").waitFor();
    expect(fixture.calls).toEqual([["comment", "/surefoot help\nand **more**"]]);
    expect(await commentField().inputValue()).toBe("");
    await commentField().focus();
    await page.keyboard.type("again");
    await page.keyboard.press("Control+Enter");
    await inConversation("[data-comment]:has-text('again')").waitFor();
    await expect.poll(() => commentField().inputValue()).toBe("");
    expect(await focused()).toBe("new-comment-body");
    expect(fixture.calls).toHaveLength(2);
    expect(browser.faults).toEqual([]);
  });

  test("an answer comes to an open page by itself, while the next comment is being written", async () => {
    await open();
    const { page } = browser;
    await commentField().fill("half a thought");
    fixture.change(({ comments }) =>
      comments.push({
        ...{ id: 9_500, author: "surefoot[bot]", body: "> help\n\nAn *answer*" },
        ...{ createdAt: "2026-11-23T18:30:00Z", minimizedReason: null, reactions: [] },
      }),
    );
    await inConversation("#issuecomment-9500 em").waitFor();
    fixture.change(({ comments }) => comments[0]!.reactions.push({ content: "eyes", by: ["mona"] }));
    await page.locator("[data-reaction=eyes]").waitFor();
    expect(await commentField().inputValue()).toBe("half a thought");
    expect(await focused()).toBe("new-comment-body");
    expect(browser.faults).toEqual([]);
  });

  test("a comment that is refused is told in words, and what was written is still there", async () => {
    await open();
    const { page } = browser;
    await commentField().fill("/merge now");
    await page.getByRole("button", { name: "Comment", exact: true }).last().click();
    await page.getByRole("alert").getByText("This sandbox knows no such command.").waitFor();
    expect(await commentField().inputValue()).toBe("/merge now");
    expect(await inConversation("#issuecomment-9001").count()).toBe(0);
    await commentField().fill("   ");
    await commentField().press("Control+Enter");
    await page.getByRole("alert").getByText("A comment needs some words.").waitFor();
    expect(fixture.calls).toEqual([["comment", "/merge now"]]);
    // Chromium tells of each answer that refuses.
    expect(browser.faults.filter((fault) => !fault.includes("422"))).toEqual([]);
  });

  test("a hostile comment is text, wherever it was typed", async () => {
    await open();
    await commentField().fill(HOSTILE_MARKDOWN);
    await commentField().press("Control+Enter");
    await inConversation("#issuecomment-9001").waitFor();
    await openEverything();
    await browser.page.waitForTimeout(200);
    expect(await inPage("'hacked' in globalThis")).toBe(false);
    expect(await inConversation("#issuecomment-9001").innerText()).toContain("<script>");
    const stray = "#issuecomment-9001 :is(script, img, iframe, style, form, button, base, meta, [onerror])";
    expect(await browser.page.locator(stray).count()).toBe(0);
    expect(await browser.page.locator("#main, #notice").count()).toBe(2);
    expect(browser.faults).toEqual([]);
  });

  test("a refusal stands on the page in words, until it is dismissed", async () => {
    await open();
    const { page } = browser;
    await page.getByRole("button", { name: "Fix all" }).click();
    await page.getByRole("alert").getByText("This App has no button that fixes all.").waitFor();
    fixture.change((view) => Object.assign(view, { title: "Another title" }));
    await page.locator("h1", { hasText: "Another title" }).waitFor();
    expect(await page.locator("#notice").isVisible()).toBe(true);
    await page.getByRole("button", { name: "Dismiss" }).click();
    expect(await page.locator("#notice").isVisible()).toBe(false);
  });

  test("everything can be done with the keyboard, and the focus is seen and never lost", async () => {
    await open();
    const { page } = browser;
    for (let presses = 0; presses < 80; presses += 1) {
      await page.keyboard.press("Tab");
      if ((await inPage("document.activeElement.textContent")) === "Commit suggestion") break;
    }
    expect(await inPage("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
    await page.keyboard.press("Enter");
    await commitIsMade();
    fixture.finishReview();
    await page.locator("[data-check=surefoot][data-state=success]").waitFor();
    expect(await inPage("document.activeElement.closest('[data-thread]') !== null")).toBe(true);
  });

  test("hostile names stay text: nothing runs, nothing is asked for, no part of the page goes missing", async () => {
    fixture.change((view) => Object.assign(view, hostileView(view)));
    await open();
    const { page } = browser;
    await openEverything();
    await page.waitForTimeout(200);
    expect(await inPage("'hacked' in globalThis")).toBe(false);
    expect(await page.locator("main, #merge, #files, #checks").count()).toBe(4);
    expect(await page.locator("h1").innerText()).toContain("<script>");
    expect(await page.locator("main script, main img, main iframe, main style, main [onerror]").count()).toBe(
      0,
    );
    // No fault also means that the policy of the page had nothing to stop.
    expect(browser.faults).toEqual([]);
  });

  test("without a script buttons work too, and a refusal is told", async () => {
    await open({ javaScript: false });
    const { page } = browser;
    await page.getByRole("button", { name: "Fix all" }).click();
    expect(await page.getByRole("alert").innerText()).toContain("This App has no button that fixes all.");
    await commentField().fill("Thanks");
    await page.locator("#new-comment button").click();
    await page.locator("#issuecomment-9002", { hasText: "Thanks" }).waitFor();
    await commitButton().click();
    await commitIsMade();
    expect(page.url()).toBe(served.url);
    fixture.finishReview();
    const state = async (): Promise<string | null> => {
      await page.reload();
      return page.locator("[data-check]").getAttribute("data-state");
    };
    await expect.poll(state).toBe("success");
  });

  test("what happens between the page and its listening is not missed", async () => {
    browser = await openBrowser({ origin: served.origin });
    const { page } = browser;
    await page.route("**/events", async (route) => {
      fixture.change((view) => Object.assign(view, { title: "Another title" }));
      await route.continue();
    });
    await page.goto(served.url);
    await page.locator("h1", { hasText: "Another title" }).waitFor({ timeout: 20_000 });
    expect(browser.faults).toEqual([]);
  });

  test("a page that lost its server says so, and catches up when it is back", async () => {
    await open();
    const { page } = browser;
    const { port } = new URL(served.origin);
    await served.close();
    await page.locator("#live[data-state=away]").waitFor();
    await page.getByRole("button", { name: "Re-run" }).click();
    await page.getByRole("alert").getByText("The sandbox does not answer. Is it still running?").waitFor();
    fixture.change((view) => Object.assign(view, { title: "Another title" }));
    served = await servePage(fixture, Number(port));
    await page.locator("h1", { hasText: "Another title" }).waitFor();
    expect(await page.locator("#live").innerText()).toBe("Live");
  });

  test.each([320, 375, 768])("at %i pixels nothing is wider than the window", async (width) => {
    await served.close();
    const names = ["two-containers-none-gated", "grpc-beside-http", "no-hunk-line-for-the-insertion"];
    fixture = openFixture([...(await seedFiles()), ...(await sampleFiles(names))]);
    const [long, author] = ["x".repeat(300), "y".repeat(100)];
    const comment = {
      id: 9_000,
      author,
      body: long,
      createdAt: "2026-11-23T18:25:00Z",
      minimizedReason: null,
    };
    const reactions = [{ content: long, by: [author] }];
    const comments = [
      { ...comment, reactions },
      { ...comment, id: 9_001, minimizedReason: long, reactions },
    ];
    fixture.change((view) => Object.assign(view, { title: long, author, comments }));
    served = await servePage(fixture);
    await open({ width });
    await openEverything();
    expect(await inPage("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
  });

  test("it is dark where the reader's system is", async () => {
    await open({ scheme: "dark" });
    const colours =
      "(({ backgroundColor, color }) => [backgroundColor, color])(getComputedStyle(document.body))";
    expect(await inPage(colours)).toEqual(["rgb(13, 17, 23)", "rgb(240, 246, 252)"]);
  });
});
