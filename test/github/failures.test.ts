import { afterEach, describe, expect, it } from "vitest";
import { type Harness, pullRequestPayload, startHarness } from "./harness.js";
import { deployment } from "./manifests.js";
import { createRepository, type PullRequest, type Repository } from "./stand-in/repository.js";

let harness: Harness;
afterEach(() => harness.close());

interface Shop {
  repository: Repository;
  pull: PullRequest;
}

async function openShop(base: Record<string, string> = {}): Promise<Shop> {
  const repository = createRepository();
  repository.branches.set("main", repository.commit({ "README.md": "# shop\n", ...base }));
  const pull = repository.open({ headSha: repository.commit({ "k8s/web.yaml": deployment("web") }, "main") });
  harness = await startHarness([repository]);
  return { repository, pull };
}

const opened = ({ repository, pull }: Shop): Promise<void> =>
  harness.review("pull_request", pullRequestPayload("opened", repository, pull));

describe("a review that GitHub refuses", () => {
  it("is posted once more with its comments in the body", async () => {
    const shop = await openShop();
    harness.standIn.faults.push({ on: /POST .*\/reviews/, status: 422 });
    await opened(shop);
    expect(shop.pull.threads).toEqual([]);
    expect(shop.pull.reviews).toHaveLength(1);
    const { body } = shop.pull.reviews[0]!;
    expect(body).toContain("`k8s/web.yaml:23`");
    expect(body).toContain("```yaml\n            - containerPort: 8000\n          readinessProbe:");
    expect(body).not.toContain("```suggestion");
    expect(body).not.toContain("surefoot:comment:");
    expect(harness.log.join("")).toContain("GitHub refused the inline comments");
    await opened(shop);
    expect(shop.pull.reviews).toHaveLength(1);
  });

  it("leaves an outdated comment as it is where the new one finds no place", async () => {
    const shop = await openShop();
    await opened(shop);
    const moved = deployment("web").replace("metadata:\n", "metadata:\n  labels: { a: b }\n");
    shop.repository.push(1, shop.repository.commit({ "k8s/web.yaml": moved }, shop.pull.headSha));
    harness.standIn.faults.push({ on: /POST .*\/reviews/, status: 422 });
    await harness.review("pull_request", pullRequestPayload("synchronize", shop.repository, shop.pull));
    expect(shop.pull.reviews).toHaveLength(2);
    expect(shop.pull.threads).toMatchObject([
      { isOutdated: true, isResolved: false, comments: [{ minimizedReason: null }] },
    ]);
  });

  it("is not tried a second time where it has no comments that could be the reason", async () => {
    const shop = await openShop({ "k8s/web.yaml": deployment("web") });
    // New pods, and no line of the old error in the diff.
    const noted = deployment("web").replace(
      "      labels:\n",
      "      annotations: { a: b }\n      labels:\n",
    );
    shop.repository.push(
      1,
      shop.repository.commit({ "k8s/web.yaml": noted }, shop.repository.branches.get("main")!),
    );
    harness.standIn.faults.push({ on: /POST .*\/reviews/, status: 422 });
    await opened(shop);
    expect(harness.standIn.requests.filter((name) => /POST .*\/reviews/.test(name))).toHaveLength(1);
    expect(shop.repository.checkRuns.at(-1)?.summary).toContain("could be posted");
  });

  it.each([
    ["the body too", 422, 2],
    ["anything, as where the conversation is locked", 403, 1],
  ])("leaves the verdict, which says so, where GitHub refuses %s", async (_, status, times) => {
    const shop = await openShop();
    harness.standIn.faults.push({ on: /POST .*\/reviews/, status, times });
    await opened(shop);
    expect(shop.pull.reviews).toEqual([]);
    const [run] = shop.repository.checkRuns;
    expect(run).toMatchObject({ conclusion: "failure", title: expect.stringMatching(/^web: 3 of 3/) });
    expect(run?.summary).toContain(`could be posted (Posting the review: HTTP ${status})`);
    expect(run?.annotations).toHaveLength(1);
    await opened(shop);
    expect(shop.pull.reviews).toHaveLength(1);
    expect(shop.repository.checkRuns).toHaveLength(1);
    expect(run?.summary).not.toContain("could be posted");
  });

  it("never makes a failing check a passing one, whatever onError says", async () => {
    const shop = await openShop({ ".github/surefoot.yml": "onError: neutral\n" });
    harness.standIn.faults.push({ on: /POST .*\/reviews/, status: 403, times: 9 });
    await opened(shop);
    expect(shop.repository.checkRuns).toMatchObject([
      { conclusion: "failure", title: expect.stringMatching(/^web: 3 of 3/) },
    ]);
  });

  it("leaves the verdict, which says so, where GitHub does not answer for long", async () => {
    const shop = await openShop({ ".github/surefoot.yml": "onError: neutral\n" });
    harness.standIn.faults.push({ on: /POST .*\/reviews/, status: 502, times: 9 });
    await opened(shop);
    const [run] = shop.repository.checkRuns;
    expect(run).toMatchObject({ conclusion: "failure", title: expect.stringMatching(/^web: 3 of 3/) });
    expect(run?.summary).toContain("could be posted (Posting the review: HTTP 502)");
  });
});

describe("a head that moves while it is loaded, and cannot be read", () => {
  it("gets the check that says so, and the one before keeps its own", async () => {
    const repository = createRepository();
    repository.branches.set("main", repository.commit({ "README.md": "# shop\n" }));
    const before = repository.commit({ "k8s/web.yaml": deployment("web", { probe: true }) }, "main");
    const pull = repository.open({ headSha: before });
    harness = await startHarness([repository]);
    await opened({ repository, pull });
    const late = pullRequestPayload("reopened", repository, pull);
    const after = repository.commit({ "k8s/web.yaml": deployment("web") }, before);
    repository.push(1, after);
    harness.standIn.faults.push({ on: new RegExp(`compare/.*${after}`), status: 500, times: 99 });
    await harness.review("pull_request", late);
    expect(
      repository.checkRuns.map(({ headSha, conclusion, title }) => [headSha, conclusion, title]),
    ).toEqual([
      [before, "success", "1 workload within the budget"],
      [after, "failure", "Surefoot could not finish this review"],
    ]);
  });
});

describe("threads that GitHub does not fold", () => {
  it("take nothing from the verdict", async () => {
    const shop = await openShop();
    await opened(shop);
    const fixed = shop.repository.commit(
      { "k8s/web.yaml": deployment("web", { probe: true }) },
      shop.pull.headSha,
    );
    shop.repository.push(1, fixed);
    harness.standIn.faults.push({ on: /mutation/, status: 502, times: 9 });
    await harness.review("pull_request", pullRequestPayload("synchronize", shop.repository, shop.pull));
    expect(shop.repository.checkRuns.at(-1)).toMatchObject({ headSha: fixed, conclusion: "success" });
  });
});

describe("threads that GitHub does not resolve, without a word which", () => {
  it("are folded instead", async () => {
    const shop = await openShop();
    await opened(shop);
    const fixed = { "k8s/web.yaml": deployment("web", { probe: true }) };
    shop.repository.push(1, shop.repository.commit(fixed, shop.pull.headSha));
    const body = {
      data: null,
      errors: [{ type: "FORBIDDEN", message: "Resource not accessible by integration" }],
    };
    harness.standIn.faults.push({ on: /mutation/, status: 200, body });
    await harness.review("pull_request", pullRequestPayload("synchronize", shop.repository, shop.pull));
    expect(shop.pull.threads).toMatchObject([
      { isResolved: false, comments: [{ minimizedReason: "resolved" }] },
    ]);
  });
});

describe("an answer that fails in passing", () => {
  it("does not post a review again that came through in spite of a 502", async () => {
    const shop = await openShop();
    harness.standIn.faults.push({ on: /POST .*\/reviews/, status: 502, afterwards: true });
    await opened(shop);
    expect(shop.pull.reviews).toHaveLength(1);
    expect(shop.repository.checkRuns).toMatchObject([
      { conclusion: "failure", title: expect.stringMatching(/web/) },
    ]);
  });

  it("posts a review again that a 502 swallowed", async () => {
    const shop = await openShop();
    harness.standIn.faults.push({ on: /POST .*\/reviews/, status: 502 });
    await opened(shop);
    expect(shop.pull.reviews).toHaveLength(1);
    expect(shop.repository.checkRuns).toHaveLength(1);
  });

  it("does not make a second check run where the first came through in spite of a 502", async () => {
    const shop = await openShop();
    harness.standIn.faults.push({ on: /POST .*\/check-runs/, status: 502, afterwards: true });
    await opened(shop);
    expect(shop.repository.checkRuns).toHaveLength(1);
  });

  it.each([
    ["the comparison breaks off in the middle", /compare/, { status: 200, breakOff: true }],
    ["the comparison is answered with 500", /compare/, { status: 500 }],
    ["a commit is not to be found yet", /compare/, { status: 404, times: 2 }],
    ["the query is answered with 502", /graphql query/, { status: 502, times: 3 }],
    ["the query breaks off in the middle", /graphql query/, { status: 200, breakOff: true, times: 3 }],
  ])(
    "reviews all the same where %s",
    async (_, on, fault) => {
      const shop = await openShop();
      harness.standIn.faults.push({ on, ...fault });
      await opened(shop);
      expect(shop.pull.reviews).toHaveLength(1);
      expect(shop.repository.checkRuns).toMatchObject([
        { conclusion: "failure", title: expect.stringMatching(/web/) },
      ]);
    },
    20_000,
  );

  it("reads a folder in pieces where GitHub gives up on the whole of it", async () => {
    const service =
      "apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8000 }] }\n";
    const shop = await openShop({ "k8s/service.yaml": service });
    const timeout = { data: null, errors: [{ message: "Something went wrong while executing your query." }] };
    harness.standIn.faults.push({ on: /graphql query/, status: 200, body: timeout });
    await opened(shop);
    expect(shop.pull.threads[0]?.comments[0]?.body).toContain("Service");
    expect(harness.standIn.requests.filter((name) => name.includes("query"))).toHaveLength(3);
  });

  it("waits as long as GitHub asks where a limit is reached", async () => {
    const shop = await openShop();
    harness.standIn.faults.push({ on: /compare/, status: 429, headers: { "retry-after": "1" } });
    const started = Date.now();
    await opened(shop);
    expect(Date.now() - started).toBeGreaterThan(1_000);
    expect(harness.standIn.requests.filter((name) => name.includes("compare"))).toHaveLength(2);
    expect(shop.pull.reviews).toHaveLength(1);
  });
});

it("asks for the base branch again where it is not to be found", async () => {
  const shop = await openShop();
  const payload = pullRequestPayload("opened", shop.repository, { ...shop.pull, baseRef: "master" });
  await harness.review("pull_request", payload);
  expect(shop.pull.reviews).toHaveLength(1);
});

describe("a review that cannot finish", () => {
  it("fails the check with one sentence where GitHub's failure does not pass", async () => {
    const shop = await openShop();
    harness.standIn.faults.push({ on: /graphql query/, status: 503, times: 100 });
    await opened(shop);
    expect(shop.repository.checkRuns).toMatchObject([
      {
        conclusion: "failure",
        title: "Surefoot could not finish this review",
        summary: "A request to GitHub failed (Loading the files: HTTP 503). Re-run this check to try again.",
      },
    ]);
  }, 20_000);

  it("fails the check without a word of the error where the fault is ours, and lives on", async () => {
    const shop = await openShop();
    harness.standIn.faults.push({ on: /compare/, status: 200, body: { nonsense: true } });
    await opened(shop);
    const [run] = shop.repository.checkRuns;
    expect(run).toMatchObject({ conclusion: "failure", title: "Surefoot could not finish this review" });
    expect(run?.summary).not.toMatch(/TypeError|undefined|at /);
    expect(harness.log.join("")).toContain("TypeError");
    await opened(shop);
    expect(shop.pull.reviews).toHaveLength(1);
    expect(shop.repository.checkRuns).toMatchObject([{ title: expect.stringMatching(/web/), updates: 1 }]);
  });

  it("concludes as the policy says where the policy was read", async () => {
    const shop = await openShop({ ".github/surefoot.yml": "onError: neutral\n" });
    harness.standIn.faults.push({ on: /POST .*\/check-runs$/, status: 422 });
    await opened(shop);
    expect(shop.repository.checkRuns.at(-1)).toMatchObject({
      conclusion: "neutral",
      title: "Surefoot could not finish this review",
    });
  });

  it("tries the last word again until GitHub takes it", async () => {
    const shop = await openShop();
    harness.standIn.faults.push(
      { on: /compare/, status: 404, times: 9 },
      { on: /check-runs/, status: 502, times: 2 },
    );
    await opened(shop);
    expect(shop.repository.checkRuns).toMatchObject([{ conclusion: "failure" }]);
  });
});
