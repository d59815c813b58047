/**
 * Compares a review plan with what is already posted. Pure: state in, what is to be posted out, so that the same
 * delivery five times and a push a minute later post nothing twice.
 */
import { isUnjudged } from "../../review/problems/notices.js";
import type { PlannedComment, ReviewPlan } from "../../review/review-plan.js";
import { fingerprintOf } from "../../review/write/write-comment.js";
import { shortHash } from "../load/posted/markers.js";
import { changeOf, type PostedThread, type PullRequestState } from "../posted.js";

export interface Reconciled {
  /** null where no review is to be posted */
  review: { comments: PlannedComment[]; told: string[] } | null;
  /** threads whose finding is gone, or waived */
  fixed: PostedThread[];
  /** threads that a new comment takes the place of */
  outdated: PostedThread[];
}

// The plan leaves room for a thousand characters under GitHub's limit of a body; a hash takes nine.
const MAX_TOLD = 100;

const NOTHING: Reconciled = { review: null, fixed: [], outdated: [] };

/** Returns what to post on a pull request. A draft and a closed one get their check only. */
export function reconcile(plan: ReviewPlan, posted: PullRequestState): Reconciled {
  if (posted.draft || !posted.open) return NOTHING;
  const fixed = fixedThreads(plan, posted.threads);
  const replaced = replacedThreads(posted.threads).filter((thread) => !fixed.includes(thread));
  const silent = { review: null, fixed, outdated: replaced };
  if (plan.reviewBody === null) return silent;
  const isReviewed = posted.reviewed.includes(changeOf(plan));
  const threadsOf = (comment: PlannedComment): PostedThread[] =>
    posted.threads.filter((thread) => thread.fingerprint === comment.fingerprint);
  const fresh = plan.comments.filter((comment) => {
    const threads = threadsOf(comment);
    return !threads.some(stillSpeaks) && (!isReviewed || wereEnded(threads, plan.head));
  });
  const told = toldInBody(plan);
  const isNews = fresh.length > 0 || (!isReviewed && told.some((hash) => !posted.told.includes(hash)));
  if (!isNews) return silent;
  const outdated = fresh.flatMap(threadsOf).filter((thread) => thread.state === "open" && !thread.folded);
  return { review: { comments: fresh, told }, fixed, outdated: [...outdated, ...replaced] };
}

// An open thread speaks as long as it stands on its line, or as long as people talk in it. Where a person resolved it, that
// person has decided. Where we resolved it ourselves, its finding has come back.
function stillSpeaks(thread: PostedThread): boolean {
  if (thread.state !== "open") return thread.state === "resolved-by-someone";
  return thread.replied || (!thread.outdated && !thread.folded);
}

// A head that was reviewed gets no second review, except where a force push has come back to it: what was said then we
// have ended in between. A thread that merely looks outdated is not posted again, or it could be so without end.
function wereEnded(threads: readonly PostedThread[], head: string): boolean {
  return (
    threads.length > 0 &&
    threads.every(({ headSha, state, folded }) => headSha !== head || folded || state === "resolved-by-us")
  );
}

// A review whose new comments arrived, while its old ones could not be folded any more.
function replacedThreads(threads: readonly PostedThread[]): PostedThread[] {
  const speaking = new Set(
    threads.flatMap((thread) => (thread.state === "open" && stillSpeaks(thread) ? [thread.fingerprint] : [])),
  );
  return threads.filter(
    (thread) =>
      thread.state === "open" && !thread.folded && !stillSpeaks(thread) && speaking.has(thread.fingerprint),
  );
}

// A finding can also lose its comment because its line left the diff, or because its file cannot be read any more:
// then it is not fixed.
function fixedThreads(plan: ReviewPlan, threads: readonly PostedThread[]): PostedThread[] {
  const standing = plan.findings.filter(({ waived }) => waived === null);
  const open = new Set(standing.map((finding) => fingerprintOf(finding.id)));
  for (const comment of plan.comments) open.add(comment.fingerprint);
  const unread = new Set(plan.problems.filter(isUnjudged).map((problem) => problem.path));
  return threads.filter(
    (thread) => thread.state === "open" && !open.has(thread.fingerprint) && !unread.has(thread.path),
  );
}

// Findings without an inline comment stand in the review's body alone; one of them can be news too.
function toldInBody(plan: ReviewPlan): string[] {
  const inline = new Set(plan.comments.flatMap((comment) => comment.findings));
  return plan.spoken
    .filter((id) => !inline.has(id))
    .map(shortHash)
    .slice(0, MAX_TOLD);
}
