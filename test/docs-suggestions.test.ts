/** The table of why a probe is words alone has a row for each reason, and an example that has it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ADVICE_REASONS } from "../src/cli/formats/review-schema.js";
import type { AdviceReason } from "../src/review/findings/finding.js";
import { firstCells } from "./documents.js";

const PAGE = readFileSync("docs/suggestions.md", "utf8");
/** No row is missing: a reason that the list does not have is an error of the compiler here. */
const REASONS: readonly (AdviceReason extends (typeof ADVICE_REASONS)[number] ? AdviceReason : never)[] =
  ADVICE_REASONS;

describe("the table of reasons", () => {
  const rows = [...PAGE.matchAll(/^\| `([\w-]+)` \| (.+) \| (?:—|\[[^\]]+\]\(([^)]+)\)) \|$/gm)];

  it("has a row for each, in the order of the schema", () => {
    expect(firstCells(PAGE, "reason | when | example case")).toEqual(
      REASONS.map((reason) => `\`${reason}\``),
    );
    expect(rows.map(([, reason]) => reason)).toEqual([...REASONS]);
  });

  it.each(rows.flatMap(([, reason, , link]) => (link === undefined ? [] : [[reason, link]])))(
    "shows %s in %s",
    (reason, link) => {
      const text = readFileSync(join("docs", link as string), "utf8");
      expect(text).toMatch(new RegExp(`(?:fix: advice from .*, |")${reason}(?![\\w-])`));
    },
  );
});
