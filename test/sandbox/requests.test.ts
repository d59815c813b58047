/** The sandbox refuses what GitHub refuses, and answers the rest in the form that GitHub describes. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registerApp } from "../../sandbox/state/apps.js";
import { createCheckRun } from "../../sandbox/state/checks.js";
import { addIssueComment } from "../../sandbox/state/pull-requests.js";
import { pushBranch, pushCommit } from "../../sandbox/state/push.js";
import { createRepository } from "../../sandbox/state/repositories.js";
import { createReview } from "../../sandbox/state/reviews.js";
import { checkResponse, describedStatuses } from "./github-description.js";
import { changedFile, LINES, startLab } from "./lab.js";
import { ROWS, type Setting } from "./request-table.js";

let setting: Setting;
const listener = createServer((_, response) => response.end("ok"));

beforeAll(async () => {
  const lab = await startLab();
  const { gitHub, app, owner, author, repository } = lab;
  const { world } = gitHub;
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  app.hookUrl = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`;
  const other = registerApp(
    world,
    { name: "Other", default_permissions: {}, default_events: [] },
    { owner, webhookSecret: "other" },
  ).app;
  for (const [name, isPrivate] of [
    ["secret", true],
    ["open", false],
  ] as const) {
    const made = await createRepository(world, { owner, name, isPrivate });
    await pushCommit(world, made, "main", { changes: { a: "1\n" }, message: "Begin", author });
  }
  await pushBranch(world, repository, "same", repository.branches.get("main")!, author);
  const lines = [...LINES];
  lines[4] = "changed";
  lines[14] = "changed";
  const pull = await lab.open("topic", { "a.txt": `${lines.join("\n")}\n`, "n.txt": "new\n" });
  const pending = await lab.open("waiting", changedFile(2));
  const bot = app.bot;
  await createReview(world, pending, bot, { body: "not sent yet" });
  await createReview(world, pull, bot, {
    ...{ event: "COMMENT", body: "look" },
    comments: [{ path: "a.txt", line: 5, side: "RIGHT", body: "here" }],
  });
  const written = addIssueComment(world, pull, author, "What do you think?");
  const head_sha = pull.head.sha;
  const ours = await createCheckRun(world, repository, app, { name: "lab", head_sha });
  const theirs = await createCheckRun(world, repository, other, { name: "other", head_sha });
  await gitHub.settle();
  setting = {
    ...{ lab, pull, pending, runId: ours.id, foreignRunId: theirs.id },
    ...{
      commentId: pull.threads[0]!.comments[0]!.id,
      issueCommentId: written.id,
      deliveryId: gitHub.deliveries.log[0]!.id,
    },
  };
});

afterAll(async () => {
  await setting.lab.close();
  listener.close();
});

describe("one request after the other", () => {
  test.each(ROWS)("$says: $status", async ({ endpoint, ask, status, message, source }) => {
    const reply = await setting.lab.ask(await ask(setting));
    expect([reply.status, JSON.stringify(reply.body)]).toEqual([
      status,
      expect.stringContaining(quoted(message)),
    ]);
    if (status < 300) expect(checkResponse(endpoint, status, reply.body)).toEqual([]);
    else {
      expect(reply.body).toMatchObject({ message: expect.any(String), status: String(status) });
      expect(reply.body.documentation_url).toMatch(/^https:\/\/docs\.github\.com\//);
      expect(describedStatuses(endpoint).includes(status) || source !== undefined).toBe(true);
    }
  });

  test("good ones and bad ones are many, and every call of the sandbox has a good one", () => {
    const good = ROWS.filter(({ status }) => status < 300);
    expect(good.length).toBeGreaterThan(30);
    expect(ROWS.length - good.length).toBeGreaterThan(40);
    const shown = new Set(good.map(({ endpoint }) => endpoint));
    const names = setting.lab.gitHub.endpoints.map(({ name }) => name);
    expect(names.filter((name) => !shown.has(name))).toEqual([]);
  });

  test("every sentence that is more than a status has a source", () => {
    // The last one is the validator's, which description.ts names.
    const bare = ["Not Found", "Validation Failed", "Unprocessable Entity", "is not a member of"];
    const own = ROWS.filter(({ message, source }) => message && !bare.includes(message) && !source);
    expect(own.map(({ says, message }) => [says, message])).toEqual([]);
    expect(ROWS.every(({ status, message }) => status < 300 || message)).toBe(true);
  });

  test("the page of the sandbox lists every call with what it needs", () => {
    const page = readFileSync("sandbox/README.md", "utf8");
    const missing = setting.lab.gitHub.endpoints.filter(
      ({ name, needs }) => !page.includes(`| \`${name}\` | ${needs} |`),
    );
    expect(missing.map(({ name, needs }) => `| \`${name}\` | ${needs} |`)).toEqual([]);
  });

  test("nothing went wrong inside the sandbox", () => {
    expect(setting.lab.gitHub.failures).toEqual([]);
  });
});

function quoted(message = ""): string {
  return JSON.stringify(message).slice(1, -1);
}
