import { expect, it } from "vitest";
import { readReviewMarkers } from "../../../src/github/load/posted/markers.js";
import { changeOf } from "../../../src/github/posted.js";
import { reviewRequest, reviewRequestInBody } from "../../../src/github/publish/review-request.js";
import { comment, HEAD, plan } from "../plans.js";

it("names a range's first line, and leaves it out where the range is one line", () => {
  const comments = [comment("a", { startLine: 12 }), comment("b", { startLine: 14 }), comment("c")];
  const request = reviewRequest(plan(["a"]), { comments, told: [] });
  expect(request.comments.map(({ body: _, ...place }) => place)).toEqual([
    { path: "k8s/web.yaml", line: 14, side: "RIGHT", start_line: 12, start_side: "RIGHT" },
    { path: "k8s/web.yaml", line: 14, side: "RIGHT" },
    { path: "k8s/web.yaml", line: 14, side: "RIGHT" },
  ]);
  expect(request).toMatchObject({ event: "COMMENT", commit_id: HEAD });
});

it("ends its body with markers that are found again", () => {
  const { body } = reviewRequest(plan(["a"]), { comments: [], told: ["0123abcd", "4567cdef"] });
  expect(readReviewMarkers(body)).toEqual({ change: changeOf(plan([])), told: ["0123abcd", "4567cdef"] });
  expect(body.startsWith("**web: 3 of 3**")).toBe(true);
});

it("puts a comment that is too long for GitHub into the body, as its place alone", () => {
  const long = comment("a", { body: "x".repeat(65_001) });
  const request = reviewRequest(plan(["a"]), { comments: [long, comment("b")], told: [] });
  expect(request.comments).toHaveLength(1);
  expect(request.body).toContain("`k8s/web.yaml:14`");
  expect(request.body.length).toBeLessThan(65_000);
});

it("stays below GitHub's length with its markers whole", () => {
  const told = Array.from({ length: 100 }, (_, i) => String(i).padStart(8, "0"));
  const full = plan(["a"], [], { reviewBody: "x".repeat(66_000) });
  const { body } = reviewRequestInBody(full, { comments: [comment("a")], told });
  expect(body.length).toBeLessThanOrEqual(65_000);
  expect(readReviewMarkers(body)).toEqual({ change: changeOf(plan([])), told });
});

it("lists comments in the body without a suggestion, a marker, or a name that could do anything", () => {
  const path = "k8s/`@octocat`<img src=x>\n# big.yaml";
  const { body, comments } = reviewRequestInBody(plan(["a"]), {
    comments: [comment("a", { path })],
    told: [],
  });
  expect(comments).toEqual([]);
  expect(body).toContain("`` k8s/`@octocat`<img src=x> # big.yaml:14 ``");
  expect(body).toContain("```yaml\nreadinessProbe: {}\n```");
  expect(body).not.toContain("suggestion");
  expect(body).not.toContain("surefoot:comment");
});
