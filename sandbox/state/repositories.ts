import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import { fetchObjects, findCommit, initBare, isObjectId, setHead } from "../git/bare-repository.js";
import type { Account, Repository } from "./model.js";
import { identify, now, type World } from "./world.js";

export interface NewRepository {
  owner: Account;
  name: string;
  description?: string;
  isPrivate?: boolean;
  defaultBranch?: string;
}

/** Makes an empty repository. */
export async function createRepository(world: World, given: NewRepository): Promise<Repository> {
  return addRepository(world, given, null);
}

/** Makes an account's own copy of a repository, with all its branches. */
export async function forkRepository(world: World, parent: Repository, owner: Account): Promise<Repository> {
  const { name, description, isPrivate, defaultBranch } = parent;
  const fork = await addRepository(world, { owner, name, description, isPrivate, defaultBranch }, parent);
  for (const [branch, sha] of parent.branches) {
    await fetchObjects(fork.git, parent.git, sha);
    fork.branches.set(branch, sha);
  }
  return fork;
}

async function addRepository(
  world: World,
  { owner, name, description = "", isPrivate = true, defaultBranch = "main" }: NewRepository,
  parent: Repository | null,
): Promise<Repository> {
  const directory = join(world.root, owner.login, `${name}.git`);
  await mkdir(directory, { recursive: true });
  const git = await initBare(directory);
  await setHead(git, defaultBranch);
  const repository = identify(world, "Repository", {
    owner,
    name,
    formerNames: [],
    description,
    isPrivate,
    defaultBranch,
    createdAt: now(),
    pushedAt: now(),
    git,
    parent,
    branches: new Map(),
    collaborators: new Map([[owner, "admin" as const]]),
    pulls: [],
    requiredChecks: new Map(),
    queues: new Map(),
    suites: [],
    runs: [],
    inTurn: pLimit(1),
  });
  world.repositories.push(repository);
  return repository;
}

/** Makes a branch the default one, whether it is there yet or not. */
export async function setDefaultBranch(repository: Repository, branch: string): Promise<void> {
  await setHead(repository.git, branch);
  repository.defaultBranch = branch;
}

/** The repository of that name; logins and names know no case. */
export function findRepository(world: World, owner: string, name: string): Repository | null {
  const wanted = `${owner}/${name}`.toLowerCase();
  return world.repositories.find((each) => fullName(each).toLowerCase() === wanted) ?? null;
}

/** The repository that had a name before, unless another one has it now. */
export function findRenamed(world: World, owner: string, name: string): Repository | null {
  if (findRepository(world, owner, name) !== null) return null;
  const wanted = `${owner}/${name}`.toLowerCase();
  return world.repositories.find(({ formerNames }) => formerNames.includes(wanted)) ?? null;
}

/** Gives a repository another name; GitHub leads a caller with the old one to it. */
export function renameRepository(repository: Repository, name: string): void {
  repository.formerNames.push(fullName(repository).toLowerCase());
  repository.name = name;
}

/** `owner/name`. */
export function fullName({ owner, name }: Repository): string {
  return `${owner.login}/${name}`;
}

/** The commit that a branch, a ref or an id names; null where there is none. */
export async function resolveRef(repository: Repository, ref: string): Promise<string | null> {
  const branch = repository.branches.get(ref.replace(/^(refs\/)?heads\//, ""));
  if (branch !== undefined) return branch;
  // Nothing that only git would understand: GitHub takes a name or an id here.
  if (!isObjectId(ref) && !/^(refs\/|tags\/|pull\/)?[\w][\w./-]*$/.test(ref)) return null;
  return findCommit(repository.git, /^(tags|pull)\//.test(ref) ? `refs/${ref}` : ref);
}

/** Whether a person may push. */
export function canPush(repository: Repository, account: Account): boolean {
  return ["write", "maintain", "admin"].includes(repository.collaborators.get(account) ?? "");
}
