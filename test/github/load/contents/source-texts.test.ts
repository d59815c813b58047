/** What one review loads of charts and kustomizations: no more than its limits, and each text once. */
import nock from "nock";
import { afterEach, expect, test } from "vitest";
import type { GitHubClient } from "../../../../src/github/client/github-client.js";
import { SurefootOctokit } from "../../../../src/github/client/surefoot-octokit.js";
import { gitHubTree } from "../../../../src/github/load/contents/git-hub-tree.js";
import type { TreeFile } from "../../../../src/github/load/contents/list-tree.js";
import { sourceTexts } from "../../../../src/github/load/contents/source-texts.js";

afterEach(() => nock.cleanAll());

const PLENTY = { files: 100, bytes: 1_000_000, byRest: 100 };
const file = (name: string, bytes = 10): [string, TreeFile] => [name, { oid: name, mode: "100644", bytes }];

/** A tree of files with 10 bytes each, as GitHub has it; texts whose name begins with `cut` come by REST alone. */
function treeWith(names: readonly string[], limits: typeof PLENTY) {
  const asked: string[] = [];
  nock("https://api.github.com")
    .persist()
    .post("/graphql")
    .reply(200, (_, body) => {
      const { variables } = body as { variables: Record<string, unknown> };
      const oids = Object.values(variables).filter((value) => names.includes(value as string)) as string[];
      asked.push(...oids);
      const blobs = oids.map((oid, i) => [
        `o${i}`,
        {
          ...{ __typename: "Blob", oid, byteSize: 10, isBinary: false, text: "0123456789" },
          isTruncated: oid.startsWith("cut"),
        },
      ]);
      return { data: { repository: Object.fromEntries(blobs) } };
    })
    .get(/\/git\/blobs\//)
    .reply(200, (path) => {
      asked.push(`REST ${path.split("/").at(-1)}`);
      return { content: Buffer.from("0123456789").toString("base64"), encoding: "base64" };
    });
  const octokit = new SurefootOctokit({ auth: { token: "t" } }) as GitHubClient;
  const texts = sourceTexts(octokit, { owner: "octo", repo: "shop" }, limits);
  const list = async () => ({ files: new Map(names.map((name) => file(name))), isCut: false });
  return { tree: gitHubTree({ list, texts, folders: [], known: new Map() }), asked };
}

test("what is above the number of files, or of bytes, is left out", async () => {
  const names = ["a.yaml", "b.yaml", "c.yaml"];
  for (const limits of [
    { ...PLENTY, files: 2 },
    { ...PLENTY, bytes: 25 },
  ]) {
    const { tree, asked } = treeWith(names, limits);
    expect([...(await tree.read(names)).keys()]).toEqual(["a.yaml", "b.yaml"]);
    expect(asked).toEqual(["a.yaml", "b.yaml"]);
    nock.cleanAll();
  }
});

test("what is above the number of requests is left out: archives, and texts that GraphQL cuts off", async () => {
  const names = ["cut-a.yaml", "cut-b.yaml", "c.tgz", "d.tgz"];
  const { tree, asked } = treeWith(names, { ...PLENTY, byRest: 2 });
  expect([...(await tree.read(names.slice(0, 1))).keys()]).toEqual(["cut-a.yaml"]);
  expect([...(await tree.readBytes(names.slice(2))).keys()]).toEqual(["c.tgz"]);
  expect([...(await tree.read(["cut-b.yaml"])).keys()]).toEqual([]);
  expect(asked).toEqual(["cut-a.yaml", "REST cut-a.yaml", "REST c.tgz", "cut-b.yaml"]);
});

test("an archive that both sides have is one request", async () => {
  const { tree, asked } = treeWith(["c.tgz"], PLENTY);
  const [first, again] = [await tree.readBytes(["c.tgz"]), await tree.readBytes(["c.tgz"])];
  expect([first.get("c.tgz")?.length, again.get("c.tgz")?.length]).toEqual([10, 10]);
  expect(asked).toEqual(["REST c.tgz"]);
});
