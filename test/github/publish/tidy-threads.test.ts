import nock from "nock";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { GitHubClient } from "../../../src/github/client/github-client.js";
import { SurefootOctokit } from "../../../src/github/client/surefoot-octokit.js";
import { tidyThreads } from "../../../src/github/publish/tidy-threads.js";
import { thread } from "../plans.js";

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.enableNetConnect());

it("asks nothing of threads that GitHub does not show yet", async () => {
  const octokit = new SurefootOctokit({ auth: { token: "t" } }) as GitHubClient;
  const unseen = thread("a", { id: null, commentId: null });
  const warned: object[] = [];
  const nothing = (): void => {};
  const log = {
    debug: nothing,
    info: nothing,
    error: nothing,
    warn: (fields: object) => void warned.push(fields),
  };
  await tidyThreads(octokit, { fixed: [unseen], outdated: [unseen] }, log);
  expect(warned).toEqual([]);
});
