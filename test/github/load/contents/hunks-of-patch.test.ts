import { expect, it } from "vitest";
import { hunksOfPatch } from "../../../../src/github/load/contents/hunks-of-patch.js";

it.each<[string, string, number[][]]>([
  ["one hunk", "@@ -1,3 +1,4 @@\n a\n+b\n c\n d", [[1, 3, 1, 4]]],
  ["a new file without a final newline", "@@ -0,0 +1 @@\n+b\n\\ No newline at end of file", [[1, 0, 1, 1]]],
  ["lines that look like file headers", "@@ -1,2 +1,2 @@ kind: x\n--- a\n+++ b\n c", [[1, 2, 1, 2]]],
  [
    "two hunks with a header's words in them",
    "@@ -1 +1 @@\n-a\n+diff --git a/b\n@@ -9,2 +9,3 @@\n ===\n+@@ -1 +1 @@\n q",
    [
      [1, 1, 1, 1],
      [9, 2, 9, 3],
    ],
  ],
  ["carriage returns", "@@ -1,1 +1,1 @@\n-a\r\n+b\r", [[1, 1, 1, 1]]],
])("reads %s", (_, patch, hunks) => {
  expect(
    hunksOfPatch(patch)?.map(({ oldStart, oldLines, newStart, newLines }) => [
      oldStart,
      oldLines,
      newStart,
      newLines,
    ]),
  ).toEqual(hunks);
});

it.each([undefined, "@@ -1,9 +1,9 @@\n a", "@@ -1,1 +1,1 @@\n?"])("has none of %j", (patch) => {
  expect(hunksOfPatch(patch)).toBeNull();
});
