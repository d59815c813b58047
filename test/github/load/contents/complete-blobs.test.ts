import nock from "nock";
import { afterEach, expect, test } from "vitest";
import type { GitHubClient } from "../../../../src/github/client/github-client.js";
import { SurefootOctokit } from "../../../../src/github/client/surefoot-octokit.js";
import { completeBlobs } from "../../../../src/github/load/contents/complete-blobs.js";
import type { MaybeCut } from "../../../../src/github/load/contents/read-contents.js";

afterEach(() => nock.cleanAll());

const MIB = 1024 * 1024;

test("large files are taken up to 24 MiB in all, those of the head first, and the others are told", async () => {
  const cut = (names: readonly string[]): Map<string, MaybeCut> =>
    new Map(names.map((name) => [name, { kind: "cut", oid: name, bytes: 3 * MIB }]));
  const names = Array.from({ length: 6 }, (_, index) => `${index}.yaml`);
  nock("https://api.github.com")
    .get(/\/git\/blobs\/\d\.yaml$/)
    .times(8)
    .reply(200, { content: Buffer.from("a: 1\n").toString("base64"), encoding: "base64" });
  const octokit = new SurefootOctokit({ auth: { token: "t" } }) as GitHubClient;
  const { after, before, omissions } = await completeBlobs(
    octokit,
    { owner: "octo", repo: "shop" },
    { after: cut(names), before: cut(names), siblings: cut(["s.yaml"]), omissions: [] },
  );
  expect([[...after.keys()], [...before.keys()]]).toEqual([names, names.slice(0, 2)]);
  expect(omissions.map(({ path, beside }) => [path, beside ?? false])).toEqual([
    ...names.slice(2).map((name) => [name, false]),
    ["s.yaml", true],
  ]);
});
