import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reviewChange } from "../../../src/engine.js";
import type { GitHubClient } from "../../../src/github/client/github-client.js";
import { askGitHub } from "../../../src/github/client/github-failure.js";
import { loadReview } from "../../../src/github/load/load-review.js";
import type { ReviewTarget } from "../../../src/github/load/review-target.js";
import { publishReview } from "../../../src/github/publish/publish-review.js";
import { renderChange } from "../../../src/render/render-change.js";
import { CIRCUMSTANCES } from "../../circumstances.js";
import { makeClient } from "../make-client.js";
import { deployment } from "../manifests.js";
import { createRepository, type Repository } from "../stand-in/repository.js";
import { type StandIn, startStandIn } from "../stand-in/stand-in.js";

const TOKEN = "ghs_atokenofaworkflow";
let standIn: StandIn;
let octokit: GitHubClient;
let repository: Repository;

beforeEach(async () => {
  repository = createRepository();
  repository.branches.set("main", repository.commit({ "README.md": "# shop\n" }));
  standIn = await startStandIn(repository);
  octokit = makeClient({
    token: TOKEN,
    apiUrl: standIn.apiUrl,
  });
});

afterEach(async () => {
  await standIn.close();
  expect(standIn.violations).toEqual([]);
});

describe("a review with a token that is no App's", () => {
  it("asks for no check run and posts none, but the review with its comments", async () => {
    const { headSha, number } = repository.open({
      headSha: repository.commit({ "k8s/web.yaml": deployment("web") }, "main"),
    });
    const target: ReviewTarget = {
      repository: { owner: repository.owner, repo: repository.name },
      ...{ appId: null, base: "main", headSha, pullNumber: number },
    };
    const loaded = await loadReview(octokit, target);
    expect(loaded.checkRuns).toEqual([]);
    const plan = reviewChange(renderChange(loaded.changeSet), loaded.policy, CIRCUMSTANCES);
    const { signal } = new AbortController();
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const options = { askedAgain: false, granted: null, signal, heads: null, log };
    await publishReview(octokit, target, plan, loaded, options);
    expect(repository.checkRuns).toEqual([]);
    expect(repository.pulls.get(number)?.reviews).toHaveLength(1);
    expect(standIn.requests.filter((name) => name.includes("check"))).toEqual([]);
  });
});

describe("what the client does with a failure", () => {
  it("tries a read once more, and names the token in no error", async () => {
    standIn.faults.push({ on: /GET .*compare/, status: 502, times: 2 });
    const failure = await askGitHub("Asking", () =>
      octokit.request("GET /repos/{owner}/{repo}/compare/{basehead}", {
        ...{ owner: repository.owner, repo: repository.name, basehead: "main...main" },
      }),
    ).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "GitHubFailure", status: 502, retryable: true });
    expect(standIn.requests.filter((name) => name.includes("compare"))).toHaveLength(2);
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain(TOKEN);
  });

  it("does not let one request's second try count for the next request", async () => {
    standIn.faults.push({ on: /GET .*compare/, status: 502 });
    const counts: number[] = [];
    octokit.hook.before("request", ({ request }) => {
      counts.push(Number(request?.retryCount ?? 0));
    });
    const compare = { owner: repository.owner, repo: repository.name, basehead: "main...main" };
    await octokit.request("GET /repos/{owner}/{repo}/compare/{basehead}", compare);
    await octokit.request("GET /repos/{owner}/{repo}/compare/{basehead}", compare);
    expect(standIn.requests).toHaveLength(3);
    expect(counts).toEqual([0, 0]);
  });
});
