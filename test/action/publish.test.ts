/** What the process cannot show in reasonable time: waits, and failures that stay. */
import { Readable, Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { publish } from "../../src/action/publish.js";
import { runCommandLine } from "../../src/cli/command-line.js";
import { runSurefoot } from "../cli/run-surefoot.js";
import { deployment } from "../github/manifests.js";
import { type Prepared, startWorkflow, type Workflow } from "./workflow.js";

let workflow: Workflow;
beforeEach(async () => {
  workflow = await startWorkflow();
});
afterEach(() => workflow.close());

interface Ended extends ReturnType<Prepared["written"]> {
  status: number;
  stdout: string;
  stderr: string;
}

async function opened(files: Record<string, string> = {}): Promise<Prepared> {
  const { repository, author, open, prepare } = workflow;
  const pull = await open("web", { "k8s/web.yaml": deployment("web"), ...files });
  return prepare({ name: "pull_request", action: "opened", repository, sender: author, pull });
}

async function run({ env, cwd, token, written }: Prepared): Promise<Ended> {
  const texts = { stdout: "", stderr: "" };
  const into = (name: keyof typeof texts) =>
    new Writable({
      write(chunk, _encoding, done) {
        texts[name] += chunk;
        done();
      },
    });
  const terminal = {
    stdin: Readable.from([]),
    stdout: into("stdout"),
    stderr: into("stderr"),
    cwd,
    env: { ...env, GITHUB_TOKEN: token },
  };
  const status = await runCommandLine(["review", "--publish"], terminal, (given) =>
    publish(given, { backoffMs: [5, 5], lagMs: 5 }),
  );
  return { status, ...texts, ...written() };
}

describe("a chart of the change", () => {
  it("is rendered, and what is found stands at its template", async () => {
    const chart = {
      "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
      "charts/web/values.yaml": "replicas: 4\n",
      "charts/web/templates/web.yaml": deployment("{{ .Release.Name }}"),
    };
    const ended = await run(await opened(chart));
    expect(ended).toMatchObject({ status: 1, stderr: "" });
    expect(ended.stdout).toMatch(/^::error .*file=charts\/web\/templates\/web\.yaml,/m);
    expect(ended.summary).toContain("release-name");
  });
});

const always = { times: Number.POSITIVE_INFINITY };
const reviews = () => workflow.repository.pulls[0]?.reviews.length;

describe("a failure of GitHub's that passes", () => {
  it.each([
    ["a comparison with 502", { kind: "error", on: /compare/, status: 502, times: 3 }],
    ["a query that is cut", { kind: "drop", on: /graphql query/, times: 2 }],
    ["a review that breaks off", { kind: "break-off", on: /reviews/ }],
    ["a limit of a second", { kind: "rate-limit", on: /compare/, retryAfterSeconds: 1 }],
  ] as const)("is waited for: %s", async (_, fault) => {
    const prepared = await opened();
    workflow.gitHub.faults.add(fault);
    const ended = await run(prepared);
    expect(ended).toMatchObject({
      status: 1,
      stderr: "",
      outputs: expect.stringMatching(/^conclusion=failure\n/),
    });
    expect(reviews()).toBe(1);
  });
});

describe("a failure of GitHub's that stays", () => {
  it("ends with 2, one sentence, and what to do", async () => {
    const prepared = await opened();
    workflow.gitHub.faults.add({ kind: "error", on: /compare/, status: 503, ...always });
    const ended = await run(prepared);
    const sentence =
      "Surefoot could not finish this review: a request to GitHub failed (Comparing base and head: HTTP 503); run the job again later";
    expect(ended).toMatchObject({ status: 2, stderr: `surefoot: ${sentence}\n` });
    expect(ended.stdout).toContain(`::error title=Surefoot::${sentence}\n`);
    expect(ended.outputs).toMatch(/^conclusion=failure\n/);
  }, 20_000);

  it("takes no verdict away where only the comments could not be posted", async () => {
    await workflow.push("main", { ".github/surefoot.yml": "onError: neutral\n" });
    const prepared = await opened();
    workflow.gitHub.faults.add({ kind: "error", on: /reviews/, status: 503, ...always });
    const ended = await run(prepared);
    expect(ended).toMatchObject({
      status: 1,
      stderr: "",
      outputs: expect.stringMatching(/^conclusion=failure\n/),
    });
    expect(ended.stdout).toContain(
      "::notice title=Surefoot::There are no comments on the pull request, or not",
    );
    expect(ended.summary).toContain("Run the job again to have them posted.");
    expect(ended.summary).toContain("```suggestion\n");
    expect(reviews()).toBe(0);
  });

  it("is not waited for where GitHub asks for an hour", async () => {
    const prepared = await opened();
    workflow.gitHub.faults.add({
      kind: "secondary-limit",
      on: /compare/,
      retryAfterSeconds: 3_600,
      ...always,
    });
    const ended = await run(prepared);
    expect(ended).toMatchObject({ status: 2, stderr: expect.stringMatching(/run the job again later\n$/) });
    expect(workflow.asked()).toHaveLength(1);
  });
});

describe("the command line", () => {
  it.each(["GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"])(
    "ends with 2 where %s cannot be written",
    async (name) => {
      const prepared = await opened();
      const ended = await run({ ...prepared, env: { ...prepared.env, [name]: "/nowhere/file" } });
      expect(ended).toMatchObject({
        status: 2,
        stderr: `surefoot: ${name}: the file cannot be written (ENOENT)\n`,
      });
    },
  );

  it("takes no other choice beside --publish", async () => {
    for (const others of [
      ["--base", "main"],
      ["--format", "json"],
      ["--policy", "a.yml"],
    ]) {
      const { status, stderr } = await runSurefoot(["review", "--publish", ...others], { publish: refuse });
      expect({ status, stderr }).toMatchObject({
        status: 2,
        stderr: expect.stringMatching(/--publish.* cannot be used with option/),
      });
    }
  });

  it("has no --publish where nothing is there to publish with", async () => {
    const { status, stderr } = await runSurefoot(["review", "--publish"]);
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringMatching(/unknown option/) });
  });

  it("writes no annotation for whoever tries it outside of a workflow", async () => {
    const { status, stdout, stderr } = await runSurefoot(["review", "--publish"], { publish });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^surefoot: the environment lacks GITHUB_TOKEN, /);
  });
});

function refuse(): Promise<number> {
  throw new Error("nothing may be published");
}
