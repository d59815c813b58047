/** The document as text: its structure, and that no text of a stranger becomes anything but text. */
import type { Element, Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { beforeAll, describe, expect, test } from "vitest";
import { missingDocument, pullRequestDocument } from "../../sandbox/web/document.js";
import { textOf } from "../../sandbox/web/html.js";
import type { PullRequestView } from "../../sandbox/web/pull-request-view.js";
import { openFixture, sampleFiles, seedFiles } from "./fixture-pull-request.js";
import { HOSTILE, hostileView } from "./hostile.js";

function elements(node: Root | Element): Element[] {
  const own = node.type === "element" ? [node] : [];
  return [...own, ...node.children.flatMap((child) => (child.type === "element" ? elements(child) : []))];
}

/** Every element of the document, as a browser would understand its text. */
function read(view: PullRequestView, notice: string | null = null): Element[] {
  return elements(fromHtml(pullRequestDocument(view, notice)));
}

const named = (all: readonly Element[], tag: string) => all.filter(({ tagName }) => tagName === tag);
const classed = (all: readonly Element[], name: string) =>
  all.filter(({ properties }) => [properties.className].flat().includes(name));
const words = (list: readonly Element[]) =>
  list.map((element) => textOf(element).replace(/\s+/g, " ").trim());

let seed: PullRequestView;
let samples: PullRequestView;

beforeAll(async () => {
  seed = openFixture(await seedFiles()).view;
  const names = ["two-containers-none-gated", "grpc-beside-http", "no-hunk-line-for-the-insertion", "crlf"];
  samples = openFixture([...(await seedFiles()), ...(await sampleFiles(names))]).view;
});

/** The seed's pull request with something else about it. */
function seedWith(change: (view: PullRequestView) => void): Element[] {
  const view = structuredClone(seed);
  change(view);
  return read(view);
}

describe("the document", () => {
  test("has a title, one h1, one main, and headings that leave out no level", () => {
    const all = read(samples);
    expect(words(named(all, "title"))).toEqual([
      "Move the shop to the new cluster · Pull request #7 · octo-org/shop",
    ]);
    expect(named(all, "main")).toHaveLength(1);
    expect(words(named(all, "h1"))).toEqual(["Move the shop to the new cluster #7"]);
    expect(words(named(all, "h2"))).toEqual([
      "Some checks were not successful",
      "Merging is blocked",
      "Add a comment",
      "Files changed",
    ]);
  });

  test("gives every id once, and every link on the page leads to one", () => {
    const all = read(samples);
    const ids = all.flatMap(({ properties }) => (properties.id === undefined ? [] : [String(properties.id)]));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const targets = named(all, "a").flatMap(
      ({ properties }) => String(properties.href ?? "").match(/^#(.+)/)?.[1] ?? [],
    );
    expect(targets.length).toBeGreaterThan(5);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });

  test("names every field, every table of a diff and every button", () => {
    const all = read(samples);
    const labelled = new Set(named(all, "label").map(({ properties }) => String(properties.htmlFor)));
    expect(named(all, "textarea").filter(({ properties }) => !labelled.has(String(properties.id)))).toEqual(
      [],
    );
    expect(classed(all, "diff").filter(({ properties }) => !properties.ariaLabel)).toEqual([]);
    expect(words(named(all, "button")).filter((text) => text === "")).toEqual([]);
  });

  test("asks only its own server for what it needs", () => {
    const asked = read(samples)
      .filter(({ tagName }) => tagName !== "a")
      .flatMap(({ properties: { src, href } }) => [src, href].filter((value) => value !== undefined));
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((url) => !String(url).startsWith("/-/assets/"))).toEqual([]);
  });

  test("says so where there is no pull request", () => {
    const all = elements(fromHtml(missingDocument()));
    expect(words(named(all, "h1"))).toEqual(["There is no such pull request here."]);
  });
});

describe("hostile text", () => {
  test("adds no element and no attribute that could run, load or send anything", () => {
    const all = read(hostileView(seed), HOSTILE);
    const tags = new Set(all.map(({ tagName }) => tagName));
    for (const tag of ["img", "iframe", "style", "base", "math", "object", "embed", "picture", "video"])
      expect(tags).not.toContain(tag);
    expect(named(all, "script")).toHaveLength(1);
    expect(named(all, "meta").filter(({ properties }) => properties.httpEquiv)).toEqual([]);
    expect(
      all
        .flatMap(({ properties }) => Object.keys(properties))
        .filter((name) => /^on|^style$|^srcDoc$|^formAction$/i.test(name)),
    ).toEqual([]);
    const addresses = named(all, "a").map(({ properties }) => String(properties.href ?? "#"));
    expect(addresses.filter((href) => !/^(?:https:|#)/.test(href))).toEqual([]);
    const forms = named(all, "form").map(({ properties }) => String(properties.action));
    expect(forms.filter((action) => !action.startsWith("/octo-org/shop/pull/7/"))).toEqual([]);
  });

  test("stands on the page to the letter", () => {
    const all = read(hostileView(seed), HOSTILE);
    expect(words(named(all, "h1"))).toEqual([`${HOSTILE} #7`]);
    expect(words(classed(all, "notice-text"))).toEqual([HOSTILE]);
    expect(words(classed(all, "commit-message"))).toEqual([HOSTILE]);
    expect(words(classed(all, "text"))).toContain(HOSTILE);
    const id = all.find(({ properties }) => String(properties.id).startsWith("thread-"))?.properties.id;
    expect(id).toMatch(/^[\w-]+$/);
  });

  test("of an owner's name stays inside the address of a form", () => {
    const all = seedWith((view) => Object.assign(view, { owner: '"><x', repo: "a/../b?c#d" }));
    const [form] = named(all, "form");
    expect(form?.properties.action).toBe("/%22%3E%3Cx/a%2F..%2Fb%3Fc%23d/pull/7/commit-suggestion");
  });
});

describe("checks and merge", () => {
  const checkWith = (change: object) => seedWith(({ checks }) => Object.assign(checks[0]!, change));
  const state = (all: readonly Element[]) =>
    classed(all, "check").map(({ properties }) => properties.dataState);

  test.each([
    ["queued", null, "queued", "Waiting", "Some checks haven’t completed yet"],
    ["in_progress", null, "in_progress", "In progress", "Some checks haven’t completed yet"],
    ["completed", "success", "success", "Successful", "All checks have passed"],
    ["completed", "neutral", "neutral", "Neutral", "All checks have passed"],
    ["completed", "skipped", "skipped", "Skipped", "All checks have passed"],
    ["completed", "failure", "failure", "Failing", "Some checks were not successful"],
    ["completed", "timed_out", "timed_out", "Timed out", "Some checks were not successful"],
    ["completed", "action_required", "action_required", "Action required", "Some checks were not successful"],
  ])("%s with %s is shown as %s", (status, conclusion, expected, word, headline) => {
    const all = checkWith({ status, conclusion });
    expect(state(all)).toEqual([expected]);
    expect(words(classed(all, "check-state"))).toEqual([word === "Waiting" ? "Queued" : word]);
    expect(words(named(all, "h2"))[0]).toBe(headline);
  });

  test("no check yet is waited for", () => {
    const all = seedWith((view) => Object.assign(view, { checks: [] }));
    expect(words(named(all, "h2"))[0]).toBe("Waiting for checks");
  });

  test("a check lists its annotations with links to lines that the page shows, and bare places otherwise", () => {
    const [here] = seed.checks[0]!.annotations;
    const all = checkWith({
      annotations: [here, { ...here, path: "elsewhere.yaml", startLine: 3, endLine: 9 }],
    });
    const [first, second] = classed(all, "annotation") as [Element, Element];
    expect(named(elements(first), "a")).toHaveLength(1);
    expect(named(elements(second), "a")).toHaveLength(0);
    expect(words([second])[0]).toContain("elsewhere.yaml:3 to 9");
  });

  test("a check that runs cannot be run again", () => {
    const buttons = (change: object) => words(classed(checkWith(change), "check-actions"));
    expect(buttons({})).toEqual(["Fix allRe-run"]);
    expect(buttons({ status: "in_progress", conclusion: null, actions: [] })).toEqual([""]);
  });

  const mergeButton = (all: readonly Element[]) =>
    named(all, "button").find((each) => textOf(each) === "Merge pull request");

  test("the merge button is disabled with its reason, or enabled", () => {
    const blocked = read(seed);
    expect(mergeButton(blocked)?.properties.disabled).toBe(true);
    const reason = blocked.find(
      ({ properties }) => properties.id === mergeButton(blocked)?.properties.ariaDescribedBy?.toString(),
    );
    expect(words([reason!])).toEqual(["The required check “surefoot” has failed."]);
    const allowed = seedWith((view) => Object.assign(view, { merge: { allowed: true, reason: "" } }));
    expect(mergeButton(allowed)?.properties.disabled).toBeUndefined();
  });

  test.each(["merged", "closed"] as const)("a %s pull request has no merge button", (state) => {
    const all = seedWith((view) => Object.assign(view, { state }));
    expect(mergeButton(all)).toBeUndefined();
    expect(classed(all, "state").map(({ properties }) => properties.dataState)).toEqual([state]);
  });

  test("a draft can be marked as ready", () => {
    const all = seedWith((view) => Object.assign(view, { draft: true }));
    expect(words(named(all, "button"))).toContain("Ready for review");
    expect(words(classed(all, "state"))).toEqual(["Draft"]);
  });
});

describe("threads", () => {
  const threadWith = (change: object) => seedWith(({ threads }) => Object.assign(threads[0]!, change));
  const threads = (all: readonly Element[]) => classed(all, "thread");
  const isFolded = (thread: Element) =>
    thread.children.some((child) => child.type === "element" && child.tagName === "details");

  test("stand below their review and again at their line", () => {
    const all = threads(read(seed));
    expect(all.map((thread) => [thread.properties.dataPlace, isFolded(thread)])).toEqual([
      ["conversation", false],
      ["files", false],
    ]);
    const numbers = words(classed(elements(all[0]!), "number")).filter((text) => text !== "");
    expect(numbers.slice(0, 4)).toEqual(["22", "23", "24", "25"]);
  });

  test("a suggestion is shown as what it adds to the line, with its button", () => {
    const [suggestion] = classed(read(seed), "suggestion");
    const all = elements(suggestion!);
    expect(classed(all, "d2h-cntx")).toHaveLength(1);
    expect(classed(all, "d2h-del")).toHaveLength(0);
    expect(words(classed(all, "d2h-ins"))[0]).toMatch(/readinessProbe:$/);
    expect(named(all, "button")[0]?.properties.disabled).toBeUndefined();
  });

  test.each([
    [{ isResolved: true }, "This suggestion has been applied or marked resolved."],
    [{ isOutdated: true, line: null }, "Outdated suggestions cannot be applied."],
    [{ side: "LEFT" }, "Applying suggestions on deleted lines is not supported."],
    [{}, "Suggestion cannot be applied right now. Please check back later."],
  ])("a suggestion that cannot be committed says why: %o", (change, why) => {
    const [comment] = seed.threads[0]!.comments;
    const all = threadWith({ ...change, comments: [{ ...comment, committable: false }] });
    const [suggestion] = classed(all, "suggestion");
    expect(words([suggestion!])[0]).toContain(why);
    expect(named(elements(suggestion!), "button")[0]?.properties.disabled).toBe(true);
  });

  test("an outdated one is folded, keeps its old lines, and stands no longer among the files", () => {
    const all = threads(threadWith({ isOutdated: true, line: null, startLine: null }));
    expect(all).toHaveLength(1);
    expect(isFolded(all[0]!)).toBe(true);
    expect(words(all)[0]).toContain("containerPort: 8000");
    expect(words(classed(elements(all[0]!), "label"))).toContain("Outdated");
  });

  test("without its old lines an outdated one still shows the suggestion's text", () => {
    const { original: _, ...rest } = seed.threads[0]!;
    const all = seedWith((view) => {
      view.threads = [{ ...rest, isOutdated: true, line: null, startLine: null }];
    });
    expect(words(classed(all, "suggestion"))[0]).toContain("readinessProbe:");
  });

  test("a minimized comment is folded and says why", () => {
    const [comment] = seed.threads[0]!.comments;
    const all = threadWith({ comments: [{ ...comment, isMinimized: true, minimizedReason: "OUTDATED" }] });
    expect(words(classed(all, "comment-title"))[0]).toContain("This comment was marked as outdated.");
  });

  test("one without a known review stands below the last review, one at a line that is not shown below its file", () => {
    const all = threadWith({ reviewId: 4711, line: 900 });
    expect(threads(all).map(({ properties }) => properties.dataPlace)).toEqual(["conversation", "files"]);
  });

  test("only the first suggestion of a comment has a button", () => {
    const [comment] = seed.threads[0]!.comments;
    const twice = `${comment!.body}\n\n\`\`\`suggestion\nother\n\`\`\``;
    const all = threadWith({ comments: [{ ...comment, body: twice }] });
    expect(classed(all, "suggestion")).toHaveLength(4);
    expect(words(named(all, "button")).filter((text) => text === "Commit suggestion")).toHaveLength(2);
  });
});

describe("comments below the pull request", () => {
  const comment = (id: number, change: object = {}) => ({
    ...{ id, author: "mona", body: `comment ${id}`, createdAt: "2026-11-23T18:25:00Z" },
    ...{ minimizedReason: null, reactions: [] },
    ...change,
  });
  const withComments = (...comments: PullRequestView["comments"]) =>
    seedWith((view) => Object.assign(view, { comments }));
  const said = (all: readonly Element[]) =>
    all.flatMap(
      ({ properties: { id } }) => String(id).match(/^(?:issuecomment|pullrequestreview)-\d+$/) ?? [],
    );

  test("stand in the order of time among the reviews; those of one second in the order of their ids", () => {
    const { submittedAt } = seed.reviews[0]!;
    const all = withComments(
      comment(50, { createdAt: "2026-11-23T18:19:59Z" }),
      comment(101, { createdAt: submittedAt }),
      comment(99, { createdAt: submittedAt }),
      comment(1, { createdAt: "2026-11-24T00:00:00Z" }),
    );
    expect(said(all)).toEqual([
      "issuecomment-50",
      "issuecomment-99",
      "pullrequestreview-100",
      "issuecomment-101",
      "issuecomment-1",
    ]);
  });

  test("show their Markdown, their time and the reactions with everyone's names", () => {
    const reactions = [
      { content: "eyes", by: ["surefoot[bot]"] },
      { content: "+1", by: ["mona", "hubot"] },
    ];
    const box = withComments(comment(1, { body: "**bold**\n\n```suggestion\nx\n```", reactions })).find(
      ({ properties }) => properties.id === "issuecomment-1",
    )!;
    const all = elements(box);
    expect(words(named(all, "strong"))).toEqual(["mona", "bold"]);
    expect(words(named(all, "time"))).toEqual(["23 Nov 2026, 18:25 UTC"]);
    expect(words(classed(all, "reaction"))).toEqual(["👀 1eyes by surefoot[bot]", "👍 2+1 by mona, hubot"]);
    // Nothing is there that a suggestion could replace.
    expect(named(all, "button")).toEqual([]);
  });

  test("are folded where somebody hid them, with the reason", () => {
    const all = withComments(comment(1, { minimizedReason: "RESOLVED" }));
    const box = all.find(({ properties }) => properties.id === "issuecomment-1")!;
    const [details] = named(elements(box), "details");
    expect(details?.properties.open).toBeUndefined();
    expect(words([details!])[0]).toMatch(/This comment was marked as resolved\..*comment 1$/);
  });

  test.each(["open", "merged", "closed"] as const)("can be written while it is %s", (state) => {
    const all = seedWith((view) => Object.assign(view, { state }));
    const form = named(all, "form").find(({ properties }) => String(properties.action).endsWith("/comment"));
    expect(words(named(elements(form!), "button"))).toEqual(["Comment"]);
    expect(named(elements(form!), "textarea")[0]?.properties.required).toBe(true);
  });
});

describe("files changed", () => {
  const fileWith = (change: object) =>
    seedWith((view) => Object.assign(view, { threads: [], files: [{ ...view.files[0]!, ...change }] }));

  test.each([
    [
      { patch: null, status: "renamed", previousPath: "old.yaml", additions: 0, deletions: 0 },
      "File renamed without changes.",
    ],
    [{ patch: null, additions: 9_000 }, "This diff is too large to show."],
    [{ patch: null, additions: 0, deletions: 0 }, "A binary or empty file: no diff to show."],
  ])("without a patch say why: %o", (change, why) => {
    expect(words(classed(fileWith(change), "file"))[0]).toContain(why);
  });

  test("a long diff is folded", () => {
    const patch = `@@ -0,0 +1,500 @@\n${Array(500).fill("+x").join("\n")}`;
    const [file] = classed(fileWith({ patch }), "file");
    expect(file?.properties.open).toBeUndefined();
    expect(classed(read(seed), "file")[0]?.properties.open).toBe(true);
  });

  test("lines that look like the headers of another file stay lines of this one", () => {
    const all = fileWith({ patch: "@@ -1,2 +1,2 @@\n--- a/x\n+++ b/y\n x\r\n\\ No newline at end of file" });
    expect(words(classed(all, "text"))).toEqual(["-- a/x", "++ b/y", "x"]);
    expect(words(classed(all, "ends-open"))).toEqual(["No newline at the end of the file"]);
  });

  test("a patch that is none is shown as no diff", () => {
    expect(words(classed(fileWith({ patch: "not a patch", additions: 1 }), "file"))[0]).toContain(
      "too large",
    );
  });

  test("300 files with comments make a document", () => {
    const [file] = seed.files;
    const [thread] = seed.threads;
    const view = structuredClone(seed);
    view.files = Array.from({ length: 300 }, (_, index) => ({ ...file!, path: `k8s/${index}.yaml` }));
    view.threads = view.files.slice(0, 30).map(({ path }) => ({ ...thread!, id: path, path }));
    expect(read(view).length).toBeGreaterThan(30_000);
  });
});
