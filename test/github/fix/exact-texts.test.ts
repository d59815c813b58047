import nock from "nock";
import { afterEach, expect, test } from "vitest";
import type { ChangeSet } from "../../../src/changeset/change-set.js";
import type { GitHubClient } from "../../../src/github/client/github-client.js";
import { SurefootOctokit } from "../../../src/github/client/surefoot-octokit.js";
import { blobId, exactTexts } from "../../../src/github/fix/exact-texts.js";

afterEach(() => nock.cleanAll());

const PATH = "k8s/web.yaml";
const PLAIN = 0o100644;

const changeSet: ChangeSet = {
  ...{ base: "b".repeat(40), head: "a".repeat(40), webUrl: null, siblings: [], omissions: [] },
  files: [
    {
      ...{ path: PATH, previousPath: null, status: "added", before: null, hunks: [] },
      after: { kind: "text", text: "a: 1\n" },
    },
  ],
};

function exact(oid: string, fetched: string): ReturnType<typeof exactTexts> {
  nock("https://api.github.com")
    .get(`/repos/octo/shop/git/blobs/${oid}`)
    .reply(200, { content: Buffer.from(fetched).toString("base64"), encoding: "base64" });
  const octokit = new SurefootOctokit({ auth: { token: "t" } }) as GitHubClient;
  const files = new Map([[PATH, { oid, mode: PLAIN }]]);
  return exactTexts(octokit, { owner: "octo", repo: "shop" }, changeSet, [PATH], files);
}

test("a text that is not the file's is replaced by the file's own bytes", async () => {
  const { changeSet: replaced, excluded } = await exact(blobId("a: 2\n"), "a: 2\n");
  expect(replaced.files[0]?.after).toEqual({ kind: "text", text: "a: 2\n" });
  expect(excluded.size).toBe(0);
});

test("where those are not what their id says either, the file is left alone", async () => {
  const { changeSet: same, excluded } = await exact(blobId("a: 2\n"), "a: 3\n");
  expect([...excluded]).toEqual([[PATH, "bytes"]]);
  expect(same).toEqual(changeSet);
});
