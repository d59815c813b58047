/**
 * The outcome of one pull request's review, kept in its check run. Where the run speaks for several with one head, a
 * marker holds it, at the very beginning of the summary and so before any word of a stranger's.
 */
import { createHash } from "node:crypto";
import type { Conclusion } from "../../review/review-plan.js";
import type { PostedCheckRun } from "../posted.js";
import type { CheckContent, OwnVerdict } from "./check-content.js";
import { outputOf } from "./check-run-output.js";

const MARKER =
  /^<!-- surefoot:verdict conclusion=(success|neutral|failure) digest=([0-9a-f]{16}) title=([A-Za-z0-9+/]*={0,2}) -->/;

/** Returns what a run says of its own pull request; null where it has come to nothing. */
export function ownVerdictOf({ completed, conclusion, title, summary }: PostedCheckRun): OwnVerdict | null {
  const marker = MARKER.exec(summary ?? "");
  if (marker !== null) {
    const [, own, digest, encoded] = marker as unknown as [string, Conclusion, string, string];
    return { conclusion: own, digest, title: Buffer.from(encoded, "base64").toString("utf8") };
  }
  const known = (["success", "neutral", "failure"] as const).find((each) => each === conclusion);
  if (!completed || known === undefined) return null;
  return { conclusion: known, title: title ?? "", digest: digestOf(summary ?? "") };
}

/** The verdict of a pull request's own review, as its run is to remember it. */
export function ownVerdict(verdict: CheckContent): OwnVerdict {
  const { title, summary } = outputOf(verdict);
  return { conclusion: verdict.conclusion, title, digest: digestOf(summary) };
}

/** The marker that opens the summary of a run which speaks for several. */
export function ownVerdictMarker({ conclusion, title, digest }: OwnVerdict): string {
  const encoded = Buffer.from(title).toString("base64");
  return `<!-- surefoot:verdict conclusion=${conclusion} digest=${digest} title=${encoded} -->`;
}

/**
 * A summary that gets another text: where it opens with such a marker, the next review of the pull request has to see
 * that its run does not say what it is to say.
 */
export function withOtherDigest(summary: string, text: string): string {
  return summary.replace(MARKER, (marker, _conclusion, digest) => marker.replace(digest, digestOf(text)));
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
