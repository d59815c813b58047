import type { Conclusion } from "../../review/review-plan.js";
import { linksToRollout } from "../../review/write/link-rollout.js";
import { CHECK_NAME } from "../client/github-client.js";
import type { PostedCheckRun } from "../posted.js";
import type { CheckAction, CheckContent } from "./check-content.js";
import { type CheckRunOutput, outputOf } from "./check-run-output.js";
import { ownVerdictOf } from "./own-verdict.js";

/** The request that makes the check run say it; null where it says so already. */
export type CheckRequest =
  | {
      kind: "create";
      body: {
        name: string;
        head_sha: string;
        external_id: string;
        status: "completed";
        conclusion: Conclusion;
        output: CheckRunOutput;
        actions: CheckAction[];
        details_url?: string;
      };
    }
  | {
      kind: "update";
      id: number;
      body: {
        status: "completed";
        conclusion: Conclusion;
        output: CheckRunOutput;
        actions: CheckAction[];
        details_url?: string;
      };
    };

/**
 * Compares a verdict with the runs on its commit, the newest first. GitHub looks at the newest, so it has to say it. A run
 * can be updated, but annotations are only ever added to it: a run that has some and is to say something else is left
 * behind, and GitHub shows the newer one. So is one whose details are on a page that does not hold any more.
 */
export function reconcileCheck(
  verdict: CheckContent,
  runs: readonly PostedCheckRun[],
  askedAgain = false,
): CheckRequest | null {
  const output = outputOf(verdict);
  const [newest] = runs;
  const run = runs.find((each) => each.externalId === verdict.externalId);
  // A run keeps the buttons that it has unless it is told which.
  const { conclusion, actions, detailsUrl } = verdict;
  const complete = {
    ...{ status: "completed" as const, conclusion, actions: [...actions] },
    ...(detailsUrl === null ? {} : { details_url: detailsUrl }),
  };
  // A run keeps the page that its details are on, too, and cannot be told to have none.
  const misleads = detailsUrl === null && linksToRollout(run?.summary ?? "");
  if (run?.completed && saysIt(newest, conclusion, output)) {
    const same = run === newest ? run.summary === output.summary : remembers(run, verdict);
    if (same && !askedAgain) return null;
    if ((same || run === newest) && !misleads)
      return { kind: "update", id: run.id, body: { ...complete, output: withoutAnnotations(output, run) } };
  }
  if (run !== undefined && run === newest && !run.hasAnnotations && !misleads) {
    return { kind: "update", id: run.id, body: { ...complete, output } };
  }
  const { headSha, externalId } = verdict;
  return {
    kind: "create",
    body: { name: CHECK_NAME, head_sha: headSha, external_id: externalId, ...complete, output },
  };
}

function saysIt(run: PostedCheckRun | undefined, conclusion: Conclusion, output: CheckRunOutput): boolean {
  return run?.completed === true && run.conclusion === conclusion && run.title === output.title;
}

// Another pull request's run speaks for this one too, and this one's own keeps its own verdict.
function remembers(run: PostedCheckRun, { own }: CheckContent): boolean {
  const known = ownVerdictOf(run);
  return (
    known !== null &&
    known.conclusion === own?.conclusion &&
    known.title === own.title &&
    known.digest === own.digest
  );
}

function withoutAnnotations(output: CheckRunOutput, run: PostedCheckRun): CheckRunOutput {
  return run.hasAnnotations ? { title: output.title, summary: output.summary } : output;
}
