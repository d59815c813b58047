import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readWorkflow } from "../../src/action/read-workflow.js";

const folder = mkdtempSync(join(tmpdir(), "surefoot-event-"));
afterAll(() => rmSync(folder, { recursive: true }));

const SHA = "a".repeat(40);
const BASE = "b".repeat(40);

function environment(payload: unknown, more: Record<string, string> = {}): Record<string, string> {
  const path = join(folder, "event.json");
  writeFileSync(path, typeof payload === "string" ? payload : JSON.stringify(payload));
  return {
    GITHUB_TOKEN: "ghs_x",
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_EVENT_PATH: path,
    GITHUB_REPOSITORY: "octo-org/shop",
    GITHUB_API_URL: "https://api.github.com/",
    GITHUB_STEP_SUMMARY: "/summary",
    GITHUB_OUTPUT: "/output",
    ...more,
  };
}

const pull = (head: object, base: object = { ref: "main" }) => ({ pull_request: { number: 7, head, base } });
const own = { sha: SHA, repo: { full_name: "Octo-Org/Shop" } };

describe("a run of a workflow", () => {
  it("is read with its pull request", async () => {
    expect(await readWorkflow(environment(pull(own)))).toEqual({
      token: "ghs_x",
      apiUrl: "https://api.github.com",
      repository: { owner: "octo-org", repo: "shop" },
      event: { kind: "pull_request", number: 7, headSha: SHA, baseRef: "main", fork: false },
      summaryPath: "/summary",
      outputPath: "/output",
    });
  });

  it.each([
    ["another repository", { sha: SHA, repo: { full_name: "mona/shop" } }],
    ["a repository that is gone", { sha: SHA, repo: null }],
  ])("knows a fork by %s", async (_, head) => {
    const { event } = await readWorkflow(environment(pull(head)));
    expect(event).toMatchObject({ fork: true });
  });

  it("is read with its merge group", async () => {
    const env = environment(
      { merge_group: { head_sha: SHA, base_sha: BASE, base_ref: "refs/heads/main" } },
      { GITHUB_EVENT_NAME: "merge_group" },
    );
    expect((await readWorkflow(env)).event).toEqual({
      ...{ kind: "merge_group", headSha: SHA, baseRef: "main", baseSha: BASE },
    });
  });
});

describe("a run that cannot be read is told of in one line", () => {
  it.each([
    ["no pull request", {}, {}, "the event's pull_request is not what GitHub sends"],
    ["no head", pull({}), {}, "the event's pull_request.head.sha is not what GitHub sends"],
    ["a head that is no commit", pull({ ...own, sha: "HEAD" }), {}, "pull_request.head.sha is not"],
    ["no JSON", "{", {}, "GITHUB_EVENT_PATH: the event is not JSON"],
    ["an event that is no object", "7", {}, "the event's payload is not what GitHub sends"],
    ["no file", {}, { GITHUB_EVENT_PATH: "/nowhere/event.json" }, "the event cannot be read (ENOENT)"],
    ["no repository", pull(own), { GITHUB_REPOSITORY: "shop" }, "GITHUB_REPOSITORY is not a repository"],
    ["no address", pull(own), { GITHUB_API_URL: "api.github.com" }, "GITHUB_API_URL is not an address"],
    ["another protocol", pull(own), { GITHUB_API_URL: "file:///etc" }, "GITHUB_API_URL is not an address"],
    ["two lines of a token", pull(own), { GITHUB_TOKEN: "a\nb" }, "GITHUB_TOKEN is not a token"],
    [
      "nothing at all",
      pull(own),
      { GITHUB_TOKEN: " ", GITHUB_OUTPUT: "" },
      "lacks GITHUB_TOKEN, GITHUB_OUTPUT;",
    ],
  ])("%s", async (_, payload, more, sentence) => {
    const failure = await readWorkflow(environment(payload, more as Record<string, string>)).catch(
      (error) => error,
    );
    expect(failure).toMatchObject({ name: "CommandError" });
    expect(failure.message).toContain(sentence);
  });
});
