/** The pull request that a smoke test makes, and takes away again. */
import type { GitHubClient, RepositoryRef } from "../../src/github/client/github-client.js";
import { askGitHub, GitHubFailure } from "../../src/github/client/github-failure.js";
import { SmokeFailure } from "./failure.js";

export interface Pushed {
  headSha: string;
  /** blob id of the file, which its next version has to name */
  blob: string;
}

export interface OpenedPull {
  number: number;
  url: string;
}

/** A branch of its own, one file on it, a pull request from it. */
export interface Scratch {
  branch: string;
  path: string;
  /** Makes the branch where the default branch stands; the default branch's name. */
  makeBranch(): Promise<string>;
  push(text: string, message: string, before?: Pushed): Promise<Pushed>;
  open(base: string): Promise<OpenedPull>;
  /** Closes and deletes whatever was made. */
  remove(): Promise<void>;
}

/** Prepares names that nothing else in the repository has; nothing is written yet. */
export function createScratch(octokit: GitHubClient, repository: RepositoryRef, name: string): Scratch {
  const branch = `surefoot-smoke/${name}`;
  const path = `surefoot-smoke/${name}/web.yaml`;
  const ref = `heads/${branch}`;
  // A request that fails can still have done what it was asked for: it is not sent twice, and its traces are looked for.
  const once = { request: { retries: 0 } };
  let [begun, opened]: [boolean, number | null] = [false, null];

  async function makeBranch(): Promise<string> {
    const { data } = await askGitHub("Reading the repository", () =>
      octokit.request("GET /repos/{owner}/{repo}", { ...repository }),
    );
    const base = data.default_branch;
    const sha = await tipOf(octokit, repository, base);
    begun = true;
    await askGitHub("Making a branch", () =>
      octokit.request("POST /repos/{owner}/{repo}/git/refs", {
        ...{ ...repository, ...once, ref: `refs/${ref}`, sha },
      }),
    );
    return base;
  }

  async function push(text: string, message: string, before?: Pushed): Promise<Pushed> {
    const content = Buffer.from(text).toString("base64");
    const sha = before === undefined ? {} : { sha: before.blob };
    const { data } = await askGitHub("Pushing the file", () =>
      octokit.request("PUT /repos/{owner}/{repo}/contents/{path}", {
        ...{ ...repository, ...once, path, branch, message, content, ...sha },
      }),
    );
    return { headSha: data.commit.sha ?? "", blob: data.content?.sha ?? "" };
  }

  async function open(base: string): Promise<OpenedPull> {
    const { data } = await askGitHub("Opening the pull request", () =>
      octokit.request("POST /repos/{owner}/{repo}/pulls", {
        ...{ ...repository, ...once, base, head: branch, title: `Surefoot's smoke test ${name}` },
        body: "Made by `npm run smoke`, which closes it and deletes its branch.",
      }),
    );
    opened = data.number;
    return { number: data.number, url: data.html_url };
  }

  async function remove(): Promise<void> {
    try {
      if (opened !== null) await close(opened);
    } finally {
      // With its branch a pull request ends too, should its number have got lost.
      if (begun) await deleteBranch();
    }
  }

  async function close(pull_number: number): Promise<void> {
    await askGitHub("Closing the pull request", () =>
      octokit.request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
        ...{ ...repository, pull_number, state: "closed" },
      }),
    );
  }

  async function deleteBranch(): Promise<void> {
    try {
      await askGitHub("Deleting the branch", () =>
        octokit.request("DELETE /repos/{owner}/{repo}/git/refs/{ref}", { ...repository, ref }),
      );
    } catch (error) {
      // https://docs.github.com/en/rest/git/refs#delete-a-reference: 422 where there is none any more
      if (!(error instanceof GitHubFailure) || (error.status !== 422 && error.status !== 404)) throw error;
    }
  }

  return { branch, path, makeBranch, push, open, remove };
}

async function tipOf(octokit: GitHubClient, repository: RepositoryRef, branch: string): Promise<string> {
  try {
    const { data } = await askGitHub("Reading the default branch", () =>
      octokit.request("GET /repos/{owner}/{repo}/git/ref/{ref}", { ...repository, ref: `heads/${branch}` }),
    );
    return data.object.sha;
  } catch (error) {
    // https://docs.github.com/en/rest/git/refs#get-a-reference: 409 of a repository without a commit
    if (error instanceof GitHubFailure && (error.status === 404 || error.status === 409))
      throw new SmokeFailure(
        `the default branch ${branch} has no commit yet: give the repository a first one`,
      );
    throw error;
  }
}
