/** The App and a merge queue: groups of several, rebuilt, destroyed, merged and asked for again. */
import { afterEach, describe, expect, test } from "vitest";
import { rerequestRun, rerequestSuite, updateCheckRun } from "../../sandbox/state/checks.js";
import {
  dequeuePullRequest,
  enqueuePullRequest,
  enqueueTogether,
  mergeGroup,
  queueOf,
} from "../../sandbox/state/merge-queue.js";
import type { CheckRun, MergeGroup, MergeQueue, PullRequest } from "../../sandbox/state/model.js";
import { deployment } from "../github/manifests.js";
import { checkWebhook } from "./github-description.js";
import { type Scene, type SceneOptions, startScene } from "./scene.js";

let scene: Scene;
afterEach(() => scene.close());

/** Pull requests that each add a Deployment of a branch's name, all reviewed; the first has no probe. */
async function begin(
  names: readonly string[],
  { method = "MERGE", ...options }: SceneOptions & { method?: MergeQueue["mergeMethod"] } = {},
): Promise<PullRequest[]> {
  scene = await startScene(options);
  const pulls: PullRequest[] = [];
  for (const [i, name] of names.entries())
    pulls.push(await scene.open(name, { [`k8s/${name}.yaml`]: deployment(name, { probe: i > 0 }) }));
  await scene.settle();
  queueOf(scene.repository, "main").mergeMethod = method;
  scene.asked();
  return pulls;
}

const queue = (pull: PullRequest): Promise<MergeGroup> =>
  enqueuePullRequest(scene.gitHub.world, pull, scene.author);

function runOn({ headSha }: MergeGroup): CheckRun {
  const runs = scene.runsOn(headSha);
  expect(runs.length).toBe(1);
  return runs[0]!;
}

/** The part of a summary before the review's own table. */
const beginning = ({ summary }: CheckRun): string =>
  summary!.split("\n\n| workload")[0]!.replaceAll(scene.gitHub.url, "");

describe("a group of one", () => {
  test("gets a check alone, under the same name, that says whose changes it holds, in four requests", async () => {
    const [pull] = await begin(["web"]);
    const said = pull!.reviews.length;
    const group = await queue(pull!);
    await scene.settle();
    const run = runOn(group);
    expect(run).toMatchObject({ name: "surefoot", status: "completed", conclusion: "failure" });
    expect(run.title).toBe("#1: web: 3 of 3 pods can be out of service at once, 1 allowed");
    expect(beginning(run)).toBe("This merge group holds [#1](/octo-org/shop/pull/1).");
    expect([pull!.reviews.length, pull!.comments.length]).toEqual([said, 0]);
    expect(scene.asked().length).toBe(4);
  });

  test("is what GitHub describes, from the first webhook to the last", async () => {
    const [pull] = await begin(["web"]);
    await mergeGroup(scene.gitHub.world, queueOf(scene.repository, "main"), await queue(pull!));
    await scene.settle();
    const told = scene.gitHub.deliveries.log.filter(({ event }) => event === "merge_group");
    expect(told.map(({ action, statusCode }) => [action, statusCode])).toEqual([
      ["checks_requested", 200],
      ["destroyed", 200],
    ]);
    const faults = told.flatMap(({ action, request }) =>
      checkWebhook(`merge_group.${action}`, JSON.parse(request.body)),
    );
    expect(faults).toEqual([]);
  });
});

describe("a group of several", () => {
  test("is judged with all that is ahead of it, and names each one's workloads", async () => {
    const [web, api, jobs] = await begin(["web", "api", "jobs"]);
    await queue(web!);
    const second = await queue(api!);
    const third = await queue(jobs!);
    await scene.settle();
    expect(beginning(runOn(second))).toBe(
      [
        "This merge group holds [#1](/octo-org/shop/pull/1) and [#2](/octo-org/shop/pull/2).",
        "| pull request | workloads |\n|---|---|",
      ].join("\n\n") +
        "\n| [#1](/octo-org/shop/pull/1) | `Deployment web` |\n| [#2](/octo-org/shop/pull/2) | `Deployment api` |",
    );
    // A queue that looks at the last group alone would merge the first with it.
    expect(runOn(third)).toMatchObject({ conclusion: "failure" });
    expect(runOn(third).title).toMatch(/^#1, #2, #3: web: 3 of 3 pods/);
  });

  test.each(["MERGE", "SQUASH", "REBASE"] as const)(
    "that is tested as one is told apart where the queue's method is %s",
    async (method) => {
      const pulls = await begin(["web", "api"], { method });
      const group = await enqueueTogether(scene.gitHub.world, pulls, scene.author);
      await scene.settle();
      expect(beginning(runOn(group))).toContain("| [#1](/octo-org/shop/pull/1) | `Deployment web` |");
      expect(beginning(runOn(group))).toContain("| [#2](/octo-org/shop/pull/2) | `Deployment api` |");
    },
  );

  test.each([
    ["MERGE", "This merge group holds [#1](/octo-org/shop/pull/1) and [#2](/octo-org/shop/pull/2)."],
    ["SQUASH", "This merge group holds [#1](/octo-org/shop/pull/1) and [#2](/octo-org/shop/pull/2)."],
    [
      "REBASE",
      "This merge group ends with [#2](/octo-org/shop/pull/2); GitHub does not say which others it holds.",
    ],
  ] as const)("says what %s leaves in its commits where the queue cannot be read", async (method, words) => {
    const pulls = await begin(["web", "api"], { method });
    scene.gitHub.faults.add({ kind: "error", on: ({ body }) => asksForQueue(body), times: 2 });
    const group = await enqueueTogether(scene.gitHub.world, pulls, scene.author);
    await scene.settle();
    expect(beginning(runOn(group)).split("\n")[0]).toBe(words);
    expect(runOn(group).conclusion).toBe("failure");
  });

  test("names a workload that no file tells apart once, for the group", async () => {
    const service = (port: number) =>
      `apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web }, ports: [{ port: 80, targetPort: ${port} }] }\n`;
    const files = { "k8s/web.yaml": deployment("web", { probe: true }), "k8s/service.yaml": service(8000) };
    await begin([], { files });
    const one = await scene.open("port", { "k8s/service.yaml": service(8001) });
    const two = await scene.open("api", { "k8s/api.yaml": deployment("api", { probe: true }) });
    const group = await enqueueTogether(scene.gitHub.world, [one, two], scene.author);
    await scene.settle();
    expect(beginning(runOn(group)).split("\n").slice(-3)).toEqual([
      "| [#1](/octo-org/shop/pull/1) | none |",
      "| [#2](/octo-org/shop/pull/2) | `Deployment api` |",
      "| not told apart | `Deployment web` |",
    ]);
  });

  test("is answered, every group of ten, where a request takes a tenth of a second", async () => {
    const names = Array.from({ length: 10 }, (_, i) => `app-${i}`);
    const pulls = await begin(names);
    scene.gitHub.faults.add({ kind: "latency", ms: 100, times: 1_000 });
    const groups: MergeGroup[] = [];
    for (const pull of pulls) groups.push(await queue(pull));
    await scene.settle();
    expect(groups.map((group) => runOn(group).conclusion)).toEqual(Array(10).fill("failure"));
  });
});

describe("a group that is rebuilt", () => {
  test("gets its verdict on the new head; the old one's review posts nothing any more", async () => {
    const [web, api, jobs] = await begin(["web", "api", "jobs"]);
    await queue(api!);
    // The review of the group behind is held while the one ahead of it is thrown out.
    const held = scene.gitHub.faults.add({ kind: "latency", ms: 1_500, on: /compare/, skip: 1 });
    const first = await queue(web!);
    await expect.poll(() => held.fired).toBe(1);
    const [again] = await dequeuePullRequest(scene.gitHub.world, api!, scene.author);
    const last = await queue(jobs!);
    await scene.settle();
    expect(scene.runsOn(first.headSha)).toEqual([]);
    expect(runOn(again!).title).toMatch(/^#1: web/);
    expect(runOn(last).title).toMatch(/^#1, #3: web/);
    expect(scene.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  test("leaves no run of the old head unfinished", async () => {
    const [web, api] = await begin(["web", "api"]);
    await queue(api!);
    const old = await queue(web!);
    await scene.settle();
    const run = runOn(old);
    updateCheckRun(scene.gitHub.world, run, { status: "in_progress" });
    await dequeuePullRequest(scene.gitHub.world, api!, scene.author);
    await scene.settle();
    expect(run).toMatchObject({ status: "completed", conclusion: "cancelled" });
  });

  test("is no error where its commit is gone too", async () => {
    const [web] = await begin(["web"]);
    scene.gitHub.faults.add({ kind: "error", status: 404, on: /compare/, times: 3 });
    scene.gitHub.faults.add({ kind: "error", status: 422, on: /check-runs$/ });
    const group = await queue(web!);
    await scene.settle();
    expect(scene.runsOn(group.headSha)).toEqual([]);
    expect(scene.log.join("")).not.toContain("could not be reported");
  });
});

describe("a process that was down", () => {
  test("answers the groups that wait, with the names that they would have had", async () => {
    const [web, api] = await begin(["web", "api"]);
    const answered = await queue(web!);
    await scene.settle();
    const { hookUrl } = scene.app;
    scene.app.hookUrl = null;
    const missed = await queue(api!);
    await scene.gitHub.settle();
    scene.app.hookUrl = hookUrl;
    await scene.restart({ sweep: true });
    await scene.settle();
    expect(runOn(missed).title).toMatch(/^#1, #2: web/);
    expect(runOn(answered).updates).toBe(0);
  });

  test("sweeps the pull requests although the queues cannot be read", async () => {
    await begin([]);
    const { hookUrl } = scene.app;
    scene.app.hookUrl = null;
    const pull = await scene.open("web", { "k8s/web.yaml": deployment("web") });
    await scene.gitHub.settle();
    scene.app.hookUrl = hookUrl;
    scene.gitHub.faults.add({ kind: "error", status: 403, on: ({ body }) => asksForQueue(body) });
    await scene.restart({ sweep: true });
    await scene.settle();
    expect(scene.runsOn(pull.head.sha)).toHaveLength(1);
    expect(scene.log.join("")).toContain("The merge queues could not be swept");
  });
});

describe("asked for again", () => {
  test("a group's check says the same, also when it has been merged", async () => {
    const [web, api] = await begin(["web", "api"]);
    await queue(web!);
    const group = await queue(api!);
    await scene.settle();
    const run = runOn(group);
    const { summary, conclusion } = run;
    rerequestRun(scene.gitHub.world, run, scene.author);
    await scene.settle();
    await mergeGroup(scene.gitHub.world, queueOf(scene.repository, "main"), group);
    rerequestSuite(scene.gitHub.world, run.suite, scene.author);
    await scene.settle();
    expect(runOn(group)).toMatchObject({ updates: 2, summary, conclusion });
  });

  test("a group ahead of which another was merged says what is still to be merged", async () => {
    const [web, api] = await begin(["web", "api"]);
    const first = await queue(web!);
    const second = await queue(api!);
    await scene.settle();
    await mergeGroup(scene.gitHub.world, queueOf(scene.repository, "main"), first);
    rerequestRun(scene.gitHub.world, runOn(second), scene.author);
    await scene.settle();
    const newest = scene.runsOn(second.headSha).at(-1)!;
    expect(newest.title).toBe("#2: 1 workload within the budget");
    expect(newest.conclusion).toBe("success");
  });
});

function asksForQueue(body: unknown): boolean {
  return String((body as { query?: unknown } | null)?.query).includes("mergeQueue");
}
