import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { reportRun } from "../../src/action/report-run.js";
import { GitHubFailure } from "../../src/github/client/github-failure.js";
import { readOrders } from "./read-orders.js";

const terminal = {
  stdin: new PassThrough(),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  cwd: ".",
  env: {},
};
const TOKEN = "ghs_secret";

const reportOf = (error: unknown, conclusion: "failure" | "neutral" = "failure") =>
  reportRun({ kind: "unfinished", conclusion, error }, { token: TOKEN }, terminal);

describe("the report of a run that could not finish", () => {
  it.each([
    [new GitHubFailure("Reading: HTTP 503", { status: 503, retryable: true }), "run the job again later"],
    [new GitHubFailure("Reading: HTTP 403", { status: 403, retryable: true }), "run the job again later"],
    [
      new GitHubFailure("Reading: HTTP 403", { status: 403, retryable: false }),
      "give the job the permissions",
    ],
    [
      new GitHubFailure("Reading: HTTP 404", { status: 404, retryable: false }),
      "does not see the repository",
    ],
    [new GitHubFailure("Reading: HTTP 401", { status: 401, retryable: false }), "not one that GitHub takes"],
    [new GitHubFailure("Reading: no answer", { retryable: false }), "run the job again"],
    [new TypeError("x is not a function"), "please report it (TypeError: x is not a function)"],
    ["a text", "please report it (a text)"],
  ])("says what to do: %s", (error, advice) => {
    const { log, summary, unfinished, conclusion } = reportOf(error);
    expect(conclusion).toBe("failure");
    expect(unfinished).toMatch(/^Surefoot could not finish this review: /);
    expect(unfinished).toContain(advice);
    expect(readOrders(log)).toEqual({
      orders: [{ name: "error", properties: { title: "Surefoot" }, message: unfinished }],
      lines: [""],
    });
    expect(summary).toMatch(/^## Surefoot could not finish this review\n\n\S/);
  });

  it("is a warning without an error where the policy lets the job pass", () => {
    const { log, unfinished } = reportOf(new GitHubFailure("Reading", { retryable: true }), "neutral");
    expect(unfinished).toBeNull();
    expect(readOrders(log).orders.map(({ name }) => name)).toEqual(["warning"]);
  });

  it("has neither the token nor a second order out of an error's own words", () => {
    const report = reportOf(new Error(`bad header ${TOKEN}\n::add-mask::x\n##[error]y\u001b[31m`));
    expect(JSON.stringify(report)).not.toContain(TOKEN);
    expect(readOrders(report.log).orders).toHaveLength(1);
    expect(report.log).not.toContain("\u001b");
  });
});
