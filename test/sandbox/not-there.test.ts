/** What most repositories do not have must cost neither the review nor another try. */
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readCommit } from "../../sandbox/git/list-commits.js";
import type { Content } from "../../sandbox/git/write-commit.js";
import type { LackingPart } from "../../sandbox/graphql/lack-parts.js";
import type { RecordedRequest } from "../../sandbox/server/faults.js";
import type { AppManifest } from "../../sandbox/state/apps.js";
import { requestAction } from "../../sandbox/state/checks.js";
import { pushCommit } from "../../sandbox/state/push.js";
import { createRepository, setDefaultBranch } from "../../sandbox/state/repositories.js";
import type { GitHubClient } from "../../src/github/client/github-client.js";
import { readHeadFiles } from "../../src/github/fix/read-head-files.js";
import { makeClient } from "../github/make-client.js";
import { deployment } from "../github/manifests.js";
import { type Lab, startLab } from "./lab.js";
import { type Scene, startScene } from "./scene.js";

const POLICY = ".github/surefoot.yml";
const WITH_FIXES = parse(readFileSync("app-with-fixes.yml", "utf8")) as AppManifest;

describe("a pull request is reviewed in two requests and posted in two where", () => {
  let scene: Scene;
  afterEach(() => scene.close());

  async function reviewOf(files: Record<string, Content>, owners?: Record<string, Content>): Promise<string> {
    scene = await startScene({ files });
    const { gitHub, owner, author } = scene;
    if (owners !== undefined) {
      const repository = await createRepository(gitHub.world, { owner, name: ".github" });
      if (Object.keys(owners).length > 0) {
        const commit = { changes: owners, message: "Begin", author };
        await pushCommit(gitHub.world, repository, "main", commit);
      }
    }
    const pull = await scene.open("web", { "k8s/web.yaml": deployment("web") });
    await scene.settle();
    expect(scene.asked()).toEqual([
      expect.stringMatching(/^GET .*\/compare\//),
      "POST /graphql query",
      ...[
        `POST /repos/octo-org/shop/check-runs`,
        `POST /repos/octo-org/shop/pulls/${pull.number}/reviews`,
      ].sort(),
    ]);
    expect(pull.reviews).toHaveLength(1);
    const [run, ...others] = scene.runsOn(pull.head.sha);
    expect(others).toEqual([]);
    expect(scene.log.join("")).not.toContain("will be tried again");
    return `${run!.conclusion}: ${run!.title}`;
  }

  const FAILS = "failure: web: 3 of 3 pods can be out of service at once, 1 allowed";

  test("neither the repository nor its owner has a policy", async () => {
    expect(await reviewOf({ "README.md": "x" })).toBe(FAILS);
  });

  test("the repository has the folder and not the file, and so has its owner's .github", async () => {
    const files = { ".github/CODEOWNERS": "* @mona\n" };
    expect(await reviewOf(files, files)).toBe(FAILS);
  });

  test("the folder is a file", async () => {
    expect(await reviewOf({ ".github": "x" })).toBe(FAILS);
  });

  test("the owner's .github has no commit", async () => {
    expect(await reviewOf({ "README.md": "x" }, {})).toBe(FAILS);
  });

  test("the repository has a policy and its owner has no .github", async () => {
    expect(await reviewOf({ [POLICY]: "block: never\n" })).toMatch(/^neutral: /);
  });

  test("the owner alone has a policy", async () => {
    expect(await reviewOf({ "README.md": "x" }, { [POLICY]: "block: never\n" })).toMatch(/^neutral: /);
  });
});

test("the default branch may have any name", async () => {
  const scene = await startScene({ files: { [POLICY]: "block: changed\n" } });
  try {
    const { gitHub, repository, author } = scene;
    await setDefaultBranch(repository, "trunk");
    const commit = { changes: { [POLICY]: "block: never\n" }, message: "Begin", author };
    await pushCommit(gitHub.world, repository, "trunk", commit, repository.branches.get("main"));
    const pull = await scene.open("web", { "k8s/web.yaml": deployment("web") });
    await scene.settle();
    expect(scene.runsOn(pull.head.sha)).toMatchObject([{ conclusion: "neutral" }]);
  } finally {
    await scene.close();
  }
});

function asksForIds({ body }: RecordedRequest): boolean {
  const { query = "" } = (body ?? {}) as { query?: string };
  return query.includes("oid mode") && !query.includes("...blob");
}

describe("Fix all, where one path is gone", () => {
  let scene: Scene;
  afterEach(() => scene.close());

  // Nothing but GitHub's copies can take a path away between the review and the ids of its files.
  test.each<[string, LackingPart[]]>([
    ["with its folder", [{ path: ["repository", "f1"] }]],
    [
      "with its folder, which GitHub says by an error",
      [{ type: "NOT_FOUND", path: ["repository", "f1"], message: "Could not resolve to an object" }],
    ],
    ["from its folder", [{ path: ["repository", "f1", "entries"] }]],
  ])("%s, commits the other, says which it left, and tries nothing again", async (_, parts) => {
    scene = await startScene({ manifest: WITH_FIXES });
    const pull = await scene.open("web", {
      "apps/web.yaml": deployment("web"),
      "k8s/api.yaml": deployment("api"),
    });
    await scene.settle();
    scene.asked();
    const fault = scene.gitHub.faults.add({ kind: "lacking", on: asksForIds, parts });
    requestAction(scene.gitHub.world, scene.runsOn(pull.head.sha).at(-1)!, "fix", scene.author);
    await scene.settle();
    expect(fault.fired).toBe(1);
    const asked = scene.asked();
    expect(asked.slice(0, 6).map((name) => name.replace(/\d+$|[0-9a-f]{40}/g, "…"))).toEqual([
      "GET /repos/octo-org/shop/pulls/…",
      "GET /repos/octo-org/shop/collaborators/mona/permission",
      "GET /repos/octo-org/shop/compare/main...…",
      ...["POST /graphql query", "POST /graphql query", "POST /graphql mutation"],
    ]);
    expect(asked.filter((name) => name.endsWith("mutation"))).toHaveLength(2);
    const { message } = await readCommit(scene.repository.git, pull.head.sha);
    expect(message).toContain("Left as they are:\n- k8s/api.yaml: GitHub did not give its exact bytes");
    expect(scene.log.join("")).not.toContain("will be tried again");
    expect(scene.runsOn(pull.head.sha)).toMatchObject([
      { conclusion: "failure", title: expect.stringMatching(/^api: 3 of 3/) },
    ]);
  });
});

describe("the ids and modes of a head's files", () => {
  let lab: Lab;
  afterEach(() => lab.close());

  test("are those of the files that are there, in one request, whatever else is asked for", async () => {
    lab = await startLab();
    const pull = await lab.open("topic", {
      "k8s/web.yaml": "web\n",
      "k8s/link.yaml": { link: "web.yaml" },
      "k8s/deep/api.yaml": "api\n",
    });
    const token = await lab.token();
    const client: GitHubClient = makeClient({ token, apiUrl: lab.gitHub.apiUrl });
    const before = lab.gitHub.requests.length;
    const paths = ["a.txt", "k8s/web.yaml", "k8s/link.yaml", "k8s/deep", "k8s/gone.yaml", "gone/at/all.yaml"];
    const { files, commits } = await readHeadFiles(
      client,
      { owner: "octo-org", repo: "shop" },
      ...([pull.number, pull.head.sha, paths] as const),
    );
    expect([...files].map(([path, { mode }]) => [path, mode.toString(8)])).toEqual([
      ["a.txt", "100644"],
      ["k8s/web.yaml", "100644"],
      ["k8s/link.yaml", "120000"],
    ]);
    expect(commits.map(({ message }) => message.trim())).toEqual(["Change"]);
    expect(lab.gitHub.requests.length - before).toBe(1);
  });
});
