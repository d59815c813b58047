/** Pushes: a branch moves, and with it the pull requests that come from it. */
import { deleteRef, fetchObjects, isAncestor, NO_COMMIT, updateRef } from "../git/bare-repository.js";
import { type Content, writeCommit } from "../git/write-commit.js";
import { allows, installationOf } from "./apps.js";
import { baseTip } from "./diffs.js";
import type { Account, PullRequest, Repository } from "./model.js";
import { Refusal } from "./refusal.js";
import { addSuite, findSuite } from "./suites.js";
import { now, type World } from "./world.js";

export interface NewCommit {
  changes: Readonly<Record<string, Content>>;
  message: string;
  author: Account;
  /** where it is not the author: GitHub itself commits for who presses a button */
  committer?: { name: string; email: string };
}

/** Commits onto a commit, or onto nothing; no branch has it yet. */
export async function makeCommit(
  repository: Repository,
  parents: readonly string[],
  { changes, message, author, committer = author }: NewCommit,
): Promise<string> {
  const at = Date.now();
  return writeCommit(repository.git, {
    parents,
    changes,
    message,
    author: { name: author.name, email: author.email, at },
    committer: { ...committer, at },
  });
}

/** Commits onto a branch and pushes it; without a branch of that name it starts from `from`, or from nothing. */
export async function pushCommit(
  world: World,
  repository: Repository,
  branch: string,
  commit: NewCommit,
  from?: string,
): Promise<string> {
  const parent = repository.branches.get(branch) ?? from;
  const sha = await makeCommit(repository, parent === undefined ? [] : [parent], commit);
  await pushBranch(world, repository, branch, sha, commit.author);
  return sha;
}

/** Points a branch at a commit that the repository has, whatever it pointed at before. */
export async function pushBranch(
  world: World,
  repository: Repository,
  branch: string,
  sha: string,
  sender: Account,
): Promise<void> {
  await repository.inTurn(async () => {
    const before = repository.branches.get(branch);
    if (before === sha) return;
    await updateRef(repository.git, `refs/heads/${branch}`, sha);
    repository.branches.set(branch, sha);
    repository.pushedAt = now();
    const forced = before !== undefined && !(await isAncestor(repository.git, before, sha));
    const ref = `refs/heads/${branch}`;
    world.tell({ name: "push", repository, sender, ref, before: before ?? NO_COMMIT, after: sha, forced });
    requestSuites(world, repository, sha, branch, before ?? null);
    for (const pull of pullsFrom(world, repository, branch)) await moveHead(world, pull, sha, sender);
  });
}

/** Takes a branch away; the pull requests that come from it close. */
export async function deleteBranch(
  world: World,
  repository: Repository,
  branch: string,
  sender: Account,
): Promise<void> {
  await repository.inTurn(async () => {
    const before = repository.branches.get(branch);
    if (before === undefined) throw new Refusal(422, "Reference does not exist");
    await deleteRef(repository.git, `refs/heads/${branch}`);
    repository.branches.delete(branch);
    world.tell({
      ...{ name: "push", repository, sender, ref: `refs/heads/${branch}` },
      ...{ before, after: NO_COMMIT, forced: false },
    });
    for (const pull of pullsFrom(world, repository, branch)) {
      pull.state = "closed";
      pull.closedAt = now();
      world.tell({
        name: "pull_request",
        action: "closed",
        repository: pull.repository,
        sender,
        pull: { ...pull },
      });
    }
  });
}

function pullsFrom(world: World, repository: Repository, branch: string): PullRequest[] {
  return world.repositories
    .flatMap(({ pulls }) => pulls)
    .filter(({ state, head }) => state === "open" && head.repository === repository && head.ref === branch);
}

async function moveHead(world: World, pull: PullRequest, after: string, sender: Account): Promise<void> {
  const before = pull.head.sha;
  if (before === after) return;
  await keepHead(pull, after);
  pull.formerHeads.push(before);
  pull.head = { ...pull.head, sha: after };
  pull.base = { ...pull.base, sha: baseTip(pull) };
  pull.updatedAt = now();
  const { repository } = pull;
  world.tell({
    ...{ name: "pull_request", action: "synchronize", repository, sender },
    ...{ pull: { ...pull }, before, after },
  });
}

/** Holds a head in the repository that the pull request is made to, as `refs/pull/<number>/head`. */
export async function keepHead(pull: PullRequest, sha: string): Promise<void> {
  const { repository, head } = pull;
  if (head.repository !== repository) await fetchObjects(repository.git, head.repository.git, sha);
  await updateRef(repository.git, `refs/pull/${pull.number}/head`, sha);
}

// GitHub makes a check suite for every App that may write checks as soon as something is pushed.
// https://docs.github.com/en/rest/checks/suites
function requestSuites(
  world: World,
  repository: Repository,
  headSha: string,
  branch: string,
  before: string | null,
): void {
  for (const app of world.apps) {
    const installation = installationOf(world, app, repository);
    if (installation === null || !allows(installation.permissions, "checks", "write")) continue;
    if (findSuite(repository, app, headSha) !== null) continue;
    const suite = addSuite(world, repository, { app, headSha, headBranch: branch, before });
    world.tell({
      ...{ name: "check_suite", action: "requested", repository, sender: app.bot },
      ...{ suite, onlyTo: app },
    });
  }
}
