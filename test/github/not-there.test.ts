/** What is not there, against a stand-in that answers GraphQL with GitHub's own errors: null, and an error at its place. */
import { afterEach, expect, it } from "vitest";
import type { GitHubClient } from "../../src/github/client/github-client.js";
import { readHeadFiles } from "../../src/github/fix/read-head-files.js";
import { type Harness, pullRequestPayload, startHarness } from "./harness.js";
import { makeClient } from "./make-client.js";
import { deployment } from "./manifests.js";
import { type Content, createRepository } from "./stand-in/repository.js";
import { startStandIn } from "./stand-in/stand-in.js";

const POLICY = ".github/surefoot.yml";

let harness: Harness | undefined;
afterEach(async () => {
  await harness?.close();
  harness = undefined;
});

it.each<[string, Record<string, Content>, Record<string, Content> | null, string]>([
  ["neither it nor its owner has a policy", { "README.md": "x" }, null, "failure"],
  ["its owner has a .github without one", { "README.md": "x" }, { "README.md": "x" }, "failure"],
  ["its owner has a .github without a commit", { "README.md": "x" }, {}, "failure"],
  ["its owner alone has one", { "README.md": "x" }, { [POLICY]: "block: never\n" }, "neutral"],
  ["it has one, and its owner no .github", { [POLICY]: "block: never\n" }, null, "neutral"],
  ["it has another file in that folder", { ".github/CODEOWNERS": "x" }, null, "failure"],
])(
  "reviews and posts in four requests, none of them twice, where %s",
  async (_, files, owners, conclusion) => {
    const shop = createRepository("octo", "shop");
    shop.branches.set("main", shop.commit(files));
    const repositories = [shop];
    if (owners !== null) {
      const own = createRepository("octo", ".github");
      if (Object.keys(owners).length > 0) own.branches.set("main", own.commit(owners));
      repositories.push(own);
    }
    const pull = shop.open({ headSha: shop.commit({ "k8s/web.yaml": deployment("web") }, "main") });
    harness = await startHarness(repositories);
    await harness.review("pull_request", pullRequestPayload("opened", shop, pull));
    expect(pull.reviews).toHaveLength(1);
    expect(shop.checkRuns).toMatchObject([{ conclusion, title: expect.stringMatching(/^web: 3 of 3 pods/) }]);
    const { requests, violations } = harness.standIn;
    expect(requests).toHaveLength(4);
    expect(new Set(requests).size).toBe(4);
    expect(violations).toEqual([]);
    expect(harness.log.join("")).not.toContain("will be tried again");
  },
);

it("reads the ids of the files that are there in one request, whatever is gone beside them", async () => {
  const shop = createRepository("octo", "shop");
  shop.branches.set("main", shop.commit({ "k8s/web.yaml": "web\n", "top.yaml": "top\n" }));
  const { headSha, number } = shop.open({ headSha: shop.branches.get("main")! });
  const standIn = await startStandIn(shop);
  try {
    const octokit: GitHubClient = makeClient({ token: "t", apiUrl: standIn.apiUrl });
    const paths = ["k8s/web.yaml", "k8s/gone.yaml", "gone/too.yaml", "top.yaml"];
    const { files } = await readHeadFiles(octokit, { owner: "octo", repo: "shop" }, number, headSha, paths);
    expect([...files.keys()]).toEqual(["k8s/web.yaml", "top.yaml"]);
    expect(standIn.requests).toHaveLength(1);
  } finally {
    await standIn.close();
  }
});
