import { GitHubFailure } from "../client/github-failure.js";
import type { CheckContent } from "./check-content.js";

/** A verdict that stands although not all of its review is on the pull request; `reference` names the fault in the log. */
export function withUnposted(verdict: CheckContent, error: unknown, reference: string): CheckContent {
  return { ...verdict, summary: `${verdict.summary}\n\n${unpostedSentence(error, reference)}` };
}

/** The sentence that says so. */
export function unpostedSentence(error: unknown, reference: string): string {
  const why =
    error instanceof GitHubFailure
      ? ` (${error.message}). GitHub refuses comments where a conversation is locked, for example.`
      : `: an error in Surefoot stopped it, and its log names the reason under \`${reference}\`.`;
  return `Not all of this review could be posted${why} Re-run this check to try again.`;
}
