/**
 * Which pull requests a merge queue's group holds. The event does not say. The queue's own entries do, as long as the
 * group is in it; after that only the commits' messages are left, and the name of the branch, which has the last number.
 * The pull requests that GitHub associates with a commit are no way: it has none for the commits that a queue squashes
 * or rebases (https://github.com/nexu-io/open-design/pull/4742, https://github.com/Gentleman-Programming/engram/issues/1325).
 */
import type { GitHubClient, RepositoryRef } from "../client/github-client.js";
import { askGitHub, GitHubFailure } from "../client/github-failure.js";
import type { Log } from "../client/log.js";
import type { ComparedCommit } from "../load/contents/list-changed-files.js";
import type { MergeGroupRef } from "./merge-group-ref.js";

/** An entry of a merge queue, the first in line first. */
export interface QueueEntry {
  headSha: string | null;
  pullNumber: number;
}

/** The commits that the branch of a group adds to its base. */
interface GroupCommits {
  headSha: string;
  /** where the comparison begins */
  mergeBase: string;
  /** null where there are more than a comparison lists */
  commits: readonly ComparedCommit[] | null;
}

/** Numbers of the pull requests in a group, the first to be merged first. */
interface GroupPulls {
  numbers: number[];
  /** false where there may be others */
  complete: boolean;
}

const QUEUE = `query($owner: String!, $repo: String!, $branch: String!) {
  repository(owner: $owner, name: $repo) {
    mergeQueue(branch: $branch) {
      entries(first: 100) { nodes { headCommit { oid } pullRequest { number } } }
    }
  }
}`;

interface Answer {
  repository: {
    mergeQueue: {
      entries: {
        nodes:
          | ({ headCommit: { oid: string } | null; pullRequest: { number: number } | null } | null)[]
          | null;
      } | null;
    } | null;
  } | null;
}

/** The entries of a branch's merge queue; null where GitHub does not tell, which must not fail a review. */
export async function readMergeQueue(
  octokit: GitHubClient,
  repository: RepositoryRef,
  branch: string,
  log: Log,
): Promise<QueueEntry[] | null> {
  try {
    const answer = await askGitHub("Reading the merge queue", () =>
      octokit.graphql<Answer>(QUEUE, { ...repository, branch }),
    );
    const nodes = answer.repository?.mergeQueue?.entries?.nodes ?? [];
    return nodes.flatMap((node) =>
      node?.pullRequest
        ? [{ headSha: node.headCommit?.oid ?? null, pullNumber: node.pullRequest.number }]
        : [],
    );
  } catch (error) {
    // Where GitHub asks to wait, everything else waits too.
    if (!(error instanceof GitHubFailure) || error.retryAfterMs !== null) throw error;
    log.warn({ ...repository, err: error }, "The merge queue could not be read");
    return null;
  }
}

/** The pull requests of a group, by its queue or else by its commits. */
export function pullsOfGroup(
  group: GroupCommits,
  queue: readonly QueueEntry[] | null,
  ref: MergeGroupRef | null,
): GroupPulls {
  return pullsInQueue(group, queue ?? []) ?? pullsInMessages(group, ref);
}

// An entry's head commit has all that is ahead of it, so the commits of the group that are such heads are its entries.
function pullsInQueue({ headSha, commits }: GroupCommits, queue: readonly QueueEntry[]): GroupPulls | null {
  const place = queue.findIndex((entry) => entry.headSha === headSha);
  if (place < 0) return null;
  const ahead = queue.slice(0, place + 1);
  const added = commits === null ? null : new Set(commits.map(({ sha }) => sha));
  const held = ahead.filter((entry) => entry.headSha !== null && (added?.has(entry.headSha) ?? true));
  return { numbers: held.map(({ pullNumber }) => pullNumber), complete: true };
}

// Along the first parents every commit is one that the queue made. A merge commit's message is GitHub's own. A squashed
// commit's title ends in the number that GitHub appends; a rebased one has its author's message and can end in any
// number, so titles count only where the last one has the number that the branch's name has.
function pullsInMessages(
  { headSha, mergeBase, commits }: GroupCommits,
  ref: MergeGroupRef | null,
): GroupPulls {
  const known = new Map((commits ?? []).map((commit) => [commit.sha, commit]));
  const numbers: (number | null)[] = [];
  for (let at = known.get(headSha); at !== undefined; at = known.get(at.parents[0] ?? mergeBase)) {
    numbers.unshift(numberIn(at));
    if (numbers.length > known.size) break;
  }
  const last = ref?.pullNumber ?? null;
  if (numbers.length > 0 && !numbers.includes(null) && (last === null || numbers.at(-1) === last))
    return { numbers: [...new Set(numbers as number[])], complete: true };
  return { numbers: last === null ? [] : [last], complete: false };
}

function numberIn({ message, parents }: ComparedCommit): number | null {
  const [title = ""] = message.split("\n", 1);
  const pattern = parents.length > 1 ? /^Merge pull request #([1-9]\d{0,9})\b/ : /\(#([1-9]\d{0,9})\)$/;
  const match = pattern.exec(title.trim());
  return match === null ? null : Number(match[1]);
}
