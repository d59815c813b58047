import { expect, test } from "vitest";
import { isChecked } from "../../../src/github/sweep/missed-reviews.js";
import type { OpenPull } from "../../../src/github/sweep/open-pulls.js";

const RUN = { externalId: "7", status: "COMPLETED", completedAt: "2026-05-04T10:00:00Z" };

test.each<[string, OpenPull["turnedAt"], OpenPull["runs"], boolean]>([
  ["there is none", null, [], false],
  ["there is one", null, [RUN], true],
  ["it has not finished", null, [{ ...RUN, status: "IN_PROGRESS", completedAt: null }], false],
  ["it is another pull request's", null, [{ ...RUN, externalId: "8" }], false],
  ["it came after the base", "2026-05-04T09:59:59Z", [RUN], true],
  ["it came before the base", "2026-05-04T10:00:01Z", [RUN], false],
  ["nobody can say which came first", "2026-05-04T10:00:00Z", [RUN], false],
  ["GitHub does not say when it came", "2026-05-04T09:00:00Z", [{ ...RUN, completedAt: null }], false],
  [
    "one of two came after the base",
    "2026-05-04T10:00:01Z",
    [RUN, { ...RUN, completedAt: "2026-05-04T11:00:00Z" }],
    true,
  ],
])("a head's check where %s", (_, turnedAt, runs, expected) => {
  const repository = { owner: "octo-org", repo: "shop" };
  const pull = { repository, number: 7, headSha: "a".repeat(40), baseRef: "main", turnedAt, runs };
  expect(isChecked(pull)).toBe(expected);
});
