/**
 * The merge queue of a branch: every pull request in it is tested on top of those ahead of it, on a branch of the queue's
 * own that goes as soon as something ahead changes.
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
 */
import { deleteRef, updateRef } from "../git/bare-repository.js";
import { listCommits } from "../git/list-commits.js";
import { baseTip, compareOfPull } from "./diffs.js";
import { closeAsMerged, commitTree, mergedTree } from "./merging.js";
import type { Account, MergeGroup, MergeQueue, PullRequest, QueueEntry, Repository } from "./model.js";
import { pushBranch } from "./push.js";
import { Refusal } from "./refusal.js";
import { identify, now, type World } from "./world.js";

/** The queue of a branch; made at its first use. */
export function queueOf(repository: Repository, baseRef: string): MergeQueue {
  const queue: MergeQueue = repository.queues.get(baseRef) ?? {
    ...{ repository, baseRef, mergeMethod: "MERGE", entries: [] },
  };
  repository.queues.set(baseRef, queue);
  return queue;
}

/** Puts a pull request at the end of its queue and asks for the checks of its group, whose parent is the entry ahead. */
export async function enqueuePullRequest(
  world: World,
  pull: PullRequest,
  user: Account,
): Promise<MergeGroup> {
  return askForChecks(world, await addEntry(world, pull, user), parentOf);
}

/**
 * Puts several pull requests into their queue and asks for the checks of the last alone, whose group then begins at the
 * branch: a queue does so where it may build fewer groups than it has entries.
 */
export async function enqueueTogether(
  world: World,
  pulls: readonly PullRequest[],
  user: Account,
): Promise<MergeGroup> {
  let last: QueueEntry | undefined;
  for (const pull of pulls) last = await addEntry(world, pull, user);
  return askForChecks(world, last!, ({ pull }) => baseTip(pull));
}

/** Takes a pull request out of its queue; the groups behind it are destroyed and asked for anew. */
export async function dequeuePullRequest(
  world: World,
  pull: PullRequest,
  user: Account,
): Promise<MergeGroup[]> {
  const queue = queueOf(pull.repository, pull.base.ref);
  const place = queue.entries.findIndex((entry) => entry.pull === pull);
  if (place < 0) throw new Refusal(422, "The pull request is not in the merge queue");
  const [removed, ...behind] = queue.entries.splice(place);
  await destroy(world, removed!, "dequeued", user);
  for (const entry of behind) await destroy(world, entry, "invalidated", user);
  const rebuilt: MergeGroup[] = [];
  for (const { pull: again, group, enqueuer } of behind) {
    const entry = await addEntry(world, again, enqueuer);
    // Whose checks were not asked for before are not now: a later entry's group holds it.
    if (group !== null) rebuilt.push(await askForChecks(world, entry, parentOf));
  }
  return rebuilt;
}

/** Merges the first entries of a queue, up to the one whose group it is, as GitHub does once its checks have passed. */
export async function mergeGroup(world: World, queue: MergeQueue, group: MergeGroup): Promise<void> {
  const place = queue.entries.findIndex(({ headSha }) => headSha === group.headSha);
  if (place < 0) throw new Refusal(422, "The merge queue has no such group");
  const merged = queue.entries.splice(0, place + 1);
  const { repository, baseRef } = queue;
  for (const { pull, headSha, enqueuer } of merged) closeAsMerged(pull, headSha, enqueuer);
  const user = merged.at(-1)!.enqueuer;
  await pushBranch(world, repository, baseRef, group.headSha, user);
  for (const entry of merged) {
    const { pull, enqueuer: sender } = entry;
    world.tell({ name: "pull_request", action: "closed", repository, sender, pull: { ...pull } });
    await destroy(world, entry, "merged", sender);
  }
}

const parentOf = ({ baseSha }: QueueEntry): string => baseSha;

async function addEntry(world: World, pull: PullRequest, enqueuer: Account): Promise<QueueEntry> {
  const queue = queueOf(pull.repository, pull.base.ref);
  const baseSha = queue.entries.at(-1)?.headSha ?? baseTip(pull);
  const headSha = await build(queue, pull, baseSha, enqueuer);
  const entry = identify(world, "MergeQueueEntry", {
    ...{ queue, pull, enqueuer, enqueuedAt: now(), baseSha, headSha, group: null },
  });
  queue.entries.push(entry);
  return entry;
}

async function build(
  { repository, mergeMethod }: MergeQueue,
  pull: PullRequest,
  onto: string,
  user: Account,
): Promise<string> {
  const { number, title, head } = pull;
  if (mergeMethod === "REBASE") return rebase(pull, onto, user);
  const tree = await mergedTree(pull, onto);
  if (mergeMethod === "SQUASH")
    return commitTree(repository, { tree, parents: [onto], message: `${title} (#${number})\n`, user });
  const message = `Merge pull request #${number} from ${head.repository.owner.login}/${head.ref}\n\n${title}\n`;
  return commitTree(repository, { tree, parents: [onto, head.sha], message, user });
}

async function rebase(pull: PullRequest, onto: string, user: Account): Promise<string> {
  const { repository, head } = pull;
  const { mergeBase } = await compareOfPull(pull);
  let tip = onto;
  for (const { sha, message } of await listCommits(repository.git, mergeBase!, head.sha)) {
    const tree = await mergedTree(pull, tip, sha);
    tip = await commitTree(repository, { tree, parents: [tip], message: `${message}\n`, user });
  }
  return tip;
}

async function askForChecks(
  world: World,
  entry: QueueEntry,
  baseOf: (entry: QueueEntry) => string,
): Promise<MergeGroup> {
  const { queue, pull, headSha, enqueuer: sender } = entry;
  const { repository, baseRef } = queue;
  const baseSha = baseOf(entry);
  const branch = `gh-readonly-queue/${baseRef}/pr-${pull.number}-${baseSha}`;
  await updateRef(repository.git, `refs/heads/${branch}`, headSha);
  repository.branches.set(branch, headSha);
  entry.group = {
    ...{ headSha, headRef: `refs/heads/${branch}` },
    ...{ baseSha, baseRef: `refs/heads/${baseRef}` },
  };
  world.tell({ name: "merge_group", action: "checks_requested", repository, sender, ...entry.group });
  return entry.group;
}

async function destroy(
  world: World,
  { queue, group }: QueueEntry,
  reason: "merged" | "invalidated" | "dequeued",
  sender: Account,
): Promise<void> {
  if (group === null) return;
  const { repository } = queue;
  await deleteRef(repository.git, group.headRef);
  repository.branches.delete(group.headRef.replace("refs/heads/", ""));
  world.tell({ name: "merge_group", action: "destroyed", reason, repository, sender, ...group });
}
