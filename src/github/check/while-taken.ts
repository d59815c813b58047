/**
 * A pull request that no event has asked for may be the one that the process ended with: its event was lost with the process.
 * Nothing else remembers that, so while such a one is reviewed its check run says so, and a run that still says so at
 * the next start is one whose review the process did not survive.
 */
import { CHECK_NAME, type GitHubClient } from "../client/github-client.js";
import { askGitHub } from "../client/github-failure.js";
import { externalIdOf } from "../load/external-id.js";
import type { ReviewTarget } from "../load/review-target.js";
import type { SharedHeads } from "../memory/shared-heads.js";
import type { PostedCheckRun } from "../posted.js";

const TAKEN = "<!-- surefoot:taken -->";
const TITLE = "Surefoot reviews this change";
const UNDER_WAY = "The review is under way.";

interface Missed {
  target: ReviewTarget;
  /** this App's runs on the commit */
  runs: readonly PostedCheckRun[];
  /** aborted where the process stops: what ends then is no review's fault */
  stopped: AbortSignal;
}

/** Whether a process has ended while it reviewed this, after another was lost or away. */
export function wasTaken({ target, runs }: Pick<Missed, "target" | "runs">): boolean {
  const own = ownRun(target, runs);
  return own !== undefined && !own.completed && (own.summary ?? "").includes(TAKEN);
}

/** Does the work while the check run says that it is under way; with the runs as they are then. */
export async function whileTaken<T>(
  octokit: GitHubClient,
  { target, runs, stopped }: Missed,
  heads: SharedHeads,
  work: (runs: PostedCheckRun[]) => Promise<T>,
): Promise<T> {
  const own = ownRun(target, runs);
  // A head that was judged once did not end the process; and one that stops takes nothing that it may not finish.
  if (own?.completed || stopped.aborted) return work([...runs]);
  const taken = await heads.inTurn(target, () => take(octokit, target, own));
  const letGo = (): Promise<void> => release(octokit, target, taken, heads);
  stopped.addEventListener("abort", letGo, { once: true });
  try {
    // It may have been told to stop in the meantime.
    if (stopped.aborted) await letGo();
    return await work([taken, ...runs.filter(({ id }) => id !== taken.id)]);
  } catch (error) {
    await letGo();
    throw error;
  } finally {
    stopped.removeEventListener("abort", letGo);
  }
}

function ownRun(target: ReviewTarget, runs: readonly PostedCheckRun[]): PostedCheckRun | undefined {
  return runs.find(({ externalId }) => externalId === externalIdOf(target));
}

async function take(
  octokit: GitHubClient,
  target: ReviewTarget,
  own: PostedCheckRun | undefined,
): Promise<PostedCheckRun> {
  const externalId = externalIdOf(target);
  const output = { title: TITLE, summary: `${UNDER_WAY}\n\n${TAKEN}` };
  const body = { ...target.repository, status: "in_progress" as const, output, request: { retries: 0 } };
  const { data } = await askGitHub("Posting the check run", async () =>
    own === undefined
      ? octokit.request("POST /repos/{owner}/{repo}/check-runs", {
          ...{ name: CHECK_NAME, head_sha: target.headSha, external_id: externalId },
          ...body,
        })
      : octokit.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
          check_run_id: own.id,
          ...body,
        }),
  );
  return {
    ...{ id: Number(data.id), externalId, completed: false, completedAt: null, conclusion: null },
    ...{ ...output, hasAnnotations: own?.hasAnnotations ?? false },
  };
}

// The process lives on: whatever went wrong did not end it. Where GitHub does not take that, the next start is too careful.
async function release(
  octokit: GitHubClient,
  target: ReviewTarget,
  { id }: PostedCheckRun,
  heads: SharedHeads,
): Promise<void> {
  await heads
    .inTurn(target, async () => {
      const now = (await heads.complete(target, [])).find((run) => run.id === id);
      if (now?.completed) return;
      await octokit.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
        ...target.repository,
        check_run_id: id,
        output: { title: TITLE, summary: UNDER_WAY },
        request: { retries: 0 },
      });
    })
    .catch(() => {});
}
