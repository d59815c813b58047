/** "Fix all": one commit with every proven fix of a pull request, for a person who may write to its branch. */

import type { Analyse } from "../../analysis/analysis.js";
import type { Change } from "../../analysis/jobs.js";
import type { RenderElsewhere } from "../../analysis/render-elsewhere.js";
import { textsToEdit } from "../../render/render-sources.js";
import type { FixOutcome, FixRefusal } from "../../review/answers/fix-answer.js";
import { circumstancesAt } from "../../review/circumstances.js";
import type { LeftReason } from "../../review/left-file.js";
import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import { GitHubFailure } from "../client/github-failure.js";
import type { Log } from "../client/log.js";
import { allows } from "../client/permissions.js";
import { type LoadingTools, loadNewest } from "../load/load-newest.js";
import { loadRenderings } from "../load/load-renderings.js";
import { commitFixes } from "./commit-fixes.js";
import { requestTrailer, trailersFor } from "./commit-trailers.js";
import { exactTexts } from "./exact-texts.js";
import { readHeadFiles } from "./read-head-files.js";
import { ownsFork, type PullRequestEnds, readPullRequestEnds } from "./read-pull-request-ends.js";
import { mayWrite, type Sender } from "./sender-access.js";

interface FixRequest {
  repository: RepositoryRef;
  number: number;
  sender: Sender;
  /** names this request in the commit, so that it is never made twice: of letters, digits and dashes */
  reference: string;
}

interface FixTools extends LoadingTools {
  publicUrl: string | undefined;
  log: Log;
  analyse: Analyse;
  render: RenderElsewhere | undefined;
}

/** A branch that moves again and again is tried so often before the queue waits. */
const MAX_MOVES = 3;

/** Commits what can be fixed at the newest head. */
export async function fixPullRequest(
  octokit: GitHubClient,
  request: FixRequest,
  tools: FixTools,
): Promise<FixOutcome> {
  for (let moves = 0; moves < MAX_MOVES; moves += 1) {
    const ends = await readPullRequestEnds(octokit, request.repository, request.number);
    if (ends.state !== "open") return { kind: "nothing", reason: ends.state };
    const refusal = await refusalOf(octokit, request, ends, tools);
    if (refusal !== null) return { kind: "refused", reason: refusal };
    const outcome = await fixAt(octokit, request, ends, tools);
    if (outcome !== "stale") return outcome;
  }
  throw new GitHubFailure("The branch moved while its fixes were made", { retryable: true });
}

/**
 * A person who may write to the repository may have its branches fixed, and a fork's where its author lets maintainers
 * in; the owner of the fork may have it fixed. That is what GitHub lets each of them do by hand.
 */
async function refusalOf(
  octokit: GitHubClient,
  { repository, sender }: FixRequest,
  ends: PullRequestEnds,
  { granted }: FixTools,
): Promise<FixRefusal | null> {
  const { head } = ends;
  const isOwnFork = ownsFork(ends, sender);
  if (!isOwnFork && !(await mayWrite(octokit, repository, sender))) return "sender";
  if (!allows(granted, "contents", "write")) return "permission";
  if (head.repository === null) return "no-branch";
  return head.repository.isFork && !isOwnFork && !head.repository.letsMaintainersIn ? "fork-closed" : null;
}

async function fixAt(
  octokit: GitHubClient,
  request: FixRequest,
  ends: PullRequestEnds,
  tools: FixTools,
): Promise<FixOutcome | "stale"> {
  const { change, excluded, landed } = await loadExactly(octokit, request, ends, tools);
  if (landed !== null) return { kind: "committed", sha: landed, made: null, left: [], inPart: false };
  const { files, fixes, left, inPart, message } = await tools.analyse("fix", {
    ...{ ...change, excluded },
    forDependabot: ends.byDependabot,
    trailers: trailersFor(request, ends),
  });
  if (files.length === 0) return { kind: "nothing", reason: "no-fixes", left, inPart };
  tools.signal.throwIfAborted();
  const fork = ends.head.repository!;
  const result = await commitFixes(octokit, {
    repository: fork.fullName,
    branch: ends.head.ref,
    headSha: change.changeSet.head,
    ...{ message, files },
  });
  if (result.kind === "stale") return "stale";
  if (result.kind === "refused") return { kind: "refused", reason: reasonFor(result.code, fork.isFork) };
  return { kind: "committed", sha: result.sha, made: { fixes, files: files.length }, left, inPart };
}

interface Exact {
  /** the change with the exact texts of the files that have fixes */
  change: Change;
  excluded: Map<string, LeftReason>;
  /** the commit that an earlier try of this request has made */
  landed: string | null;
}

async function loadExactly(
  octokit: GitHubClient,
  { repository, number, reference }: FixRequest,
  { head, baseRef }: PullRequestEnds,
  tools: FixTools,
): Promise<Exact> {
  const pull = { repository, number, head: { sha: head.sha, baseRef } };
  const { target, loaded } = await loadNewest(octokit, pull, tools);
  const { policy } = loaded;
  const circumstances = circumstancesAt(new Date(), tools.publicUrl);
  const { changeSet: listed, renderings } = await loadRenderings(loaded, tools);
  const paths = await tools.analyse("fixablePaths", { changeSet: listed, renderings, policy, circumstances });
  const { files, commits } = await readHeadFiles(octokit, repository, number, target.headSha, paths);
  const landed = commits.findLast(({ message }) => message.split("\n").includes(requestTrailer(reference)));
  const beside = textsToEdit(renderings);
  const { changeSet, excluded } = await exactTexts(octokit, repository, listed, paths, files, beside);
  return { change: { changeSet, renderings, policy, circumstances }, excluded, landed: landed?.oid ?? null };
}

// GitHub says that a fork is not found where it may not be written to.
function reasonFor(code: string, isFork: boolean): FixRefusal {
  const isDenied = code === "FORBIDDEN" || code === "NOT_FOUND" || code === "403" || code === "404";
  if (isFork) return isDenied ? "fork" : "branch";
  return code === "NOT_FOUND" || code === "404" ? "no-branch" : "branch";
}
