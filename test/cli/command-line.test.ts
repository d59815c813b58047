import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { ReviewPlan } from "../../src/review/review-plan.js";
import {
  GIT_ENVIRONMENT,
  GIT_MISSING,
  temporaryFolder,
  temporaryRepository,
} from "../changeset/temporary-repository.js";
import { deployment } from "./deployment.js";
import { type RunOptions, runSurefoot, type SurefootRun } from "./run-surefoot.js";

const planOf = ({ stdout }: SurefootRun) => JSON.parse(stdout) as ReviewPlan;

function expectOneLine(run: SurefootRun, sentence: RegExp): void {
  expect([run.status, run.stdout]).toEqual([2, ""]);
  expect(run.stderr).toMatch(/^surefoot: [^\n]+\n$/);
  expect(run.stderr).toMatch(sentence);
}

describe("what the user asks for", () => {
  it.each([
    [[], /name a command, review, scan or policy/],
    [["nope"], /unknown command 'nope'/],
    [["--nope"], /unknown option '--nope'/],
    [["review", "--nope"], /unknown option '--nope'; surefoot --help tells more/],
    [["review", "extra"], /too many arguments/],
    [["review", "--format", "xml"], /Allowed choices are text, json, markdown, sarif/],
    [["review", "--before", "a"], /--before and --after belong together/],
    [["review", "--before", "a", "--after", "b", "--base", "c"], /cannot be used with/],
    [["review", "--before", "no-such-folder", "--after", "src"], /no-such-folder" does not exist/],
    [["scan"], /missing required argument 'path'/],
    [["scan", "no\nsuch\u001b[2Jfile.yaml"], /does not exist; name a file or folder that does/],
    [
      ["scan", "package.json", "--policy", "no-such-policy.yml"],
      /"no-such-policy.yml" does not exist; check --policy/,
    ],
  ])("is answered on one line with status 2 where it cannot be done: %j", async (args, sentence) => {
    expectOneLine(await runSurefoot(args), sentence);
  });

  it("may be help or the version", async () => {
    const help = await runSurefoot(["review", "--help"]);
    expect([help.status, help.stderr]).toEqual([0, ""]);
    for (const word of [
      "--repo",
      "--base",
      "--head",
      "--before",
      "--after",
      "--policy",
      "--format",
      "Exit status",
    ]) {
      expect(help.stdout).toContain(word);
    }
    expect((await runSurefoot(["--help"])).stdout).toMatch(/review[\s\S]*scan/);
    const version = await runSurefoot(["--version"]);
    expect([version.status, version.stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });
});

describe("scan", () => {
  it("takes every manifest as new and fails where one would", async () => {
    const cwd = temporaryFolder({
      "k8s/web.yaml": deployment("web"),
      "k8s/ok.yaml": deployment("ok", { probe: true }),
    });
    const run = await runSurefoot(["scan", "k8s", "--format", "json"], { cwd });
    const plan = planOf(run);
    expect(run.status).toBe(1);
    expect([plan.base, plan.head, plan.conclusion]).toEqual([null, "working tree", "failure"]);
    expect(plan.workloads.map(({ path, change }) => [path, change])).toEqual([
      ["k8s/ok.yaml", "added"],
      ["k8s/web.yaml", "added"],
    ]);
    expect((await runSurefoot(["scan", "k8s/ok.yaml"], { cwd })).status).toBe(0);
  });

  it("goes by the policy of the folder, found from a folder or a file below", async () => {
    const cwd = temporaryFolder({
      ".github/surefoot.yml": "block: never\n",
      "k8s/deep/web.yaml": deployment("web"),
    });
    mkdirSync(join(cwd, ".git"));
    for (const [path, from] of [
      ["k8s", cwd],
      ["k8s/deep/web.yaml", cwd],
      ["deep", join(cwd, "k8s")],
      [cwd, "/"],
    ] as const) {
      const run = await runSurefoot(["scan", path, "--format", "json"], { cwd: from });
      expect([path, run.status, planOf(run).conclusion]).toEqual([path, 0, "neutral"]);
    }
  });

  it("takes no policy from outside the repository", async () => {
    const cwd = temporaryFolder({
      ".github/surefoot.yml": "block: never\n",
      "repo/web.yaml": deployment("web"),
    });
    mkdirSync(join(cwd, "repo/.git"));
    expect((await runSurefoot(["scan", "repo"], { cwd })).status).toBe(1);
  });

  it("tells a fault of the scanned policy once", async () => {
    const cwd = temporaryFolder({ ".github/surefoot.yml": "block: ever\n", "web.yaml": deployment("web") });
    const run = await runSurefoot(["scan", ".", "--format", "json"], { cwd });
    expect(planOf(run).problems.filter(({ code }) => code === "policy")).toEqual([
      expect.objectContaining({ path: ".github/surefoot.yml", line: 1, column: 8 }),
    ]);
  });

  it("lists what was named alone, and knows the Services beside it", async () => {
    const cwd = temporaryFolder({
      "api.yaml": deployment("api", { probe: true }),
      "web.yaml": deployment("web"),
      "broken.yaml": "kind: Deployment\nmetadata: [\n",
      "service.yaml": service("api", "web"),
    });
    const plan = async (...paths: string[]) =>
      planOf(await runSurefoot(["scan", ...paths, "--format", "json"], { cwd }));
    const api = await plan("api.yaml");
    expect([api.workloads.map(({ path }) => path), api.findings, api.problems]).toEqual([
      ["api.yaml"],
      [],
      [],
    ]);
    // Its Service is new here, and the workloads beside it are still not what was asked about.
    const named = await plan("service.yaml");
    expect([named.workloads, named.findings, named.title]).toEqual([[], [], "No workload found"]);
    expect((await plan("web.yaml")).findings.map(({ rule }) => rule)).toEqual(["readiness-gate"]);
  });

  it("judges test data, which a review leaves out, unless a policy says otherwise", async () => {
    const files = { "tests/web.yaml": deployment("web"), "test/web.yaml": deployment("web") };
    const scanned = async (more: Record<string, string>, path: string) => {
      const cwd = temporaryFolder({ ...files, ...more });
      return planOf(await runSurefoot(["scan", path, "--format", "json"], { cwd })).workloads.map(
        (workload) => workload.path,
      );
    };
    expect(await scanned({}, ".")).toEqual(["test/web.yaml", "tests/web.yaml"]);
    expect(await scanned({}, "tests")).toEqual(["tests/web.yaml"]);
    const policy = { ".github/surefoot.yml": 'paths: { exclude: ["tests/**"] }\n' };
    expect(await scanned(policy, ".")).toEqual(["test/web.yaml"]);
    const cwd = temporaryFolder(
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`b/${path}`, text])),
    );
    mkdirSync(join(cwd, "a"));
    const review = await runSurefoot(["review", "--before", "a", "--after", "b", "--format", "json"], {
      cwd,
    });
    expect(planOf(review).workloads.map(({ path }) => path)).toEqual(["test/web.yaml"]);
  });

  it("says found where there is nothing, and calls nothing added", async () => {
    const cwd = temporaryFolder({ "a.yaml": "a: 1\n", "web.yaml": deployment("web", { probe: true }) });
    expect(await runSurefoot(["scan", "a.yaml"], { cwd })).toEqual({
      status: 0,
      stdout: "✓ The check would pass: No workload found\n",
      stderr: "",
    });
    const run = await runSurefoot(["scan", "web.yaml"], { cwd });
    expect(run.stdout).toMatch(/^Deployment web {2}web\.yaml:1\n {2}replicas/);
    expect((await runSurefoot(["scan", "a.yaml", "--format", "markdown"], { cwd })).stdout).toContain(
      "No Kubernetes workload found.",
    );
  });
});

describe("scan of what it cannot read", () => {
  const ok = deployment("ok", { probe: true });
  const many = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`k8s/${at}.yaml`, Buffer.of(0)]));
  const rest = "so this is no verdict on everything; mend that, or allow it with --allow-unread";

  it.each<[string, Record<string, string | Buffer>, string]>([
    ["a fault of YAML", { "k8s/b.yaml": `${ok}---\nkind: Service\n  a: [\n` }, "k8s/b.yaml:22 was"],
    ["no text", { "k8s/b.yaml": Buffer.of(0x61, 0) }, "k8s/b.yaml:1 was"],
    [
      "a document above what a cluster stores",
      { "k8s/b.yaml": `${ok}---\n# ${"x".repeat(1_600_000)}\nkind: Service\n` },
      "k8s/b.yaml:22 was",
    ],
    [
      "two files",
      { "k8s/a.json": Buffer.of(0), "k8s/b.yaml": Buffer.of(0) },
      "k8s/a.json:1 and k8s/b.yaml:1 were",
    ],
    [
      "many files",
      many,
      "k8s/0.yaml:1, k8s/1.yaml:1, k8s/2.yaml:1, k8s/3.yaml:1, k8s/4.yaml:1 and 2 more were",
    ],
  ])("ends with 2 and says which, after its report: %s", async (_, files, which) => {
    const cwd = temporaryFolder({ "k8s/ok.yaml": ok, ...files });
    const run = await runSurefoot(["scan", "k8s"], { cwd });
    expect([run.status, run.stderr]).toEqual([2, `surefoot: ${which} not read in full, ${rest}\n`]);
    expect(run.stdout).toMatch(
      /Deployment ok[\s\S]*Not judged, or only in part:[\s\S]* The check would .*\n$/,
    );
  });

  it("comes before a failure, and not where it is allowed", async () => {
    const cwd = temporaryFolder({ "web.yaml": deployment("web"), "b.yaml": Buffer.of(0) });
    const run = await runSurefoot(["scan", "."], { cwd });
    expect([run.status, run.stdout.split("\n").at(-2)]).toEqual([2, expect.stringMatching(/^✗ The check/)]);
    const allowed = await runSurefoot(["scan", ".", "--allow-unread"], { cwd });
    expect([allowed.status, allowed.stdout, allowed.stderr]).toEqual([1, run.stdout, ""]);
    const quiet = temporaryFolder({ "ok.yaml": ok, "b.yaml": Buffer.of(0) });
    expect((await runSurefoot(["scan", ".", "--allow-unread"], { cwd: quiet })).status).toBe(0);
  });

  it("is not what no workload can be judged of: a template, a patch, another kind, another language", async () => {
    const cwd = temporaryFolder({
      "chart/web.yaml": ok.replace("replicas: 3", "replicas: {{ .Values.replicas }}"),
      "patch.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: 2 }\n",
      "job.yaml": "apiVersion: batch/v1\nkind: Job\nmetadata: { name: once }\n",
      "notes.yaml": "a: [\n",
    });
    const run = await runSurefoot(["scan", "."], { cwd });
    expect([run.status, run.stderr]).toEqual([0, ""]);
    expect(run.stdout).toMatch(/chart\/web\.yaml[\s\S]*job\.yaml[\s\S]*patch\.yaml/);
  });

  it("is a file of another ending that was named", async () => {
    const cwd = temporaryFolder({ "web.yaml.tpl": "x\n" });
    const run = await runSurefoot(["scan", "web.yaml.tpl"], { cwd });
    expect([run.status, run.stderr]).toEqual([2, `surefoot: web.yaml.tpl:1 was not read in full, ${rest}\n`]);
    expect(run.stdout).toContain("web.yaml.tpl:1:1  not a .yaml, .yml or .json file");
  });
});

describe("scan of standard input", () => {
  it("reads manifests from a pipe, in whatever pieces they come", async () => {
    const bytes = Buffer.from(`${deployment("web")}---\n${deployment("ok", { probe: true })}# ü\n`);
    const at = bytes.indexOf("ü") + 1;
    const stdin = [bytes.subarray(0, 7), bytes.subarray(7, at), bytes.subarray(at)];
    const run = await runSurefoot(["scan", "-", "--format", "json"], { stdin });
    const plan = planOf(run);
    expect([run.status, run.stderr, plan.base, plan.head]).toEqual([1, "", null, "standard input"]);
    expect(plan.workloads.map(({ id }) => id)).toEqual([
      "<stdin>#apps/Deployment//web",
      "<stdin>#apps/Deployment//ok",
    ]);
    const text = await runSurefoot(["scan", "-"], { stdin: [deployment("web")] });
    expect(text.stdout).toMatch(/^Deployment web {2}<stdin>:1\n[\s\S]*error readiness-gate {2}<stdin>:14\n/);
  });

  it("goes by the policy of the current folder, whose paths cannot mean it", async () => {
    const cwd = temporaryFolder({ ".github/surefoot.yml": "block: never\npaths: { include: [apps/**] }\n" });
    const run = await runSurefoot(["scan", "-", "--format", "json"], { cwd, stdin: [deployment("web")] });
    expect([run.status, planOf(run).conclusion, planOf(run).workloads.length]).toEqual([0, "neutral", 1]);
  });

  it.each<[string[], Iterable<Uint8Array> | "terminal", RegExp]>([
    [["-"], [], /standard input is empty: see whether the command before it failed/],
    [["-"], [Buffer.from(" \n")], /standard input is empty/],
    [["-"], "terminal", /standard input is a terminal; write manifests into it/],
    [["-", "k8s"], [Buffer.from("a: 1\n")], /- stands for standard input and for nothing beside it/],
    [["-"], breaking(), /standard input could not be read \(EIO\)/],
  ])("cannot run with %j of %s", async (paths, stdin, sentence) => {
    expectOneLine(await runSurefoot(["scan", ...paths], { stdin }), sentence);
  });

  it("reads no further than a file may be large, and says so", async () => {
    let given = 0;
    const endless = (function* () {
      for (given = 1; ; given++) yield Buffer.alloc(1024 * 1024, "- a\n");
    })();
    const run = await runSurefoot(["scan", "-"], { stdin: endless });
    expect(run.status).toBe(2);
    expect(run.stdout).toContain("<stdin>:1:1  65.0 MiB, above the 64 MiB that are read");
    expect(run.stderr).toMatch(/^surefoot: <stdin>:1 was not read in full/);
    expect(given).toBeLessThan(100);
  });

  it("may be a part of what is applied: a Service alone is not said to select nothing", async () => {
    const plan = async (paths: string[], options: RunOptions) =>
      planOf(await runSurefoot(["scan", ...paths, "--format", "json"], options));
    const stdin = [`${deployment("web", { probe: true })}---\n${service("api")}`];
    expect((await plan(["-"], { stdin })).findings).toEqual([]);
    const cwd = temporaryFolder({ "all.yaml": stdin.join("") });
    expect((await plan(["all.yaml"], { cwd })).findings.map(({ rule }) => rule)).not.toEqual([]);
  });

  it("is no text", async () => {
    const run = await runSurefoot(["scan", "-"], { stdin: [Buffer.of(0xff, 0, 0x41)] });
    expect([run.status, run.stderr]).toEqual([2, expect.stringMatching(/^surefoot: <stdin>:1 was not/)]);
  });
});

function* breaking(): Iterable<Uint8Array> {
  yield Buffer.from("a: 1\n");
  throw Object.assign(new Error("broken"), { code: "EIO" });
}

function service(...apps: string[]): string {
  return apps
    .map(
      (app) =>
        `apiVersion: v1\nkind: Service\nmetadata: { name: ${app} }\nspec:\n  selector: { app: ${app} }\n  ports: [{ port: 80, targetPort: 8080 }]\n`,
    )
    .join("---\n");
}

describe("review of two folders", () => {
  it("compares them, by the policy of the first", async () => {
    const cwd = temporaryFolder({
      "before/.github/surefoot.yml": "block: changed\n",
      "before/web.yaml": deployment("web"),
      "after/.github/surefoot.yml": "block: changed\n",
      "after/web.yaml": deployment("web", { image: "registry.example.com/web:2" }),
    });
    const run = await runSurefoot(["review", "--before", "before", "--after", "after", "--format", "json"], {
      cwd,
    });
    const plan = planOf(run);
    expect([run.status, plan.base, plan.head]).toEqual([1, "before", "after"]);
    expect(plan.workloads).toMatchObject([{ change: "modified", rollsPods: true }]);
    expect(plan.findings).toMatchObject([{ rule: "readiness-gate", state: "existing" }]);
  });
});

describe.skipIf(GIT_MISSING !== null)(
  `review of a repository${GIT_MISSING ? `: ${GIT_MISSING}` : ""}`,
  () => {
    beforeAll(() => {
      Object.assign(process.env, GIT_ENVIRONMENT);
    });

    const topic = (
      files: Record<string, string>,
      main: Record<string, string> = { "readme.md": "# app\n" },
    ) => {
      const repo = temporaryRepository(main);
      repo.git("checkout", "--quiet", "-b", "topic");
      repo.write(files);
      return repo;
    };

    it("is that of the current folder, the working tree included", async () => {
      const repo = topic({ "web.yaml": deployment("web") });
      const run = await runSurefoot(["review", "--format", "json"], { cwd: repo.path });
      expect(run.status).toBe(1);
      expect(planOf(run).head).toBe(`${repo.git("rev-parse", "HEAD")} + working tree`);
      const committed = await runSurefoot(["review", "--head", "topic", "--format", "json"], {
        cwd: repo.path,
      });
      expect([committed.status, planOf(committed).title]).toEqual([0, "No workload changed"]);
    });

    it("finds a probe that the change removes, against the default branch", async () => {
      const repo = topic(
        { "web.yaml": deployment("web") },
        { "web.yaml": deployment("web", { probe: true }) },
      );
      const run = await runSurefoot(["review"], { cwd: repo.path });
      expect(run.status).toBe(1);
      expect(run.stdout).toContain("worst case 1 of 3 → 3 of 3   gate 1/1 → 0/1");
    });

    it("passes over old debt, and says so", async () => {
      const repo = topic(
        { "web.yaml": deployment("web", { image: "web:2" }) },
        { "web.yaml": deployment("web") },
      );
      const run = await runSurefoot(["review"], { cwd: repo.path });
      expect(run.status).toBe(0);
      expect(run.stdout).toMatch(/readiness-gate {2}web\.yaml:\d+ \(there before\)/);
      expect(run.stdout).toMatch(/! The check would be neutral: .*\n$/);
    });

    it.each([
      [["--head", "nowhere"], /no commit is named "nowhere" here; check the name, or fetch it/],
      [["--base", "nowhere"], /no commit is named "nowhere" here/],
      [["--base", "--all"], /no commit is named "--all" here/],
      [["--repo", "nowhere"], /nowhere" is no folder; name a repository with --repo DIR/],
      [["--repo", "/"], /"\/" is in no git repository; name one with --repo DIR/],
    ])("cannot run with %j", async (args, sentence) => {
      const repo = topic({});
      expectOneLine(await runSurefoot(["review", ...args], { cwd: repo.path }), sentence);
    });

    it("cannot run without a commit, and without git", async () => {
      expectOneLine(
        await runSurefoot(["review"], { cwd: temporaryRepository().path }),
        /no commit at HEAD; commit/,
      );
      const repo = topic({});
      const path = process.env.PATH;
      process.env.PATH = temporaryFolder();
      try {
        expectOneLine(await runSurefoot(["review"], { cwd: repo.path }), /git was not found; install it/);
      } finally {
        process.env.PATH = path;
      }
    });

    describe("and its policy", () => {
      it("is the base commit's, not the head's", async () => {
        const main = { ".github/surefoot.yml": "block: never\n" };
        const repo = topic(
          { "web.yaml": deployment("web"), ".github/surefoot.yml": "block: regressions\n" },
          main,
        );
        repo.commit("stricter");
        const run = await runSurefoot(["review", "--format", "json"], { cwd: repo.path });
        expect([run.status, planOf(run).conclusion]).toEqual([0, "neutral"]);
      });

      it("may be named instead", async () => {
        const repo = topic({ "web.yaml": deployment("web") });
        const cwd = temporaryFolder({ "mine.yml": "rules: { readiness-gate: off }\n" });
        const args = ["review", "--repo", repo.path, "--policy", "mine.yml", "--format", "json"];
        const run = await runSurefoot(args, { cwd });
        expect([run.status, planOf(run).findings]).toEqual([0, []]);
      });

      it("waives nothing by a waiver that the change itself adds", async () => {
        const waiver =
          "waivers:\n  - { workload: Deployment/web, rule: readiness-gate, reason: later, until: 2999-12-31 }\n";
        const repo = topic({ "web.yaml": deployment("web"), ".github/surefoot.yml": waiver });
        repo.commit("excuse");
        expect((await runSurefoot(["review"], { cwd: repo.path })).status).toBe(1);
        const waived = topic({ "web.yaml": deployment("web") }, { ".github/surefoot.yml": waiver });
        const run = await runSurefoot(["review", "--format", "json"], { cwd: waived.path });
        expect([run.status, planOf(run).findings[0]?.waived]).toEqual([
          0,
          { reason: "later", until: "2999-12-31" },
        ]);
      });

      it("tells of another one that it extends, which is read on GitHub only, and goes on", async () => {
        const main = { ".github/surefoot.yml": "block: never\n_extends: acme/platform\n" };
        const repo = topic({ "web.yaml": deployment("web") }, main);
        const run = await runSurefoot(["review", "--format", "json"], { cwd: repo.path });
        expect([run.status, planOf(run).conclusion]).toEqual([0, "neutral"]);
        expect(planOf(run).problems).toMatchObject([{ code: "extends", line: 2, column: 11 }]);
        const named = ["review", "--policy", ".github/surefoot.yml", "--format", "json"];
        expect((await runSurefoot(named, { cwd: repo.path })).status).toBe(0);
      });

      it("stops the command where the named one has a fault, with its place", async () => {
        const repo = topic({ "p.yml": "block: ever\nstartupSeconds: x\n" });
        const run = await runSurefoot(["review", "--policy", "p.yml"], { cwd: repo.path });
        expectOneLine(run, /p\.yml:1:8 block is "ever"; allowed: regressions, changed, never \(and 1 more\)/);
      });

      it("does not block its own repair: broken at the base, the review runs on defaults and says so", async () => {
        const repo = topic(
          { "web.yaml": deployment("web", { probe: true }) },
          { ".github/surefoot.yml": "block: ever\n" },
        );
        const run = await runSurefoot(["review", "--format", "json"], { cwd: repo.path });
        expect(run.status).toBe(0);
        expect(planOf(run).problems).toMatchObject([
          { code: "policy", path: ".github/surefoot.yml", line: 1, column: 8 },
        ]);
      });

      it("fails the check where the change breaks it", async () => {
        const repo = topic({ ".github/surefoot.yml": "rules:\n  readiness: off\n" });
        const run = await runSurefoot(["review"], { cwd: repo.path });
        expect(run.status).toBe(1);
        expect(run.stdout).toContain(
          '.github/surefoot.yml:2:3  unknown key "readiness" in rules; allowed: manifest-shape',
        );
      });
    });
  },
);
