import { expect, it } from "vitest";
import {
  readCommentMarker,
  readReplyMarkers,
  readReviewMarkers,
  replyMarker,
  reviewMarkers,
} from "../../../../src/github/load/posted/markers.js";
import { changeOf } from "../../../../src/github/posted.js";
import { commentMarker, fingerprintOf } from "../../../../src/review/write/write-comment.js";
import { HEAD } from "../../plans.js";

it("finds the marker that the review writes into a comment", () => {
  const fingerprint = fingerprintOf("a finding");
  expect(readCommentMarker(`words\n${commentMarker(fingerprint, HEAD)}`)).toEqual({
    fingerprint,
    head: HEAD,
  });
});

it("takes the last marker, since a comment can quote a file that holds one", () => {
  const quoted = commentMarker("0".repeat(16), "other");
  expect(readCommentMarker(`${quoted}\n${commentMarker("1".repeat(16), HEAD)}`)?.fingerprint).toBe(
    "1".repeat(16),
  );
});

it.each(["", "<!-- surefoot:comment:xyz head=1 -->", "surefoot:comment:0123456789abcdef head=1"])(
  "finds none in %j",
  (body) => expect(readCommentMarker(body)).toBeNull(),
);

it("marks a review with its head and base, and with what its body told only where it told something", () => {
  const change = { base: "b".repeat(40), head: HEAD };
  expect(reviewMarkers(change, [])).toBe(`<!-- surefoot:review head=${HEAD} base=${change.base} -->`);
  expect(readReviewMarkers(reviewMarkers(change, []))).toEqual({ change: changeOf(change), told: [] });
  expect(readReviewMarkers("someone's words")).toEqual({ change: null, told: [] });
});

it("knows what earlier versions wrote, to the letter", () => {
  const written = "<!-- surefoot:comment:d87f08185425518a head=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa -->";
  expect(readCommentMarker(`words\n\n${written}`)).toEqual({
    fingerprint: fingerprintOf("readiness-gate k8s/web.yaml#apps/Deployment//web web"),
    head: "a".repeat(40),
  });
  const review = "<!-- surefoot:review head=abc base=none -->\n<!-- surefoot:told 0a1b2c3d 4e5f6a7b -->";
  expect(readReviewMarkers(review)).toEqual({
    change: changeOf({ head: "abc", base: "none" }),
    told: ["0a1b2c3d", "4e5f6a7b"],
  });
  expect(readReplyMarkers("Done.\n<!-- surefoot:reply:7-edited -->\n")).toEqual([replyMarker(7, true)]);
});
