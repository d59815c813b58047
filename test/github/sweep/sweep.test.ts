import { afterEach, expect, it } from "vitest";
import { type Harness, startHarness } from "../harness.js";
import { deployment } from "../manifests.js";
import { createRepository, type Repository } from "../stand-in/repository.js";

let harness: Harness;
afterEach(() => harness.close());

function checked(repository: Repository, number: number, status: string): void {
  repository.checkRuns.push({
    id: number,
    headSha: repository.pulls.get(number)!.headSha,
    name: "surefoot",
    externalId: String(number),
    status,
    conclusion: status === "completed" ? "success" : null,
    title: null,
    summary: null,
    annotations: [],
    detailsUrl: null,
    updates: 0,
  });
}

it("reviews at start the open pull requests without a finished check, over all pages", async () => {
  const repository = createRepository();
  repository.branches.set("main", repository.commit({ "README.md": "# shop\n" }));
  for (let i = 0; i < 60; i += 1) {
    repository.open({ headSha: repository.commit({ [`k8s/${i}.yaml`]: deployment(`web-${i}`) }, "main") });
    if (i !== 3 && i !== 55) checked(repository, i + 1, i === 4 ? "in_progress" : "completed");
  }
  // The same commit as number 1, whose check says nothing of this one.
  repository.open({ headSha: repository.pulls.get(1)!.headSha });
  repository.pulls.get(10)!.state = "CLOSED";
  repository.checkRuns.splice(8, 1);
  harness = await startHarness([repository], { sweep: true });
  await expect.poll(() => harness.log.join(""), { timeout: 10_000 }).toContain("The sweep is done");
  await harness.server.idle();
  const reviewed = [...repository.pulls.values()].filter(({ reviews }) => reviews.length > 0);
  expect(reviewed.map(({ number }) => number)).toEqual([4, 5, 56, 61]);
  expect(harness.standIn.violations).toEqual([]);
});

it.each([
  ["the installations", { on: /GET \/app\/installations/, status: 403 }],
  ["the repositories of one", { on: /GET \/installation\/repositories/, status: 403 }],
  ["the merge queues", { on: /graphql query/, status: 200, body: { errors: [{ message: "Timed out" }] } }],
])("tries again later where GitHub did not give %s", async (_, fault) => {
  const repository = createRepository();
  repository.branches.set("main", repository.commit({ "README.md": "# shop\n" }));
  repository.open({ headSha: repository.commit({ "k8s/web.yaml": deployment("web") }, "main") });
  harness = await startHarness([repository], { sweep: true, faults: [fault] });
  await expect.poll(() => harness.log.join(""), { timeout: 10_000 }).toContain("The sweep is done");
  await harness.server.idle();
  expect(harness.log.join("")).toMatch(/could not list the installations|sweep of an installation failed/);
  expect(repository.pulls.get(1)!.reviews).toHaveLength(1);
});

it("lives on where GitHub does not answer the sweep", async () => {
  const repository = createRepository();
  repository.branches.set("main", repository.commit({ "README.md": "# shop\n" }));
  const faults = [{ on: /installation/, status: 403, times: 99 }];
  harness = await startHarness([repository], { sweep: true, faults });
  await expect.poll(() => harness.log.join("")).toContain("The sweep could not list the installations");
  expect(await harness.send("ping", { zen: "Design for failure." })).toBe(200);
});
