/**
 * The edge to GitHub: loads a change set and the state of a pull request, and posts what a review plan asks for. It
 * knows nothing of YAML, workloads or rules; it decides only what is already posted and what is not.
 */
import type { Octokit } from "@octokit/core";
import type { PaginateInterface } from "@octokit/plugin-paginate-rest";

/**
 * An octokit signed in with a token of one repository or installation. Every function that calls GitHub takes it as its
 * first argument, and none asks for more of it than this: the App's comes from Probot, the workflow's does not.
 */
export type GitHubClient = Pick<Octokit, "request" | "graphql" | "hook" | "auth"> & {
  paginate: PaginateInterface;
};

/** A repository as its calls name it. */
export interface RepositoryRef {
  owner: string;
  repo: string;
}

/** Where an owner keeps what holds for all of its repositories. */
export const OWNERS_REPOSITORY = ".github";

/** The check run's name: what a branch rule requires. */
export const CHECK_NAME = "surefoot";
