/**
 * Holds Surefoot against what the API server's own code answered to 3,000 drawn manifests, without that code: the answers
 * are committed, and the manifests are drawn again. `npm run conformance -- --table` writes the table.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type AnswersTable, answersInRow, isSameInAll } from "../../conformance/answers-table.js";
import { compareAnswers } from "../../conformance/compare-answers.js";
import { knownDifference } from "../../conformance/known-differences.js";
import { drawManifest } from "../../conformance/manifests/draw-manifest.js";
import { surefootAnswer } from "../../conformance/surefoot-answer.js";

const table = JSON.parse(
  readFileSync(new URL("../../conformance/answers.json", import.meta.url), "utf8"),
) as AnswersTable;

/** Where all releases answer the same, the older ones are asked about every fourth manifest: they go the same way. */
const OLDER_EVERY = 4;
const PARTS = 6;

describe("the API server's answers to drawn manifests", () => {
  it("are there for two releases, and at least half of the manifests are accepted", () => {
    expect(table.releases).toEqual(["1.37.2", "1.34.4"]);
    const accepted = table.rows.filter((_, index) => {
      const [newest] = answersInRow(table, index);
      return newest?.object?.refused === null;
    });
    expect(table.rows).toHaveLength(3000);
    expect(accepted.length).toBeGreaterThanOrEqual(1500);
  });

  const size = Math.ceil(table.rows.length / PARTS);
  it.each(Array.from({ length: PARTS }, (_, part) => part * size))(
    "are Surefoot's from manifest %i on, but for the differences that are known by name",
    (first) => {
      const differences = [];
      for (let index = first; index < Math.min(first + size, table.rows.length); index++) {
        const { text, changes } = drawManifest(table.seed, index);
        for (const [place, server] of answersInRow(table, index).entries()) {
          if (place > 0 && isSameInAll(table, index) && index % OLDER_EVERY !== 0) continue;
          const release = table.releases[place] ?? "";
          const ours = surefootAnswer(text, release.replace(/\.\d+$/, ""));
          for (const difference of compareAnswers(server, ours)) {
            if (knownDifference(difference) === null)
              differences.push({ index, release, changes, ...difference });
          }
        }
      }
      expect(differences).toEqual([]);
    },
    60_000,
  );
});
