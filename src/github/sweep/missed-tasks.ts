/** The tasks of one installation that were missed: groups of merge queues, reviews, and commands. */
import type { GitHubClient } from "../client/github-client.js";
import { GitHubFailure } from "../client/github-failure.js";
import type { ClientFor } from "../client/installation-client.js";
import type { Log } from "../client/log.js";
import { allows, grantedPermissions } from "../client/permissions.js";
import type { SweepNotes } from "../memory/sweep-notes.js";
import type { ReviewMergeGroup, Task } from "../task.js";
import { type ChangedRepository, changedRepositories } from "./changed-repositories.js";
import { missedMergeGroups } from "./missed-merge-groups.js";
import { isChecked, reviewOfMissed } from "./missed-reviews.js";
import { type MaySpend, readPages, usableIds } from "./open-pulls.js";
import { unansweredCommands, type WrittenIn } from "./unanswered-commands.js";
import { unchangedPages } from "./unchanged-pages.js";

/** Open pull requests that one query may ask for. Repositories of about the same size are asked for together. */
const PULLS_A_QUERY = 200;
const REPOSITORIES_A_QUERY = 20;
const PULLS_A_PAGE = 50;

/** A command that waits for longer than this has been forgotten by whoever gave it. */
const COMMANDS_MS = 24 * 3_600_000;

export interface MissedTools {
  appId: number;
  clientFor: ClientFor;
  notes: SweepNotes;
  log: Log;
  /** aborted where the process stops */
  stopped: AbortSignal;
}

interface SpendingTools extends MissedTools {
  maySpend: MaySpend;
}

/** One look at what was missed. */
export interface Look {
  /** milliseconds */
  now: number;
  /** milliseconds in which a webhook may still be under way: what changed within them is left to the next look */
  graceMs: number;
  /** the first of this process */
  isFirst: boolean;
}

/** Finds them, and reads on as they are taken. */
export async function* missedTasks(
  installationId: number,
  look: Look,
  tools: MissedTools,
): AsyncGenerator<Task> {
  const { clientFor, stopped, notes } = tools;
  if (stopped.aborted) return;
  const octokit = await clientFor(installationId);
  // Without the right to write checks nothing would tell that a pull request was reviewed.
  if (!look.isFirst && !allows(await grantedPermissions(octokit), "checks", "write")) return;
  const maySpend = spender(installationId, tools);
  const ids = await repositoriesOf(octokit, installationId, { notes, maySpend });
  // A queue drops who does not answer, so its groups come before everything else.
  yield* missedGroups(octokit, installationId, ids, { ...tools, maySpend });
  const swept = await notes.swept(installationId);
  const changed = await changedRepositories(octokit, ids, swept, maySpend);
  for (const some of together(changed)) {
    if (stopped.aborted) return;
    yield* missedIn(octokit, installationId, some, look, { ...tools, maySpend });
  }
}

// A page that is as it was costs nothing, and is counted all the same.
async function repositoriesOf(
  octokit: GitHubClient,
  installationId: number,
  { notes, maySpend }: Pick<SpendingTools, "notes" | "maySpend">,
): Promise<string[]> {
  const pages = unchangedPages<string>(
    octokit,
    {
      ...{ owner: `installation ${installationId}`, path: "/installation/repositories?per_page=100" },
      ...{ doing: "Listing the repositories", keep: usableIds },
    },
    notes,
  );
  const ids: string[] = [];
  for await (const page of pages) {
    ids.push(...page);
    if (!(await maySpend(1))) break;
  }
  return ids;
}

// Repositories that are left out for want of points are the next look's, since nothing is noted of them.
function spender(installationId: number, { notes, log }: MissedTools): MaySpend {
  let isSpent = false;
  return async (points) => {
    if (isSpent) return false;
    isSpent = !(await notes.spend(installationId, points));
    if (isSpent)
      log.info(
        { installationId },
        "The sweep has spent its part of an installation's budget; it goes on later",
      );
    return !isSpent;
  };
}

function together(changed: readonly ChangedRepository[]): ChangedRepository[][] {
  const groups: ChangedRepository[][] = [];
  for (const repository of changed) {
    const last = groups.at(-1);
    const size = Math.min(repository.count, PULLS_A_PAGE);
    // The largest comes last, and all pages of a query have its size.
    if (last !== undefined && last.length < REPOSITORIES_A_QUERY && (last.length + 1) * size <= PULLS_A_QUERY)
      last.push(repository);
    else groups.push([repository]);
  }
  return groups;
}

async function* missedIn(
  octokit: GitHubClient,
  installationId: number,
  repositories: readonly ChangedRepository[],
  { now, graceMs }: Look,
  { appId, notes, maySpend, stopped }: SpendingTools,
): AsyncGenerator<Task> {
  const byId = new Map(repositories.map((each) => [each.id, each]));
  const time: WrittenIn = { from: moment(now - COMMANDS_MS), to: moment(now - graceMs) };
  const open = new Map<string, string>();
  const pages = readPages(octokit, appId, [...byId.keys()], {
    pulls: Math.min(Math.max(...repositories.map(({ count }) => count), 1), PULLS_A_PAGE),
    since: (id) => byId.get(id)!.since,
    maySpend,
  });
  for await (const { repositoryId, pulls, complete } of pages) {
    for (const pull of pulls.filter((each) => !isChecked(each))) {
      open.set(repositoryId, oldest(open.get(repositoryId), pull.updatedAt));
      if (stopped.aborted) return;
      if (pull.updatedAt <= time.to) yield reviewOfMissed(installationId, pull);
    }
    yield* await unansweredCommands(octokit, installationId, pulls, time, maySpend);
    const { newest } = byId.get(repositoryId)!;
    // What changed a moment ago is looked at again: GitHub reads from copies that can lag behind, and a second is long.
    if (complete)
      await notes.note(installationId, repositoryId, {
        newest: oldest(newest, moment(now - graceMs - 60_000)),
        open: open.get(repositoryId) ?? null,
      });
  }
}

function oldest(one: string | undefined, other: string): string {
  return one === undefined || other < one ? other : one;
}

/** As GitHub writes moments: in UTC, to the second. */
function moment(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

// Where merge queues may not be read, or the server has none, the pull requests are swept all the same.
async function* missedGroups(
  octokit: GitHubClient,
  installationId: number,
  repositoryIds: readonly string[],
  { appId, log, stopped, maySpend }: SpendingTools,
): AsyncGenerator<ReviewMergeGroup> {
  try {
    for await (const group of missedMergeGroups(octokit, installationId, appId, {
      repositoryIds,
      maySpend,
    })) {
      if (stopped.aborted) return;
      yield group;
    }
  } catch (error) {
    if (error instanceof GitHubFailure && error.retryable) throw error;
    log.warn({ installationId, err: error }, "The merge queues could not be swept");
  }
}
