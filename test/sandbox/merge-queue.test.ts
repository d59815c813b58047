/** The sandbox's merge queue, as GitHub tells of it: groups on top of each other, rebuilt, destroyed and merged. */
import { afterEach, expect, test } from "vitest";
import { readCommit } from "../../sandbox/git/list-commits.js";
import {
  dequeuePullRequest,
  enqueuePullRequest,
  enqueueTogether,
  mergeGroup,
  queueOf,
} from "../../sandbox/state/merge-queue.js";
import type { MergeQueue, PullRequest } from "../../sandbox/state/model.js";
import { type Lab, startLab } from "./lab.js";

let lab: Lab;
afterEach(() => lab.close());

/** Pull requests that each add a file, and what the world tells of their groups. */
async function begin(mergeMethod: MergeQueue["mergeMethod"] = "MERGE"): Promise<{
  pulls: PullRequest[];
  told: string[];
}> {
  lab = await startLab();
  const pulls: PullRequest[] = [];
  for (const name of ["one", "two", "three"])
    pulls.push(await lab.open(name, { [`${name}.txt`]: `${name}\n` }));
  queueOf(lab.repository, "main").mergeMethod = mergeMethod;
  const told: string[] = [];
  lab.gitHub.world.listen((event) => {
    if (event.name !== "merge_group") return;
    told.push(`${event.action} ${/pr-\d+/.exec(event.headRef)![0]} ${event.reason ?? ""}`.trim());
  });
  return { pulls, told };
}

test("each group's parent is the group ahead, and the first one's the branch", async () => {
  const { pulls } = await begin();
  const { gitHub, author, repository } = lab;
  const groups = [];
  for (const pull of pulls) groups.push(await enqueuePullRequest(gitHub.world, pull, author));
  const main = repository.branches.get("main");
  expect(groups.map(({ baseSha }) => baseSha)).toEqual([main, groups[0]!.headSha, groups[1]!.headSha]);
  expect(groups[1]!.headRef).toBe(`refs/heads/gh-readonly-queue/main/pr-2-${groups[0]!.headSha}`);
  const { parents, message } = await readCommit(repository.git, groups[1]!.headSha);
  expect(parents).toEqual([groups[0]!.headSha, pulls[1]!.head.sha]);
  expect(message).toBe("Merge pull request #2 from octo-org/two\n\ntwo");
});

test.each([
  ["SQUASH", "three (#3)"],
  ["REBASE", "Change"],
] as const)("%s leaves one parent and the message “%s”", async (method, message) => {
  const { pulls, told } = await begin(method);
  const group = await enqueueTogether(lab.gitHub.world, pulls, lab.author);
  const head = await readCommit(lab.repository.git, group.headSha);
  expect([head.parents.length, head.message]).toEqual([1, message]);
  expect(told).toEqual(["checks_requested pr-3"]);
  expect(group.baseSha).toBe(lab.repository.branches.get("main"));
});

test("one that is thrown out destroys the groups behind it, which are built anew without it", async () => {
  const { pulls, told } = await begin();
  const { gitHub, author, repository } = lab;
  const before = [];
  for (const pull of pulls) before.push(await enqueuePullRequest(gitHub.world, pull, author));
  told.length = 0;
  const after = await dequeuePullRequest(gitHub.world, pulls[1]!, author);
  expect(told).toEqual(["destroyed pr-2 dequeued", "destroyed pr-3 invalidated", "checks_requested pr-3"]);
  expect(after.map(({ baseSha }) => baseSha)).toEqual([before[0]!.headSha]);
  expect(after[0]!.headSha).not.toBe(before[2]!.headSha);
  expect([...repository.branches.keys()].filter((name) => name.startsWith("gh-readonly")).length).toBe(2);
});

test("merging a group moves the branch to its head and closes all that it holds", async () => {
  const { pulls, told } = await begin();
  const { gitHub, author, repository } = lab;
  const group = await enqueueTogether(gitHub.world, pulls, author);
  await mergeGroup(gitHub.world, queueOf(repository, "main"), group);
  expect(repository.branches.get("main")).toBe(group.headSha);
  expect(pulls.map(({ state, mergedAt }) => [state, mergedAt !== null])).toEqual(
    Array(3).fill(["closed", true]),
  );
  expect(told.at(-1)).toBe("destroyed pr-3 merged");
  expect(queueOf(repository, "main").entries).toEqual([]);
});

test("GraphQL shows the entries with their commits", async () => {
  const { pulls } = await begin();
  const { gitHub, author } = lab;
  const groups = [];
  for (const pull of pulls) groups.push(await enqueuePullRequest(gitHub.world, pull, author));
  const { body } = await lab.graphql(
    `query { repository(owner: "octo-org", name: "shop") { mergeQueue(branch: "main") {
      entries(first: 10) { nodes { position baseCommit { oid } headCommit { oid } pullRequest { number } } } } } }`,
  );
  expect(body.data.repository.mergeQueue.entries.nodes).toEqual(
    groups.map(({ baseSha, headSha }, i) => ({
      ...{ position: i + 1, baseCommit: { oid: baseSha }, headCommit: { oid: headSha } },
      pullRequest: { number: i + 1 },
    })),
  );
});
