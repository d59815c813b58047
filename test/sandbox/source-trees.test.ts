/** The files of a commit as GitHub gives them: which requests they cost, and what is left out. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Content } from "../../sandbox/git/write-commit.js";
import { pushCommit } from "../../sandbox/state/push.js";
import type { Trees } from "../../src/changeset/tree.js";
import type { GitHubClient } from "../../src/github/client/github-client.js";
import { SurefootOctokit } from "../../src/github/client/surefoot-octokit.js";
import { openSources } from "../../src/github/load/open-sources.js";
import { type Lab, startLab } from "./lab.js";

const MIB = 1024 * 1024;

let lab: Lab;
beforeEach(async () => {
  lab = await startLab();
});
afterEach(() => lab.close());

async function treesOf(base: Record<string, Content>, head: Record<string, Content>): Promise<Trees> {
  const { gitHub, repository, author } = lab;
  const push = (changes: Record<string, Content>) =>
    pushCommit(gitHub.world, repository, "main", {
      changes,
      message: JSON.stringify(Object.keys(changes)),
      author,
    });
  const mergeBase = await push(base);
  const headSha = await push(head);
  const octokit = new SurefootOctokit({
    ...{ auth: { token: await lab.token() }, baseUrl: gitHub.apiUrl },
  }) as GitHubClient;
  const sources = openSources(octokit, {
    ...{ repository: { owner: "octo-org", repo: "shop" }, mergeBase, headSha, files: [], siblings: [] },
    found: { files: ["web/Chart.yaml"], isCut: false },
  });
  gitHub.requests.splice(0);
  return sources!.trees;
}

const asked = (pattern: RegExp): number =>
  lab.gitHub.requests.filter(({ name }) => pattern.test(name)).length;

test("texts, links, archives and large files are what they are at git, and what is not there is left out", async () => {
  const archive = Buffer.from([0, 255, 1, 254]);
  const long = `${"a line of a text\n".repeat(40_000)}`;
  const { head } = await treesOf(
    {},
    {
      "web/Chart.yaml": "name: web\n",
      "web/charts/cache-1.0.0.tgz": archive,
      "web/files/long.txt": long,
      "web/files/huge.txt": "x".repeat(MIB + 1),
      "web/link": { link: "Chart.yaml" },
    },
  );
  const read = await head.read([
    "web/Chart.yaml",
    "web/link",
    "web/files/long.txt",
    "web/files/huge.txt",
    "none",
  ]);
  expect(Object.fromEntries(read)).toEqual({
    "web/Chart.yaml": { kind: "text", text: "name: web\n" },
    "web/link": { kind: "link" },
    "web/files/long.txt": { kind: "text", text: long },
    "web/files/huge.txt": { kind: "too-large", bytes: MIB + 1, limit: MIB },
  });
  expect(asked(/git\/blobs/)).toBe(1);
  expect((await head.read(["web/charts/cache-1.0.0.tgz"])).get("web/charts/cache-1.0.0.tgz")).toEqual({
    kind: "binary",
  });
  const bytes = await head.readBytes(["web/charts/cache-1.0.0.tgz", "none"]);
  expect([...bytes].map(([path, each]) => [path, Buffer.from(each)])).toEqual([
    ["web/charts/cache-1.0.0.tgz", archive],
  ]);
});

test("what both sides have is asked for once, a hundred files a query", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 150 }, (_, i) => [`web/templates/${i}.yaml`, `a: ${i}\n`]),
  );
  const { base, head } = await treesOf(
    { "web/Chart.yaml": "a\n", ...files },
    { "web/templates/0.yaml": "b: 0\n" },
  );
  const paths = ["web/Chart.yaml", ...Object.keys(files)];
  expect((await head.read(["web/Chart.yaml"])).size).toBe(1);
  expect([asked(/git\/trees/), asked(/graphql/)]).toEqual([2, 2]);
  expect((await head.read(paths)).size).toBe(151);
  expect((await base!.read(paths)).get("web/templates/0.yaml")).toEqual({ kind: "text", text: "a: 0\n" });
  expect([asked(/git\/trees/), asked(/graphql/)]).toEqual([2, 3]);
});

test("what is above what one review loads is left out", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`other/${i}.txt`, `${i}${"x".repeat(MIB - 10)}`]),
  );
  const { head } = await treesOf(files, { "web/Chart.yaml": "a\n" });
  const read = await head.read(Object.keys(files));
  expect(read.size).toBeGreaterThan(25);
  expect(read.size).toBeLessThan(33);
});
