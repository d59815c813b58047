/** What is committed under `action/`, and what GitHub reads beside it. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type BundledAction, bundleAction } from "../../scripts/action/bundle-action.js";
import { deployment } from "../github/manifests.js";
import { startWorkflow } from "./workflow.js";

const script = readFileSync("action/index.js", "utf8");
const licenses = readFileSync("action/LICENSES.txt", "utf8");
const metadata = parse(readFileSync("action.yml", "utf8"));

describe("the bundle", () => {
  let built: BundledAction;
  beforeAll(async () => {
    built = await bundleAction();
  });

  it("is what the source gives; npm run build:action makes it anew", () => {
    // Not compared by `toBe`, which would print half a megabyte.
    expect(built.script === script, "action/index.js is stale: npm run build:action").toBe(true);
    expect(built.licenses === licenses, "action/LICENSES.txt is stale: npm run build:action").toBe(true);
  });

  it("names the licence of every package that is in it", () => {
    const packages = built.inputs.flatMap(
      (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
    );
    expect(new Set(packages)).toContain("@octokit/core");
    const named = [...licenses.matchAll(/^={80}\n(\S+) \d+\.\d+\.\d+ \([\w.-]+\)\n={80}\n\n\S/gm)];
    expect(named.map(([, name]) => name)).toEqual([...new Set(packages)].sort());
  });

  it("holds neither Probot nor what is there for a server", () => {
    const strangers =
      /node_modules\/(?:probot|pino|@octokit\/auth-app)\/|^src\/(?:bin\/server|server|app|queue\/)/;
    expect(built.inputs.filter((path) => strangers.test(path))).toEqual([]);
  });

  it("tells nothing of the machine that it was made on", () => {
    expect(built.inputs.filter((path) => !/^(?:src|node_modules)\//.test(path))).toEqual([]);
    for (const text of [script, licenses]) {
      expect(text).not.toContain(process.cwd());
      expect(text).not.toMatch(/\/(?:home|root|Users|tmp)\/|node_modules\//);
    }
  });

  it("stays small enough to be loaded at every run", () => {
    expect(script.length).toBeLessThan(1280 * 1024);
  });

  it("reviews where nothing else is: no package, no other file of the project", async () => {
    const folder = mkdtempSync(join(tmpdir(), "surefoot-action-"));
    const workflow = await startWorkflow();
    try {
      cpSync("action", join(folder, "action"), { recursive: true });
      cpSync("action.yml", join(folder, "action.yml"));
      const pull = await workflow.open("web", { "k8s/web.yaml": deployment("web") });
      const step = await workflow.review(pull, { script: join(folder, metadata.runs.main) });
      expect(step).toMatchObject({ status: 1, stderr: "" });
      expect(pull.reviews).toHaveLength(1);
    } finally {
      await workflow.close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe("action.yml", () => {
  it("runs the bundle on the newest Node that GitHub's runners have", () => {
    // actions/runner, ActionManifestManager.cs: node12, node16, node20 and node24.
    expect(metadata.runs).toEqual({ using: "node24", main: "action/index.js" });
  });

  it("takes the inputs that the process reads, each with a default", () => {
    const read = [...readFileSync("src/bin/action.ts", "utf8").matchAll(/\bINPUT_([A-Z_]+)\b/g)].map(
      ([, name]) => name,
    );
    const inputs = Object.keys(metadata.inputs).map((name) => name.toUpperCase());
    expect(inputs).toEqual([...new Set(read)]);
    expect(metadata.inputs.token.default).toMatch(/^\$\{\{ github\.token \}\}$/);
  });

  it("tells of every output", async () => {
    const workflow = await startWorkflow();
    const pull = await workflow.open("docs", { "a.md": "# a\n" });
    const { outputs } = await workflow.review(pull);
    await workflow.close();
    expect(Object.keys(metadata.outputs)).toEqual([...outputs.matchAll(/^(\w+)=/gm)].map(([, name]) => name));
    for (const { description } of Object.values<{ description: string }>(metadata.outputs))
      expect(description).toBeTruthy();
  });
});
