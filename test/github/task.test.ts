import { describe, expect, test } from "vitest";
import {
  type AnswerComment,
  idOf,
  isReplaceable,
  laneOf,
  type ReviewMergeGroup,
  type ReviewPullRequest,
  type Task,
} from "../../src/github/task.js";

const common = { installationId: 3, reference: "delivery-1", repository: { owner: "octo", repo: "shop" } };
const sender = { id: 5, login: "mona" };
const review: ReviewPullRequest = {
  ...{ kind: "review-pull-request", ...common, number: 7, occasion: "ready" },
  ...{ head: { sha: "abc", baseRef: "main" }, checkedSha: null, since: null },
};
const comment: AnswerComment = {
  ...{ kind: "answer-comment", ...common, number: 7, commentId: 9, createdAt: "2026-05-04T10:00:00Z" },
  ...{ line: "waive readiness-gate web until 2027-01-01 because “a \u2028 reason”", isEdited: false, sender },
  ...{ repositoryUrl: "https://github.com/octo/shop", defaultBranch: "main" },
};
const group: ReviewMergeGroup = {
  ...{
    kind: "review-merge-group",
    ...common,
    headSha: "abc",
    headRef: null,
    baseSha: "def",
    askedAgain: false,
  },
};

/** Each kind of task, with its lane, its id, and whether a newer one takes its place. */
const ROWS: [Task, lane: string, id: string, replaceable: boolean][] = [
  [review, "octo/shop#7", "abc main ready", true],
  [{ ...review, occasion: "draft" }, "octo/shop#7", "abc main draft", true],
  [
    { ...review, occasion: "asked-again", head: null, checkedSha: "abc", since: "2026-05-04T10:00:00Z" },
    ...(["octo/shop#7", "newest  asked-again", true] as const),
  ],
  [{ ...review, occasion: "shared", head: null }, "octo/shop#7", "newest  shared", true],
  [{ ...review, occasion: "missed", since: "2026-05-04T10:00:00Z" }, "octo/shop#7", "abc main missed", true],
  [{ kind: "close-pull-request", ...common, number: 7 }, "octo/shop#7", "closed", true],
  [group, "octo/shop@abc", "def false", true],
  [
    { ...group, headRef: "gh-readonly-queue/main/pr-7-def", askedAgain: true },
    "octo/shop@abc",
    "def true",
    true,
  ],
  [{ kind: "end-merge-group", ...common, headSha: "abc" }, "octo/shop@abc", "destroyed", true],
  [
    { kind: "review-suite", ...common, headSha: "abc", headRef: null, since: null },
    ...(["octo/shop@suite:abc", "abc", true] as const),
  ],
  [comment, "octo/shop#7", "comment 9", false],
  [{ ...comment, isEdited: true }, "octo/shop#7", "comment 9 edited", false],
  [{ kind: "acknowledge", ...common, number: 7, commentId: 9 }, "octo/shop#7 comment 9", "seen", true],
  [{ kind: "fix", ...common, number: 7, sender, checkRunId: 11 }, "octo/shop#7", "press-delivery-1", false],
  [
    { kind: "fix", ...common, reference: "a/b\nc", number: 7, sender, checkRunId: 11 },
    ...(["octo/shop#7", "press-abc", false] as const),
  ],
  [
    { kind: "renew-checks", installationId: 3, reference: "delivery-1" },
    "installation 3",
    "delivery-1",
    true,
  ],
];

/** The compiler sees that none is left out. */
const KINDS: Record<Task["kind"], true> = {
  "review-pull-request": true,
  "close-pull-request": true,
  "review-merge-group": true,
  "end-merge-group": true,
  "review-suite": true,
  "answer-comment": true,
  acknowledge: true,
  fix: true,
  "renew-checks": true,
};

describe("a task", () => {
  test("of each kind is among these", () => {
    expect(new Set(ROWS.map(([task]) => task.kind))).toEqual(new Set(Object.keys(KINDS)));
  });

  test.each(ROWS)(
    "%j survives JSON, with its lane, its id and whether it is replaceable",
    (task, lane, id, can) => {
      const read: Task = JSON.parse(JSON.stringify(task));
      expect(read).toStrictEqual(task);
      for (const each of [task, read])
        expect([laneOf(each), idOf(each), isReplaceable(each)]).toEqual([lane, id, can]);
    },
  );
});
