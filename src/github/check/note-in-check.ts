import { CHECK_NAME, type GitHubClient, type RepositoryRef } from "../client/github-client.js";
import { askGitHub } from "../client/github-failure.js";
import { MAX_SUMMARY } from "./check-run-output.js";
import { FIX_ACTION } from "./fix-action.js";

const OPEN = "<!-- surefoot:note -->";
const CLOSE = "<!-- /surefoot:note -->";
const NOTE = new RegExp(`${OPEN}[\\s\\S]*?${CLOSE}\n*`);

/** A run's memory of its own pull request stands before everything else: see own-verdict.ts. */
const MARKED = /^((?:<!-- surefoot:verdict [^>]*-->\n+)?)([\s\S]*)$/;

/** Answers a press of a check run's button, at the top of the run's summary; a later answer takes its place. */
export async function noteInCheck(
  octokit: GitHubClient,
  repository: RepositoryRef,
  checkRunId: number,
  note: string,
): Promise<void> {
  const run = { ...repository, check_run_id: checkRunId };
  const { data } = await askGitHub("Reading the check run", () =>
    octokit.request("GET /repos/{owner}/{repo}/check-runs/{check_run_id}", run),
  );
  const { title, summary } = data.output;
  const [, marker, rest] = MARKED.exec((summary ?? "").replace(NOTE, "")) as unknown as [
    string,
    string,
    string,
  ];
  // The summary ends with hidden markers, which have to stay.
  const room = MAX_SUMMARY - marker.length - rest.length - OPEN.length - CLOSE.length - 4;
  await askGitHub("Answering in the check run", () =>
    octokit.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
      ...run,
      output: {
        title: title ?? CHECK_NAME,
        summary: `${marker}${OPEN}\n${note.slice(0, Math.max(0, room))}\n${CLOSE}\n\n${rest}`,
      },
      actions: [FIX_ACTION],
      request: { retries: 0 },
    }),
  );
}
