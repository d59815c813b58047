import { describe, expect, it } from "vitest";
import type { ComparedCommit } from "../../../src/github/load/contents/list-changed-files.js";
import { pullsOfGroup } from "../../../src/github/merge-queue/find-group-pulls.js";
import { readMergeGroupRef } from "../../../src/github/merge-queue/merge-group-ref.js";

const squashed = (sha: string, message: string, parent: string): ComparedCommit => ({
  ...{ sha, message, parents: [parent] },
});
const merged = (sha: string, message: string, parent: string, second: string): ComparedCommit => ({
  ...{ sha, message, parents: [parent, second] },
});
const ref = { baseRef: "main", pullNumber: 9 };

describe("the pull requests of a group", () => {
  const commits = [squashed("b", "Two (#2)", "a"), squashed("c", "Three (#3)", "b")];
  const group = { headSha: "c", mergeBase: "a", commits };

  it("are the queue's entries whose commits it has, whatever the messages say", () => {
    const queue = [
      // Merged a moment ago, and still listed.
      { headSha: "a", pullNumber: 11 },
      { headSha: "b", pullNumber: 12 },
      { headSha: "c", pullNumber: 13 },
      { headSha: "d", pullNumber: 14 },
    ];
    expect(pullsOfGroup(group, queue, ref)).toEqual({ numbers: [12, 13], complete: true });
    expect(pullsOfGroup({ ...group, commits: null }, queue, ref).numbers).toEqual([11, 12, 13]);
  });

  it("are those of the messages where the queue does not know the group", () => {
    const queue = [{ headSha: "x", pullNumber: 1 }];
    const last = { ...ref, pullNumber: 3 };
    expect(pullsOfGroup(group, queue, last)).toEqual({ numbers: [2, 3], complete: true });
    expect(pullsOfGroup(group, null, null)).toEqual({ numbers: [2, 3], complete: true });
  });

  it("are not what a pull request's own commits name", () => {
    const own = squashed("own", "Merge pull request #666 from evil/twin", "a");
    const chain = [own, merged("m", "Merge pull request #9 from octo/web (#667)\n\nWeb (#668)", "a", "own")];
    expect(pullsOfGroup({ headSha: "m", mergeBase: "a", commits: chain }, null, ref)).toEqual({
      ...{ numbers: [9], complete: true },
    });
  });

  it.each([
    ["a rebased commit names another", [squashed("b", "Fix as in (#4)", "a")]],
    ["a rebased commit names none", [squashed("b", "Fix", "a"), squashed("c", "More (#9)", "b")]],
    ["the commits are too many", null],
  ])("are only the branch's last where %s", (_, listed) => {
    const given = { headSha: listed?.at(-1)?.sha ?? "c", mergeBase: "a", commits: listed };
    expect(pullsOfGroup(given, null, ref)).toEqual({ numbers: [9], complete: false });
    expect(pullsOfGroup({ ...given, commits: null }, null, null)).toEqual({ numbers: [], complete: false });
  });

  it("end where commits name each other in a circle", () => {
    const circle = [squashed("b", "One (#1)", "c"), squashed("c", "Two (#2)", "b")];
    const given = { headSha: "c", mergeBase: "a", commits: circle };
    expect(pullsOfGroup(given, null, null).numbers).toEqual([2, 1]);
  });
});

describe("the name of a queue's branch", () => {
  it.each([
    ["refs/heads/gh-readonly-queue/main/pr-104-929f8209d40f", { baseRef: "main", pullNumber: 104 }],
    ["gh-readonly-queue/release/1.x/pr-7-abc", { baseRef: "release/1.x", pullNumber: 7 }],
    ["gh-readonly-queue/a/pr-1-b/pr-2-c", { baseRef: "a/pr-1-b", pullNumber: 2 }],
    ["feature/gh-readonly-queue/main/pr-1-abc", null],
    ["gh-readonly-queue/main/pr-0-abc", null],
    ["main", null],
    [null, null],
  ])("%s", (name, read) => expect(readMergeGroupRef(name)).toEqual(read));
});
