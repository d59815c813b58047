import { execFileSync } from "node:child_process";
import { parse, validate } from "graphql";
import nock from "nock";
import { afterEach, describe, expect, it } from "vitest";
import { analyseHere } from "../../../src/analysis/analysis.js";
import type { GitHubClient } from "../../../src/github/client/github-client.js";
import { SurefootOctokit } from "../../../src/github/client/surefoot-octokit.js";
import { CREATE_COMMIT } from "../../../src/github/fix/commit-fixes.js";
import { blobId } from "../../../src/github/fix/exact-texts.js";
import { fixPullRequest } from "../../../src/github/fix/fix-pull-request.js";
import { headFilesQuery } from "../../../src/github/fix/read-head-files.js";
import { createInProcessMemory } from "../../../src/github/memory/in-process-memory.js";
import { createPolicyCaches } from "../../../src/github/memory/policy-cache.js";
import { createSharedHeads } from "../../../src/github/memory/shared-heads.js";
import { gitHubSchema } from "../stand-in/graphql.js";

afterEach(() => nock.cleanAll());

it.each([
  ["ids and modes of files", headFilesQuery(2)],
  ["the commits alone", headFilesQuery(0)],
  ["a commit", CREATE_COMMIT],
])("asks for %s as GitHub's schema has it", (_, document) => {
  expect(validate(gitHubSchema(), parse(document))).toEqual([]);
});

it.each(["", "a: 1\n", "\ufeffä: 2\r\n"])("names a blob as git does: %j", (text) => {
  const id = execFileSync("git", ["hash-object", "--stdin", "--no-filters"], { input: text });
  expect(blobId(text)).toBe(id.toString().trim());
});

describe("a pull request whose fork is gone", () => {
  it("is told so, and nothing else is asked", async () => {
    const api = nock("https://api.github.com")
      .get("/repos/octo/shop/pulls/7")
      .reply(200, {
        ...{ state: "open", merged: false, html_url: "https://github.com/octo/shop/pull/7" },
        base: { ref: "main", repo: { id: 1 } },
        head: { ref: "web", sha: "a".repeat(40), repo: null },
        user: { login: "mona" },
      })
      .get("/repos/octo/shop/collaborators/mona/permission")
      .reply(200, { permission: "write", user: { id: 1 } });
    const octokit = new SurefootOctokit({ auth: { token: "t" } }) as GitHubClient;
    const request = {
      repository: { owner: "octo", repo: "shop" },
      ...{ number: 7, sender: { id: 1, login: "mona" }, reference: "press-1" },
    };
    const granted = { contents: "write", pull_requests: "write", checks: "write" };
    const memory = createInProcessMemory();
    const tools = {
      appId: 1,
      attempt: 1,
      publicUrl: undefined,
      log: console,
      analyse: analyseHere,
      render: undefined,
      signal: new AbortController().signal,
      granted,
      policies: createPolicyCaches(memory)(0),
      heads: createSharedHeads(memory),
    };
    expect(await fixPullRequest(octokit, request, tools)).toEqual({ kind: "refused", reason: "no-branch" });
    expect(api.isDone()).toBe(true);
  });
});
