/** Patches and suggestions as numbered lines. */
import { describe, expect, test } from "vitest";
import { excerptOf, readPatch, textBetween } from "../../sandbox/web/diff/read-patch.js";
import { suggestionDiff } from "../../sandbox/web/diff/suggestion-diff.js";

const PATCH =
  "@@ -1,3 +1,4 @@ head\n a\n-b\n+B\n+C\n d\n@@ -10 +11,2 @@\n x\n+y\n\\ No newline at end of file\n";
const hunks = readPatch(PATCH);

const brief = (lines: { before: number | null; after: number | null; text: string }[]) =>
  lines.map(({ before, after, text }) => [before, after, text]);

describe("reading a patch", () => {
  test("numbers the lines of both sides, hunk by hunk", () => {
    expect(hunks.map(({ header }) => header)).toEqual(["@@ -1,3 +1,4 @@ head", "@@ -10 +11,2 @@"]);
    expect(hunks.map(({ lines }) => brief(lines))).toEqual([
      [
        [1, 1, "a"],
        [2, null, "b"],
        [null, 2, "B"],
        [null, 3, "C"],
        [3, 4, "d"],
      ],
      [
        [10, 11, "x"],
        [null, 12, "y"],
      ],
    ]);
    expect(hunks[1]?.lines.map(({ endsOpen }) => endsOpen)).toEqual([false, true]);
  });

  test("takes a hunk that is cut off, as a comment's is", () => {
    expect(brief(readPatch("@@ -1,30 +1,30 @@\n a\n+b")[0]!.lines)).toEqual([
      [1, 1, "a"],
      [null, 2, "b"],
    ]);
  });

  test.each(["", "no patch", "\\ No newline at end of file", "+++ b/x"])("finds nothing in %j", (text) => {
    expect(readPatch(text)).toEqual([]);
  });
});

describe("the piece that a comment speaks of", () => {
  test("ends with its last line and begins some lines above its first", () => {
    expect(brief(excerptOf(hunks, "RIGHT", 3, 4, 1)!.lines).map(([, , text]) => text)).toEqual([
      "B",
      "C",
      "d",
    ]);
    expect(brief(excerptOf(hunks, "LEFT", 2, 2)!.lines).map(([, , text]) => text)).toEqual(["a", "b"]);
  });

  test("is none where the lines are not in one hunk", () => {
    expect(excerptOf(hunks, "RIGHT", 4, 11)).toBeNull();
    expect(excerptOf(hunks, "RIGHT", 5, 5)).toBeNull();
    expect(excerptOf(hunks, "RIGHT", 4, 3)).toBeNull();
  });

  test("has the text of all its lines, or none", () => {
    expect(textBetween(hunks, "RIGHT", 2, 4)).toBe("B\nC\nd");
    expect(textBetween(hunks, "LEFT", 1, 3)).toBe("a\nb\nd");
    expect(textBetween(hunks, "RIGHT", 4, 6)).toBeNull();
  });
});

describe("what a suggestion makes of lines", () => {
  test.each([
    [
      "adds below",
      "a",
      "a\nb",
      [
        [7, 7, "a"],
        [null, 8, "b"],
      ],
    ],
    [
      "adds above",
      "b",
      "a\nb",
      [
        [null, 7, "a"],
        [7, 8, "b"],
      ],
    ],
    [
      "replaces",
      "a",
      "b",
      [
        [7, null, "a"],
        [null, 7, "b"],
      ],
    ],
    [
      "deletes",
      "a\nb",
      "",
      [
        [7, null, "a"],
        [8, null, "b"],
      ],
    ],
    ["changes nothing", "a", "a", [[7, 7, "a"]]],
    [
      "makes a line blank",
      "a\nb",
      "a\n",
      [
        [7, 7, "a"],
        [8, null, "b"],
        [null, 8, ""],
      ],
    ],
  ] as const)("it %s", (_, before, after, lines) => {
    expect(brief(suggestionDiff(before, after, 7).lines)).toEqual(lines);
  });

  test("beyond a few hundred edits everything is old, then everything new", () => {
    const [before, after] = ["a", "b"].map((letter) =>
      Array.from({ length: 900 }, (_, index) => `${letter}${index}`).join("\n"),
    );
    const { lines } = suggestionDiff(before!, after!, 1);
    expect([lines.length, lines[0]?.text, lines[900]?.text]).toEqual([1_800, "a0", "b0"]);
  });
});
