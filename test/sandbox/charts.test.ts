/** Charts at GitHub: which requests they cost, where what is found stands, and what is said where they cannot be rendered. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { findObjects, readObjects } from "../../sandbox/git/read-objects.js";
import type { Content } from "../../sandbox/git/write-commit.js";
import type { Fault } from "../../sandbox/server/faults.js";
import type { AppManifest } from "../../sandbox/state/apps.js";
import { enqueuePullRequest } from "../../sandbox/state/merge-queue.js";
import type { PullRequest } from "../../sandbox/state/model.js";
import { addIssueComment } from "../../sandbox/state/pull-requests.js";
import { stopRenderers, waitingRenderers } from "../../src/renderer/renderer.js";
import { deployment } from "../github/manifests.js";
import { type Scene, type SceneOptions, startScene } from "./scene.js";

const CASE = "test/pull-requests/helm-probe-removed";
const TEMPLATE = "deploy/web/templates/deployment.yaml";

const QUERY = "POST /graphql query";

let scene: Scene;
// Another file of the same process may have rendered.
beforeAll(stopRenderers);
afterEach(() => scene.close());
afterAll(stopRenderers);

const readFolder = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]),
  );

const CHART = readFolder(`${CASE}/before`);
const WITHOUT_PROBE = readFolder(`${CASE}/after`)[TEMPLATE] as string;

async function opened(
  files: Record<string, Content>,
  changes: Record<string, Content>,
  options: SceneOptions = {},
): Promise<PullRequest> {
  scene = await startScene({ files, ...options });
  scene.asked();
  const pull = await scene.open("change", changes);
  await scene.settle();
  return pull;
}

/** What was asked of GitHub to be told, by the kind of the call. */
const reads = (): string[] =>
  scene
    .asked()
    .filter((name) => name.startsWith("GET") || name === QUERY)
    .map((name) => name.replace(/\/(compare|trees|blobs)\/.*$/, "/$1").replace(/^GET .*\//, "GET "));

const check = (pull: PullRequest) => scene.runsOn(pull.head.sha).at(-1);

// The first test of the file: nothing has rendered since renderers were stopped.
test("a change without a chart asks for nothing more, and loads no renderer", async () => {
  const pull = await opened(CHART, {
    "k8s/web.yaml": deployment("web"),
    "src/a/b/main.ts": "let a = 1;\n",
    "docs/c/README.md": "# c\n",
  });
  expect(check(pull)?.conclusion).toBe("failure");
  expect(reads()).toEqual(["GET compare", QUERY]);
  expect(waitingRenderers()).toBe(0);
});

test("a finding of a rendered workload is a comment at its template's line, and blocks", async () => {
  const pull = await opened(CHART, { [TEMPLATE]: WITHOUT_PROBE });
  expect(check(pull)?.conclusion).toBe("failure");
  expect(pull.threads.map(({ path, line, side }) => [path, line, side])).toEqual([[TEMPLATE, 20, "RIGHT"]]);
  expect(pull.threads[0]!.comments[0]!.body).toContain("This change removes the readiness probe.");
  expect(waitingRenderers()).toBe(1);
  // The tree of each side, and one query for the files that the first has not loaded: both sides share them.
  expect(reads()).toEqual(["GET compare", QUERY, "GET trees", "GET trees", QUERY]);
});

test("the same comes of it in threads of their own, and this one has no renderer", async () => {
  await stopRenderers();
  const worker = {
    program: new URL("../worker/program.mjs", import.meta.url),
    renderer: new URL("../worker/renderer.mjs", import.meta.url),
    ...{ timeoutMs: 600_000, memoryMiB: 256 },
  };
  const pull = await opened(CHART, { [TEMPLATE]: WITHOUT_PROBE }, { worker });
  expect(check(pull)?.conclusion).toBe("failure");
  expect(pull.threads.map(({ path, line, side }) => [path, line, side])).toEqual([[TEMPLATE, 20, "RIGHT"]]);
  expect(waitingRenderers()).toBe(0);
  expect(reads()).toEqual(["GET compare", QUERY, "GET trees", "GET trees", QUERY]);
});

test("a changed helper, which is no manifest, is loaded for both sides", async () => {
  const helpers = "deploy/web/templates/_helpers.tpl";
  const broken = (CHART[helpers] as string).replace(
    "{{ .Chart.Name }}",
    '{{ required "name it" .Values.none }}',
  );
  const pull = await opened(CHART, { [helpers]: broken });
  expect(check(pull)?.summary).toContain("name it");
  expect(reads()).toEqual(["GET compare", QUERY, "GET trees", "GET trees", QUERY, QUERY]);
});

test("a values file outside of the chart that an Application names is seen; without any chart it costs one request", async () => {
  const application = [
    ...["apiVersion: argoproj.io/v1alpha1", "kind: Application", "metadata:", "  name: web", "spec:"],
    ...["  source:", "    repoURL: https://example.com/shop.git", "    path: deploy/web"],
    ...["    helm:", "      valueFiles: [../../env/values-prod.yaml]"],
  ].join("\n");
  const values = "env/values-prod.yaml";
  const files = {
    ...CHART,
    [TEMPLATE]: WITHOUT_PROBE,
    "argocd/web.yaml": application,
    [values]: "replicas: 3\n",
  };
  const pull = await opened(files, { [values]: "replicas: 9\n" });
  expect(check(pull)?.summary).toContain("9 of 9");
  await scene.close();
  await opened({ "README.md": "# shop\n" }, { [values]: "replicas: 9\n" });
  expect(reads()).toEqual(["GET compare", QUERY, "GET trees"]);
});

test("a kustomization is built where a file below one changes, with the overlays over it", async () => {
  const folder = "test/pull-requests/kustomize-probe-in-one-overlay";
  const files = readFolder(`${folder}/before`);
  const after = readFolder(`${folder}/after`);
  const changes = Object.fromEntries(Object.entries(after).filter(([path, text]) => files[path] !== text));
  const golden = readFileSync(`${folder}/review.md`, "utf8");
  const pull = await opened(files, changes);
  expect(check(pull)?.title).toBe(golden.split("\n", 1)[0]!.replace(/^# /, ""));
  expect(pull.threads.map(({ path, line }) => `${path}:${line}`)).toEqual(
    [...golden.matchAll(/^## Comment at (\S+) \(RIGHT/gm)].map(([, place]) => place!.replace(/(\d+)-/, "")),
  );
  // Both overlays are read along with what they take in.
  expect(reads()).toEqual(["GET compare", QUERY, "GET trees", "GET trees", QUERY]);
});

test("a merge queue's group is rendered, too", async () => {
  const pull = await opened(CHART, { [TEMPLATE]: WITHOUT_PROBE });
  const { headSha } = await enqueuePullRequest(scene.gitHub.world, pull, scene.author);
  await scene.settle();
  expect(scene.runsOn(headSha).map(({ conclusion }) => conclusion)).toEqual(["failure"]);
  expect(scene.runsOn(headSha)[0]!.summary).toContain(
    "`Deployment release-name-web` | 3 | 0 | 0 of 3 → **3 of 3**",
  );
});

test("a command knows the rendered workloads", async () => {
  const pull = await opened(CHART, { [TEMPLATE]: WITHOUT_PROBE });
  addIssueComment(scene.gitHub.world, pull, scene.author, "/surefoot explain release-name-web");
  await scene.settle();
  expect(pull.comments.at(-1)!.body).toContain("maxSurge (default) = ceil(25% of 3) = 1");
});

test("Fix all puts a probe back that the change took out of a template", async () => {
  const manifest = parse(readFileSync("app-with-fixes.yml", "utf8")) as AppManifest;
  const pull = await opened(
    CHART,
    { [TEMPLATE]: WITHOUT_PROBE, "k8s/plain.yaml": deployment("plain") },
    { manifest },
  );
  addIssueComment(scene.gitHub.world, pull, scene.author, "/surefoot fix");
  await scene.settle();
  expect(await textAt(pull.head.sha, TEMPLATE)).toMatch(
    /readinessProbe:\n +httpGet:\n +path: \/ready\n +port: http\n/,
  );
  expect(await textAt(pull.head.sha, "k8s/plain.yaml")).toContain("readinessProbe:");
});

describe("where GitHub names only a part of the files,", () => {
  const AWAY = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`a/${i}.txt`, `${i}\n`]));

  test("the chart's own are listed by themselves, and that is said", async () => {
    // A policy's chart that GitHub does not name may be there.
    const policy = { ".github/surefoot.yml": "render: [{ chart: z/web }]\n" };
    scene = await startScene({ files: { ...CHART, ...AWAY, ...policy } });
    scene.gitHub.world.largestTree = 7;
    const pull = await scene.open("change", { [TEMPLATE]: WITHOUT_PROBE });
    await scene.settle();
    expect(check(pull)?.conclusion).toBe("failure");
    expect(pull.threads.map(({ path, line }) => [path, line])).toEqual([[TEMPLATE, 20]]);
    expect(check(pull)?.summary).toContain("GitHub names only a part of this repository's files");
    expect(check(pull)?.summary).not.toContain("the policy names");
    const others = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`b/${i}/main.ts`, "let b;\n"]));
    const wide = await scene.open("wide", { [TEMPLATE]: WITHOUT_PROBE, ...others });
    await scene.settle();
    expect(check(wide)?.summary).toContain("the change lies in too many folders to ask for each");
  });

  test("and only a part of the chart's, nothing is rendered, and that is said", async () => {
    scene = await startScene({ files: { ...CHART, ...AWAY } });
    scene.gitHub.world.largestTree = 4;
    const pull = await scene.open("change", { [TEMPLATE]: WITHOUT_PROBE });
    await scene.settle();
    expect(pull.threads).toEqual([]);
    expect(check(pull)?.summary).toContain("there are more than it names");
  });
});

describe("what cannot be loaded or rendered is told, and the rest is reviewed:", () => {
  const PLAIN = { "k8s/plain.yaml": deployment("plain") };

  test.each([
    ["no list of the files", { kind: "error", on: /git\/trees/, status: 500 }],
    ["a tree that GitHub does not find", { kind: "error", on: /git\/trees/, status: 404 }],
  ] as [string, Fault][])("%s", async (_, fault) => {
    scene = await startScene({ files: CHART });
    scene.gitHub.faults.add({ ...fault, times: 100 });
    const pull = await scene.open("change", { [TEMPLATE]: WITHOUT_PROBE, ...PLAIN });
    await scene.settle();
    expect(scene.runsOn(pull.head.sha)).toHaveLength(1);
    expect(check(pull)?.title).toContain("plain: 3 of 3 pods");
    expect(check(pull)?.summary).toContain("a chart that could not be rendered");
    expect(check(pull)?.summary).toMatch(/Listing the repository's files: HTTP \d+/);
  });

  test("charts around a change in more folders than can be asked for", async () => {
    scene = await startScene({ files: CHART });
    scene.gitHub.faults.add({ kind: "error", on: /git\/trees/, status: 500, times: 100 });
    const others = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`a/${i}/main.ts`, "let a;\n"]));
    const pull = await scene.open("change", { [TEMPLATE]: WITHOUT_PROBE, ...others });
    await scene.settle();
    expect(check(pull)?.summary).toContain("could not be looked up whether a chart is rendered");
  });

  test("a file of the chart above 1 MiB", async () => {
    const large = { "deploy/web/templates/more/large.yaml": `# ${"x".repeat(1024 * 1024)}\n` };
    const pull = await opened({ ...CHART, ...large }, { [TEMPLATE]: WITHOUT_PROBE, ...PLAIN });
    expect(check(pull)?.title).toContain("plain: 3 of 3 pods");
    expect(check(pull)?.summary).toContain("which is above 1 MiB");
  });
});

async function textAt(sha: string, path: string): Promise<string> {
  const { git } = scene.repository;
  const [object] = await findObjects(git, [`${sha}:${path}`]);
  const [bytes] = await readObjects(git, [object!.oid]);
  return bytes!.toString("utf8");
}
