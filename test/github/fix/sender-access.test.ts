import nock from "nock";
import { afterEach, expect, test } from "vitest";
import type { GitHubClient } from "../../../src/github/client/github-client.js";
import { SurefootOctokit } from "../../../src/github/client/surefoot-octokit.js";
import { mayWrite } from "../../../src/github/fix/sender-access.js";

afterEach(() => nock.cleanAll());

const mona = { id: 7, login: "mona" };

function ask(status: number, body: object): Promise<boolean> {
  nock("https://api.github.com")
    .get("/repos/octo/shop/collaborators/mona/permission")
    .reply(status, body as nock.Body);
  const octokit = new SurefootOctokit({ auth: { token: "t" } }) as GitHubClient;
  return mayWrite(octokit, { owner: "octo", repo: "shop" }, mona);
}

test.each([
  ["admin", 7, true],
  ["write", 7, true],
  ["read", 7, false],
  ["none", 7, false],
  // Somebody else has taken the name since.
  ["admin", 8, false],
])("who may %s, as the account %s, may write: %s", async (permission, id, expected) => {
  expect(await ask(200, { permission, user: { id } })).toBe(expected);
});

test("an account that is gone may not", async () => {
  expect(await ask(200, { permission: "write", user: null })).toBe(false);
  expect(await ask(404, { message: "mona is not a user" })).toBe(false);
});

test("that GitHub refused to say is not taken for a no", async () => {
  await expect(ask(403, { message: "Resource not accessible by integration" })).rejects.toMatchObject({
    name: "GitHubFailure",
    status: 403,
  });
});
