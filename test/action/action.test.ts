/** The file that GitHub's runner starts, over a pull request's life. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { enqueuePullRequest } from "../../sandbox/state/merge-queue.js";
import type { PullRequest } from "../../sandbox/state/model.js";
import {
  closePullRequest,
  editPullRequest,
  openPullRequest,
  setDraft,
} from "../../sandbox/state/pull-requests.js";
import { pushBranch } from "../../sandbox/state/push.js";
import { forkRepository } from "../../sandbox/state/repositories.js";
import { replyTo } from "../../sandbox/state/reviews.js";
import { deployment } from "../github/manifests.js";
import { readOrders } from "./read-orders.js";
import { type Step, startWorkflow, type Workflow } from "./workflow.js";

const AS_IS = readFileSync("test/fixtures/seed/as-is.yaml", "utf8");
const TO_BE = readFileSync("test/fixtures/seed/to-be.yaml", "utf8");
const MAY_READ = { permissions: { metadata: "read", contents: "read", pull_requests: "read" } } as const;

let workflow: Workflow;
beforeEach(async () => {
  workflow = await startWorkflow();
});
afterEach(() => workflow.close());

const annotations = ({ stdout }: Step) =>
  readOrders(stdout).orders.filter(({ name }) => !/group$/.test(name));
const threads = (pull: {
  threads: { isResolved: boolean; comments: { minimizedReason: string | null }[] }[];
}) => pull.threads.map(({ isResolved, comments }) => [isResolved, comments[0]?.minimizedReason ?? null]);

describe("a pull request of the repository itself", () => {
  it("fails with an annotation at the line, and gets the one review, in three requests", async () => {
    const pull = await workflow.open("web", { "k8s/web.yaml": AS_IS });
    const step = await workflow.review(pull);
    expect(step).toMatchObject({ status: 1, stderr: "" });
    expect(annotations(step)).toEqual([
      {
        name: "error",
        properties: { file: "k8s/web.yaml", line: "22", endLine: "25", title: "readiness-gate" },
        message: expect.stringMatching(/3 of 3 pods out of service at once/),
      },
    ]);
    expect(step.outputs).toBe(
      "conclusion=failure\ntitle=web: 3 of 3 pods can be out of service at once, 1 allowed\n",
    );
    expect(step.summary).toMatch(/^## Surefoot: web: 3 of 3 pods .*\n\n\| workload \|/);
    expect(pull.reviews.map(({ author, state }) => [author.login, state])).toEqual([
      ["github-actions[bot]", "COMMENTED"],
    ]);
    expect(pull.threads[0]?.comments[0]?.body).toContain("```suggestion");
    expect(workflow.asked()).toHaveLength(3);
    expect(workflow.repository.runs).toEqual([]);
  });

  it("is told nothing twice, whatever runs again", async () => {
    const pull = await workflow.open("web", { "k8s/web.yaml": AS_IS });
    await workflow.review(pull);
    expect(await workflow.review(pull)).toMatchObject({ status: 1 });
    await workflow.push("web", { "README.md": "# Another commit\n" });
    expect(await workflow.review(pull)).toMatchObject({ status: 1 });
    expect(pull.reviews).toHaveLength(1);
    expect(pull.threads).toHaveLength(1);
  });

  it("passes when it is fixed, and the comment is folded as resolved", async () => {
    const pull = await workflow.open("web", { "k8s/web.yaml": AS_IS });
    await workflow.review(pull);
    await workflow.push("web", { "k8s/web.yaml": TO_BE });
    const step = await workflow.review(pull);
    expect(step).toMatchObject({ status: 0, outputs: expect.stringMatching(/^conclusion=success\n/) });
    expect(annotations(step)).toEqual([]);
    expect(threads(pull)).toEqual([[false, "resolved"]]);
  });

  it("has its thread resolved where the token may write contents too", async () => {
    const pull = await workflow.open("web", { "k8s/web.yaml": AS_IS });
    await workflow.review(pull);
    await workflow.push("web", { "k8s/web.yaml": TO_BE });
    await workflow.review(pull, { permissions: { contents: "write", pull_requests: "write" } });
    expect(threads(pull)).toEqual([[true, null]]);
  });

  it("passes where no manifest changed, and is not spoken to", async () => {
    const pull = await workflow.open("docs", { "docs/a.md": "# a\n" });
    const step = await workflow.review(pull);
    expect(step).toMatchObject({ status: 0, outputs: "conclusion=success\ntitle=No workload changed\n" });
    expect(pull.reviews).toEqual([]);
  });

  it("passes with old debt, which is a warning at its line", async () => {
    await workflow.push("main", { "k8s/web.yaml": deployment("web") });
    const pull = await workflow.open("bump", { "k8s/web.yaml": deployment("web", { image: "web:2" }) });
    const step = await workflow.review(pull);
    expect(step).toMatchObject({ status: 0, outputs: expect.stringMatching(/^conclusion=neutral\n/) });
    expect(annotations(step).map(({ name }) => name)).toEqual(["warning"]);
  });

  it("is held to the policy of the default branch, not to its own", async () => {
    await workflow.push("main", { ".github/surefoot.yml": "block: never\n" });
    const pull = await workflow.open("web", {
      "k8s/web.yaml": AS_IS,
      ".github/surefoot.yml": "block: changed\n",
    });
    expect(await workflow.review(pull)).toMatchObject({
      status: 0,
      outputs: expect.stringMatching(/^conclusion=neutral\n/),
    });
  });

  it("is reviewed under pull_request_target too", async () => {
    const pull = await workflow.open("web", { "k8s/web.yaml": AS_IS });
    expect(await workflow.review(pull, { name: "pull_request_target" })).toMatchObject({ status: 1 });
    expect(pull.reviews).toHaveLength(1);
  });
});

describe("a pull request that is not to be spoken to", () => {
  async function openFromFork(manifest: string): Promise<PullRequest> {
    const { gitHub, repository, author, push } = workflow;
    const fork = await forkRepository(gitHub.world, repository, author);
    await push("web", { "k8s/web.yaml": manifest }, fork);
    const head = { repository: fork, ref: "web" };
    return openPullRequest(gitHub.world, repository, { author, title: "web", base: "main", head });
  }

  it("from a fork, whose token may only read, fails with the comments in its summary and says why", async () => {
    const pull = await openFromFork(AS_IS);
    const step = await workflow.review(pull, MAY_READ);
    expect(step).toMatchObject({ status: 1, stderr: "" });
    expect(annotations(step).map(({ name }) => name)).toEqual(["error", "notice"]);
    expect(annotations(step)[1]).toMatchObject({
      properties: { title: "Surefoot" },
      message: expect.stringMatching(/^There are no comments .* it comes from a fork/),
    });
    expect(step.summary).toContain("it comes from a fork, and the token of such a workflow may only read");
    expect(step.summary).toContain("```suggestion\n");
    expect(step.summary).not.toContain("surefoot:comment");
    expect(pull.reviews).toEqual([]);
  });

  it("from a fork that is fixed passes and says nothing of comments", async () => {
    const pull = await openFromFork(TO_BE);
    const step = await workflow.review(pull, MAY_READ);
    expect(step.status).toBe(0);
    expect(annotations(step)).toEqual([]);
    expect(step.summary).not.toContain("fork");
  });

  it("of the repository names the permission that its token lacks", async () => {
    const pull = await workflow.open("web", { "k8s/web.yaml": AS_IS });
    const step = await workflow.review(pull, MAY_READ);
    expect(step.status).toBe(1);
    expect(annotations(step)[1]?.message).toContain("Give the job the permission pull-requests: write.");
    expect(step.summary).toContain("```suggestion\n");
  });

  it("is reviewed where the token cannot even read pull requests", async () => {
    const pull = await workflow.open("web", { "k8s/web.yaml": AS_IS });
    const step = await workflow.review(pull, { permissions: { contents: "read" } });
    expect(step.status).toBe(1);
    expect(annotations(step).map(({ name }) => name)).toEqual(["error", "notice"]);
    expect(annotations(step)[1]?.message).toMatch(/token may not read it\. Give the job the permission/);
  });

  it("as a draft has its real status, and its comments when it is ready", async () => {
    const pull = await workflow.open("web", { "k8s/web.yaml": AS_IS }, { draft: true });
    const step = await workflow.review(pull);
    expect(step.status).toBe(1);
    expect(annotations(step)[1]?.message).toMatch(/while it is a draft.* ready_for_review too\.$/);
    expect(pull.reviews).toEqual([]);
    setDraft(workflow.gitHub.world, pull, false, workflow.author);
    expect((await workflow.review(pull)).status).toBe(1);
    expect(pull.reviews).toHaveLength(1);
  });

  it("when it is closed has its status alone", async () => {
    const pull = await workflow.open("web", { "k8s/web.yaml": AS_IS });
    closePullRequest(workflow.gitHub.world, pull, workflow.author);
    const step = await workflow.review(pull);
    expect(step.status).toBe(1);
    expect(annotations(step)[1]?.message).toContain("since it is closed");
    expect(pull.reviews).toEqual([]);
  });

  it("with a newer head has the status of the run's own commit, and the newer run comments", async () => {
    const pull = await workflow.open("web", { "k8s/web.yaml": AS_IS });
    const { gitHub, repository, author } = workflow;
    const pullThen = { ...pull };
    await workflow.push("web", { "k8s/web.yaml": TO_BE });
    const event = {
      name: "pull_request",
      action: "opened",
      repository,
      sender: author,
      pull: pullThen,
    } as const;
    const step = await workflow.run(event);
    expect(step.status).toBe(1);
    expect(annotations(step)[1]?.message).toContain("the run of that one comments");
    expect(pull.reviews).toEqual([]);
    expect(gitHub.requests.at(-1)?.name).toBe("POST /graphql query");
  });
});

describe("what moves under a run", () => {
  it("is waited for where GitHub's copies still have the head of before", async () => {
    const pull = await workflow.open("web", { "k8s/web.yaml": TO_BE });
    await workflow.push("web", { "k8s/web.yaml": AS_IS });
    workflow.gitHub.faults.add({ kind: "stale-head", on: /graphql query/ });
    expect(await workflow.review(pull)).toMatchObject({ status: 1 });
    expect(pull.reviews).toHaveLength(1);
  });

  it("is compared with the base that it has now", async () => {
    const { gitHub, repository, author } = workflow;
    await workflow.push("release", { "k8s/web.yaml": AS_IS });
    await pushBranch(gitHub.world, repository, "web", repository.branches.get("release")!, author);
    await workflow.push("web", { "docs/a.md": "# a\n" });
    const head = { repository, ref: "web" };
    const pull = await openPullRequest(gitHub.world, repository, {
      author,
      title: "web",
      base: "main",
      head,
    });
    const pullThen = { ...pull };
    editPullRequest(gitHub.world, pull, { base: "release" }, author);
    const event = {
      name: "pull_request",
      action: "opened",
      repository,
      sender: author,
      pull: pullThen,
    } as const;
    expect(await workflow.run(event)).toMatchObject({
      status: 0,
      outputs: expect.stringMatching(/No workload changed/),
    });
  });

  it("is left to who speaks: an answered comment is not posted again", async () => {
    const pull = await workflow.open("web", { "k8s/web.yaml": AS_IS });
    await workflow.review(pull);
    replyTo(workflow.gitHub.world, pull.threads[0]!, workflow.author, "On Monday.");
    await workflow.push("web", { "k8s/web.yaml": AS_IS.replace("replicas: 3", "replicas: 4") });
    await workflow.review(pull);
    expect(pull.threads).toHaveLength(1);
  });
});

describe("a merge queue's group", () => {
  it("has annotations and a summary, and nobody is spoken to", async () => {
    const { gitHub, repository, author } = workflow;
    const pull = await workflow.open("web", { "k8s/web.yaml": AS_IS });
    const group = await enqueuePullRequest(gitHub.world, pull, author);
    const step = await workflow.run({
      ...{ name: "merge_group", action: "checks_requested", repository, sender: author, ...group },
    });
    expect(step).toMatchObject({ status: 1, outputs: expect.stringMatching(/^conclusion=failure\n/) });
    expect(annotations(step).map(({ name }) => name)).toEqual(["error"]);
    expect(step.summary).toMatch(/^## Surefoot: web: 3 of 3/);
    expect(pull.reviews).toEqual([]);
  });
});

describe("GitHub's own failures", () => {
  it("do not post a review twice where it was taken and the answer was lost", async () => {
    const pull = await workflow.open("web", { "k8s/web.yaml": AS_IS });
    workflow.gitHub.faults.add({ kind: "error-afterwards", on: /POST .*reviews/ });
    expect(await workflow.review(pull)).toMatchObject({ status: 1, stderr: "" });
    expect(pull.reviews).toHaveLength(1);
  });

  it("end the step with 2 and one sentence where they do not pass", async () => {
    const pull = await workflow.open("web", { "k8s/web.yaml": AS_IS });
    const step = await workflow.review(pull, { env: { INPUT_TOKEN: "ghs_thatnobodyknows" } });
    const sentence =
      "Surefoot could not finish this review: a request to GitHub failed (Comparing base and head: HTTP 401); the token is not one that GitHub takes, or its time is over";
    expect(step).toMatchObject({ status: 2, stderr: `surefoot: ${sentence}\n` });
    expect(annotations(step)).toEqual([
      { name: "error", properties: { title: "Surefoot" }, message: sentence },
    ]);
    expect(step.outputs).toBe("conclusion=failure\ntitle=Surefoot could not finish this review\n");
    expect(step.summary).toContain("HTTP 401");
    expect(JSON.stringify(step)).not.toContain("ghs_thatnobodyknows");
  });

  it("are told apart from a permission that the job did not give", async () => {
    const pull = await workflow.open("web", { "k8s/web.yaml": AS_IS });
    const step = await workflow.review(pull, { permissions: { metadata: "read", pull_requests: "write" } });
    expect(step).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/give the job the permissions contents: read/),
    });
  });
});

describe("what cannot be run", () => {
  it.each(["push", "workflow_dispatch", "pull_request_review", "issue_comment"])(
    "the event %s, which is answered with one sentence",
    async (name) => {
      const step = await workflow.run({}, { name });
      expect(step.status).toBe(2);
      expect(step.stderr).toBe(
        `surefoot: the event "${name}" has no change to review; let the workflow run on pull_request, pull_request_target or merge_group\n`,
      );
      expect(annotations(step)).toMatchObject([
        { name: "error", message: expect.stringMatching(/has no change to review/) },
      ]);
      expect(workflow.asked()).toEqual([]);
    },
  );

  it("a step without what GitHub Actions sets: all that is missing in one line", async () => {
    const step = await workflow.run(
      {},
      { env: { INPUT_TOKEN: undefined, GITHUB_EVENT_PATH: "", GITHUB_OUTPUT: undefined } },
    );
    expect(step.status).toBe(2);
    expect(step.stderr).toBe(
      "surefoot: the environment lacks GITHUB_TOKEN, GITHUB_EVENT_PATH, GITHUB_OUTPUT; --publish needs what GitHub Actions sets for a step, and a token\n",
    );
  });

  it("an error that nobody caught, which is told in one line too", async () => {
    // Thrown as soon as the step has begun, however long a busy machine takes for that.
    const code = `const timer = setInterval(() => {
      if (process.listenerCount("uncaughtException") === 0) return;
      clearInterval(timer);
      throw new Error("boom\\n::add-mask::o\\n##[error]k");
    }, 20)`;
    const crash = `--import data:text/javascript,${encodeURIComponent(code)}`;
    const pull = await workflow.open("web", { "k8s/web.yaml": AS_IS });
    workflow.gitHub.faults.add({ kind: "latency", ms: 5_000 });
    const step = await workflow.review(pull, { env: { NODE_OPTIONS: crash } });
    expect(step.status).toBe(2);
    expect(step.stderr).toMatch(/^surefoot: a fault of surefoot itself.*boom ::add-mask::o ## \[error\]k\n$/);
    expect(readOrders(step.stderr).orders).toEqual([]);
  });
});

describe("the token", () => {
  it("stands in nothing that the step writes", async () => {
    const pull = await workflow.open("web", { "k8s/web.yaml": AS_IS });
    const steps = [
      await workflow.review(pull),
      await workflow.review(pull, { permissions: {} }),
      await workflow.run({}, { name: "push" }),
    ];
    for (const { token, ...said } of steps) {
      expect(token).toMatch(/^ghs_\w{30,}$/);
      expect(JSON.stringify([said, pull.reviews.map(({ body }) => body)])).not.toContain(token);
    }
  });

  it("that could not be one is refused without being named", async () => {
    const step = await workflow.run({}, { name: "push", env: { INPUT_TOKEN: "gh s_secret" } });
    expect(step).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^surefoot: GITHUB_TOKEN is not a token/),
    });
    expect(JSON.stringify(step)).not.toContain("s_secret");
  });
});
