import { expect, it } from "vitest";
import { shortHash } from "../../../src/github/load/posted/markers.js";
import type { PostedThread, PullRequestState } from "../../../src/github/posted.js";
import { changeOf } from "../../../src/github/posted.js";
import { reconcile } from "../../../src/github/publish/reconcile.js";
import { finding, HEAD, plan, posted, thread } from "../plans.js";

const ids = (threads: readonly PostedThread[]): (string | null)[] => threads.map(({ id }) => id);

// what stands on the finding "a", whether it is commented again, and what happens to the thread
it.each<[string, Partial<PostedThread>[], boolean, "fixed" | "outdated" | null]>([
  ["nothing", [], true, null],
  ["an open thread", [{}], false, null],
  ["an outdated thread", [{ outdated: true }], true, "outdated"],
  ["an outdated thread with a reply", [{ outdated: true, replied: true }], false, null],
  ["an outdated thread that is folded", [{ outdated: true, folded: true }], true, null],
  ["a folded thread beside an open one", [{ outdated: true, folded: true }, {}], false, null],
  ["an outdated thread beside an open one", [{ outdated: true }, {}], false, "outdated"],
  [
    "an outdated thread with a reply beside an open one",
    [{ outdated: true, replied: true }, {}],
    false,
    null,
  ],
  ["a thread that a person resolved", [{ state: "resolved-by-someone" }], false, null],
  ["a thread that we resolved", [{ state: "resolved-by-us" }], true, null],
  ["a thread that GitHub does not show yet", [{ id: null, commentId: null }], false, null],
])("where the finding has %s", (_, threads, again, tidied) => {
  const state = posted({ threads: threads.map((given) => thread("a", given)) });
  const result = reconcile(plan(["a"]), state);
  expect(result.review?.comments.map(({ findings }) => findings[0]) ?? []).toEqual(again ? ["a"] : []);
  expect(ids(result.outdated)).toEqual(tidied === "outdated" ? ["T a"] : []);
  expect(result.fixed).toEqual([]);
});

it.each<[string, Partial<PullRequestState>]>([
  ["a draft", { draft: true }],
  ["a closed pull request", { open: false }],
])("leaves %s without a review and its threads alone", (_, given) => {
  const state = posted({ ...given, threads: [thread("gone")] });
  expect(reconcile(plan(["a"]), state)).toEqual({ review: null, fixed: [], outdated: [] });
});

it("posts no second review for the same change, but resolves what is fixed", () => {
  const state = posted({ reviewed: [changeOf(plan([]))], threads: [thread("gone")] });
  const result = reconcile(plan(["a"]), state);
  expect(result.review).toBeNull();
  expect(ids(result.fixed)).toEqual(["T gone"]);
});

it.each<[string, Partial<PostedThread>[], boolean]>([
  ["one that we resolved", [{ headSha: HEAD, state: "resolved-by-us" }], true],
  ["one that we folded", [{ headSha: HEAD, folded: true }], true],
  [
    "one that we folded beside an outdated one of another head",
    [{ headSha: HEAD, folded: true }, { outdated: true }],
    true,
  ],
  ["one that a person resolved", [{ headSha: HEAD, state: "resolved-by-someone" }], false],
  ["an open one", [{ headSha: HEAD }], false],
  ["one that is outdated although it was written for this head", [{ headSha: HEAD, outdated: true }], false],
  ["none: it was told in the body, or somebody deleted it", [], false],
])("comments again at a head that was reviewed where of the threads there is %s", (_, threads, again) => {
  const reviewed = [changeOf(plan([]))];
  const state = posted({ reviewed, threads: threads.map((given) => thread("a", given)) });
  const { review } = reconcile(plan(["a"], ["b"]), state);
  expect(review?.comments.map(({ findings }) => findings[0]) ?? null).toEqual(again ? ["a"] : null);
});

it("resolves a thread only where its finding is gone, not where it has lost its place or its file cannot be read", () => {
  const threads = [thread("gone"), thread("moved"), thread("broken", { path: "k8s/broken.yaml" })];
  const problems = [
    { code: "yaml-syntax" as const, path: "k8s/broken.yaml", line: 1, column: 1, message: "" },
  ];
  const result = reconcile(plan(["a"], ["moved"], { problems }), posted({ threads }));
  expect(ids(result.fixed)).toEqual(["T gone"]);
});

it("resolves what is fixed, also where a newer comment had taken its place", () => {
  const threads = [thread("gone", { outdated: true }), thread("gone")];
  const result = reconcile(plan([]), posted({ threads }));
  expect([ids(result.fixed), ids(result.outdated)]).toEqual([["T gone", "T gone"], []]);
});

it("ends the thread of a finding that is waived, also where a notice stands at its file", () => {
  const findings = [finding("a", { waived: { reason: "soon", until: "2027-01-31" } })];
  const problems = [
    { code: "waiver" as const, path: "k8s/web.yaml", line: 1, column: 1, message: "The waiver ends soon." },
  ];
  const result = reconcile(plan([], [], { findings, problems }), posted({ threads: [thread("a")] }));
  expect(ids(result.fixed)).toEqual(["T a"]);
});

it("leaves threads alone that someone resolved already", () => {
  const threads = [
    thread("gone", { state: "resolved-by-someone" }),
    thread("past", { state: "resolved-by-us" }),
  ];
  expect(reconcile(plan([]), posted({ threads })).fixed).toEqual([]);
});

it("posts a review for a finding that only the body tells, once", () => {
  const first = reconcile(plan([], ["a", "b"]), posted());
  expect(first.review).toEqual({ comments: [], told: [shortHash("a"), shortHash("b")] });
  const told = first.review?.told ?? [];
  expect(reconcile(plan([], ["b"]), posted({ told })).review).toBeNull();
  expect(reconcile(plan([], ["b", "c"]), posted({ told })).review).not.toBeNull();
});

it("takes neither a waived finding nor an old warning for news", () => {
  const findings = [
    finding("a", { severity: "warning", state: "existing" }),
    finding("b", { waived: { reason: "soon", until: "2027-01-31" } }),
  ];
  expect(reconcile(plan([], [], { findings }), posted()).review).toBeNull();
});

it("takes for news only what the plan speaks of", () => {
  const findings = [finding("a", { state: "existing" })];
  expect(reconcile(plan([], [], { findings, spoken: ["a"] }), posted()).review).not.toBeNull();
  expect(reconcile(plan([], [], { findings, spoken: [] }), posted()).review).toBeNull();
});

it("posts nothing where the plan has nothing to say", () => {
  expect(reconcile(plan(["a"], [], { reviewBody: null }), posted()).review).toBeNull();
});
