import { describe, expect, it } from "vitest";
import { type CheckContent, checkContentOf } from "../../../src/github/check/check-content.js";
import { reconcileCheck } from "../../../src/github/check/reconcile-check.js";
import type { PostedCheckRun } from "../../../src/github/posted.js";
import { HEAD, plan } from "../plans.js";

const annotation = {
  path: "a.yaml",
  startLine: 3,
  endLine: 3,
  level: "failure" as const,
  title: "t",
  message: "m",
};

const verdict: CheckContent = {
  headSha: HEAD,
  externalId: "7",
  conclusion: "failure",
  title: "3 of 3",
  summary: "a table",
  annotations: [annotation],
  actions: [],
  detailsUrl: null,
};

const run: PostedCheckRun = {
  id: 1,
  externalId: "7",
  completed: true,
  completedAt: null,
  conclusion: "failure",
  title: "3 of 3",
  summary: "a table",
  hasAnnotations: true,
};

const annotations = (request: ReturnType<typeof reconcileCheck>): number | undefined =>
  request?.body.output.annotations?.length;

describe("a commit's check run", () => {
  it("is made where there is none for this pull request, though another shares the commit", () => {
    const request = reconcileCheck(verdict, [{ ...run, externalId: "8" }]);
    expect(request).toMatchObject({
      kind: "create",
      body: { name: "surefoot", head_sha: HEAD, external_id: "7" },
    });
    expect(annotations(request)).toBe(1);
  });

  it("is left alone where it says so already", () => {
    expect(reconcileCheck(verdict, [run])).toBeNull();
  });

  it("has its details on the page of ours that shows them, made and updated", () => {
    const detailsUrl = "https://surefoot.example.com/rollout#v=1";
    const linked = { ...verdict, detailsUrl };
    for (const runs of [[], [run]])
      expect(reconcileCheck(linked, runs, true)?.body).toMatchObject({ details_url: detailsUrl });
    for (const runs of [[], [run]])
      expect(reconcileCheck(verdict, runs, true)?.body).not.toHaveProperty("details_url");
  });

  it("is left behind where its details are on a page and there is none any more", () => {
    const summary = "a table [a chart](https://surefoot.example.com/rollout#v=1&replicas=3)";
    for (const hasAnnotations of [true, false]) {
      const request = reconcileCheck(verdict, [{ ...run, summary, hasAnnotations }]);
      expect(request?.kind).toBe("create");
    }
    expect(reconcileCheck(verdict, [{ ...run, summary: "another table" }])?.kind).toBe("update");
  });

  it("is updated without its annotations doubled where someone asked for it again", () => {
    const request = reconcileCheck(verdict, [run], true);
    expect(request).toMatchObject({
      kind: "update",
      id: 1,
      body: { status: "completed", conclusion: "failure" },
    });
    expect(annotations(request)).toBeUndefined();
  });

  it("is updated where only the summary differs", () => {
    expect(reconcileCheck(verdict, [{ ...run, summary: "an older table" }])).toMatchObject({
      kind: "update",
    });
  });

  it("is left behind for a new one where its annotations would be wrong", () => {
    expect(reconcileCheck({ ...verdict, conclusion: "success" }, [run])).toMatchObject({ kind: "create" });
  });

  it("is updated whole where it has no annotations, or was never finished", () => {
    const failed = { ...run, title: "Surefoot could not finish this review", hasAnnotations: false };
    expect(annotations(reconcileCheck(verdict, [failed]))).toBe(1);
    const hanging = {
      ...run,
      completed: false,
      conclusion: null,
      title: null,
      summary: null,
      hasAnnotations: false,
    };
    expect(reconcileCheck(verdict, [hanging])).toMatchObject({
      kind: "update",
      body: { status: "completed" },
    });
  });
});

it("keeps within GitHub's lengths without cutting a character in two", () => {
  const message = "m".repeat(70_000);
  const title = `${"t".repeat(253)}🚀🚀`;
  const many = Array.from({ length: 60 }, () => ({ ...annotation, message, endLine: 1 }));
  const request = reconcileCheck({ ...verdict, title, summary: "s".repeat(70_000), annotations: many }, []);
  const output = request!.body.output;
  expect(output.title.length).toBeLessThanOrEqual(255);
  expect(Buffer.from(output.title).toString()).toBe(output.title);
  expect(output.summary.length).toBe(65_535);
  expect(output.annotations).toHaveLength(50);
  expect(Buffer.byteLength(output.annotations![0]!.message)).toBeLessThanOrEqual(64 * 1024);
  expect(output.annotations![0]).toMatchObject({ start_line: 3, end_line: 3 });
});

it("never sends an empty summary", () => {
  const silent = plan([], [], { check: { summary: "", annotations: [], fixable: 0, rolloutUrl: null } });
  expect(reconcileCheck(checkContentOf(silent, "7"), [])?.body.output.summary).toBe(silent.title);
});
