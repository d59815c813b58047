import { shortened } from "../../words/quote.js";
import type { GitHubClient } from "../client/github-client.js";
import { askGitHub } from "../client/github-failure.js";
import type { ReviewTarget } from "../load/review-target.js";
import type { SharedHeads } from "../memory/shared-heads.js";
import type { PostedCheckRun } from "../posted.js";
import { MAX_SUMMARY } from "./check-run-output.js";
import { withOtherDigest } from "./own-verdict.js";
import { unpostedSentence } from "./with-unposted.js";

/**
 * Says in a check run whose verdict stands that not all of its review is on the pull request; `reference` names the fault
 * in the log. Its buttons, its annotations and the page of its details stay.
 */
export async function noteUnposted(
  octokit: GitHubClient,
  target: ReviewTarget,
  run: PostedCheckRun,
  { error, reference }: { error: unknown; reference: string },
  heads: SharedHeads,
): Promise<void> {
  const sentence = unpostedSentence(error, reference);
  const before = run.summary ?? "";
  if (before.includes(sentence)) return;
  const room = MAX_SUMMARY - sentence.length - 2;
  const summary = `${shortened(withOtherDigest(before, sentence), room)}\n\n${sentence}`;
  await heads.inTurn(target, async () => {
    const { data } = await askGitHub("Posting the check run", () =>
      octokit.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
        ...target.repository,
        check_run_id: run.id,
        output: { title: run.title ?? "", summary },
        request: { retries: 0 },
      }),
    );
    await heads.remember(target, { ...run, summary, completedAt: data.completed_at });
  });
}
