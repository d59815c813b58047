/** "Commit suggestion", and how threads follow their lines. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCommit } from "../../sandbox/git/list-commits.js";
import { createAccount } from "../../sandbox/state/accounts.js";
import type { PullRequest, ReviewComment } from "../../sandbox/state/model.js";
import { closePullRequest } from "../../sandbox/state/pull-requests.js";
import { makeCommit, pushBranch, pushCommit } from "../../sandbox/state/push.js";
import { createReview } from "../../sandbox/state/reviews.js";
import {
  commitSuggestion,
  isCommittable,
  replaceLines,
  suggestionOf,
} from "../../sandbox/state/suggestions.js";
import { placeOf, resolveThread } from "../../sandbox/state/threads.js";
import { changedFile, type Lab, LINES, startLab } from "./lab.js";

let lab: Lab;
let branches = 0;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab.close());

const block = (text: string): string => `Better:\n\n\`\`\`suggestion\n${text}\n\`\`\`\n`;

async function suggest(
  body: string,
  place: object = { line: 5, side: "RIGHT" },
  event?: "COMMENT",
): Promise<{ pull: PullRequest; comment: ReviewComment }> {
  branches += 1;
  const pull = await lab.open(`topic-${branches}`, changedFile());
  await createReview(lab.gitHub.world, pull, lab.app.bot, {
    ...(event === undefined ? { event: "COMMENT" } : {}),
    ...{ body: "look", comments: [{ path: "a.txt", body, ...place }] },
  });
  return { pull, comment: pull.threads[0]!.comments[0]! };
}

const press = (comment: ReviewComment, by = lab.author): Promise<string> =>
  commitSuggestion(lab.gitHub.world, comment, by);

async function fileAt(pull: PullRequest): Promise<string> {
  const { body } = await lab.ask({
    method: "GET",
    path: `/repos/octo-org/shop/contents/a.txt?ref=${pull.head.sha}`,
  });
  return Buffer.from(body.content, "base64").toString();
}

describe("lines are replaced whole", () => {
  test.each([
    ["one by one", "a\nb\nc\n", 2, 2, "B", "a\nB\nc\n"],
    ["one by more", "a\nb\nc\n", 2, 2, "B\nB2", "a\nB\nB2\nc\n"],
    ["more by one", "a\nb\nc\n", 1, 2, "A", "A\nc\n"],
    ["some by none", "a\nb\nc\n", 2, 3, "", "a\n"],
    ["all by none", "a\n", 1, 1, "", ""],
    ["the last, without a line feed at its end", "a\nb", 2, 2, "B", "a\nB"],
    ["the last, with one", "a\nb\n", 2, 2, "B", "a\nB\n"],
    ["among lines that end with CRLF", "a\r\nb\r\nc\r\n", 2, 2, "B\nB2", "a\r\nB\r\nB2\r\nc\r\n"],
    ["by a blank one", "a\nb\nc\n", 2, 2, "\n", "a\n\n\nc\n"],
  ])("%s", (_, text, start, end, suggestion, wanted) => {
    expect(replaceLines(text, start, end, suggestion)).toBe(wanted);
  });
});

describe("a block is found as Markdown has it", () => {
  test.each([
    ["none", "no block", null],
    ["an empty one", "```suggestion\n```", ""],
    ["a longer fence around a shorter one", "````suggestion\n```\nx\n```\n````", "```\nx\n```"],
    ["one of tildes", "~~~suggestion\nx\n~~~", "x"],
    ["the first of two", "```suggestion\n1\n```\n\n```suggestion\n2\n```", "1"],
    ["other code is none", "```yaml\nx\n```", null],
    ["a block in a block is none", "````md\n```suggestion\nx\n```\n````", null],
  ])("%s", (_, markdown, wanted) => {
    expect(suggestionOf(markdown)).toBe(wanted);
  });
});

describe("the button", () => {
  test("commits for the user, with the one who suggested beside", async () => {
    const { pull, comment } = await suggest(block("five"), {
      start_line: 4,
      start_side: "RIGHT",
      line: 5,
      side: "RIGHT",
    });
    expect(await isCommittable(comment)).toBe(true);
    const sha = await press(comment);
    expect(await fileAt(pull)).toBe(`${[...LINES.slice(0, 3), "five", ...LINES.slice(5)].join("\n")}\n`);
    const { author, committer, message } = await readCommit(lab.repository.git, sha);
    expect([author.name, committer.name]).toEqual(["mona", "GitHub"]);
    expect(message).toMatch(/^Update a\.txt\n\nCo-authored-by: lab\[bot\] </);
  });

  // The sentences are in every saved page of a pull request.
  test("refuses what GitHub refuses, in GitHub's words", async () => {
    const { world } = lab.gitHub;
    const refused = async (comment: ReviewComment, sentence: string): Promise<void> => {
      expect(await isCommittable(comment)).toBe(false);
      await expect(press(comment)).rejects.toThrow(sentence);
    };
    await refused((await suggest("words only")).comment, "This comment has no suggestion.");
    await refused((await suggest(block("changed"))).comment, "no changes were made to the code");
    const deleted = await suggest(block("x"), { line: 5, side: "LEFT" });
    await refused(deleted.comment, "Applying suggestions on deleted lines is not supported.");
    const closed = await suggest(block("x"));
    closePullRequest(world, closed.pull, lab.author);
    await refused(closed.comment, "Suggestions cannot be applied while the pull request is closed.");
    const resolved = await suggest(block("x"));
    resolveThread(world, resolved.pull.threads[0]!, lab.author);
    await refused(resolved.comment, "This suggestion has been applied or marked resolved.");
    const outdated = await suggest(block("x"));
    await pushCommit(world, lab.repository, outdated.pull.head.ref, {
      ...{ changes: changedFile(5, "changed again"), message: "Again", author: lab.author },
    });
    await refused(outdated.comment, "Outdated suggestions cannot be applied.");
  });

  test("is not for everybody", async () => {
    const { comment } = await suggest(block("x"));
    const stranger = createAccount(lab.gitHub.world, "stranger", "User");
    await expect(press(comment, stranger)).rejects.toThrow(
      "You must have write access to commit suggestions.",
    );
  });
});

describe("a thread follows its lines", () => {
  const pushText = async (pull: PullRequest, lines: string[], path = "a.txt"): Promise<void> => {
    const changes = { [path]: `${lines.join("\n")}\n`, ...(path === "a.txt" ? {} : { "a.txt": null }) };
    await pushCommit(lab.gitHub.world, lab.repository, pull.head.ref, {
      changes,
      message: "Move",
      author: lab.author,
    });
  };
  const changed = (edit: (lines: string[]) => void): string[] => {
    const lines = [...LINES];
    lines[4] = "changed";
    edit(lines);
    return lines;
  };

  test.each([
    [
      "down, where lines come before it",
      (l: string[]) => l.unshift("new", "new"),
      { line: 7, isOutdated: false },
    ],
    ["up, where lines before it go", (l: string[]) => l.splice(0, 2), { line: 3, isOutdated: false }],
    [
      "nowhere, where lines come right after it",
      (l: string[]) => l.splice(5, 0, "new"),
      { line: 5, isOutdated: false },
    ],
    [
      "away, where it is rewritten",
      (l: string[]) => l.splice(4, 1, "again"),
      { line: null, isOutdated: true },
    ],
    [
      "away, where it is as at the base again",
      (l: string[]) => l.splice(4, 1, "line 5"),
      { line: null, isOutdated: true },
    ],
  ])("%s", async (_, edit, place) => {
    const { pull } = await suggest(block("x"));
    await pushText(pull, changed(edit as (lines: string[]) => void));
    expect(await placeOf(pull.threads[0]!)).toMatchObject(place);
  });

  test("into a file of another name", async () => {
    const { pull } = await suggest(block("x"));
    await pushText(
      pull,
      changed((lines) => lines.unshift("new")),
      "moved/b.txt",
    );
    expect(await placeOf(pull.threads[0]!)).toEqual({
      path: "moved/b.txt",
      line: 6,
      startLine: null,
      isOutdated: false,
    });
  });

  test("over a range, as long as nothing comes between", async () => {
    const range = { start_line: 4, start_side: "RIGHT", line: 6, side: "RIGHT" };
    const { pull } = await suggest(block("x"), range);
    await pushText(
      pull,
      changed((lines) => lines.unshift("new")),
    );
    expect(await placeOf(pull.threads[0]!)).toMatchObject({ startLine: 5, line: 7 });
    await pushText(
      pull,
      changed((lines) => lines.splice(5, 0, "between")),
    );
    expect(await placeOf(pull.threads[0]!)).toMatchObject({ isOutdated: true });
  });

  test("through a force push, and the commit that it was written for can still be reviewed", async () => {
    const { pull } = await suggest(block("x"));
    const { world } = lab.gitHub;
    const first = pull.head.sha;
    const main = lab.repository.branches.get("main")!;
    const lines = changed((all) => all.unshift("new"));
    const again = await makeCommit(lab.repository, [main], {
      ...{ changes: { "a.txt": `${lines.join("\n")}\n` }, message: "Again", author: lab.author },
    });
    await pushBranch(world, lab.repository, pull.head.ref, again, lab.author);
    expect(await placeOf(pull.threads[0]!)).toMatchObject({ line: 6, isOutdated: false });
    const review = { event: "COMMENT" as const, body: "late", commit_id: first };
    await createReview(world, pull, lab.app.bot, {
      ...review,
      comments: [{ path: "a.txt", line: 5, body: "late" }],
    });
    expect(await placeOf(pull.threads[1]!)).toMatchObject({ line: 6, isOutdated: false });
  });
});
