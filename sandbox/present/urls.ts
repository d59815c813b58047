import type { Account, PullRequest, Repository } from "../state/model.js";
import { fullName } from "../state/repositories.js";
import type { World } from "../state/world.js";

/** Where something is in the REST API. */
export function apiUrl(world: World, path: string): string {
  return `${world.origin}/api/v3${path}`;
}

/** Where something is seen in a browser. */
export function pageUrl(world: World, path: string): string {
  return `${world.origin}${path}`;
}

/** A repository's place in the REST API. */
export function repositoryApi(world: World, repository: Repository): string {
  return apiUrl(world, `/repos/${fullName(repository)}`);
}

/** A repository's page. */
export function repositoryPage(world: World, repository: Repository): string {
  return pageUrl(world, `/${fullName(repository)}`);
}

/** A pull request's page. */
export function pullPage(world: World, { repository, number }: PullRequest): string {
  return `${repositoryPage(world, repository)}/pull/${number}`;
}

/** An account's page; an App's is that of the App. */
export function accountPage(world: World, { login, type }: Account): string {
  return pageUrl(world, type === "Bot" ? `/apps/${login.replace("[bot]", "")}` : `/${login}`);
}

/** A path of a repository as a part of an address. */
export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
