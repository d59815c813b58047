/** docs/privacy.md says what is kept, sent and logged: here it is held against what the program does. */
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { IDLE_MS, MOST_RENDERERS } from "../src/renderer/limits.js";
import { HARMLESS } from "../src/server/logger.js";
import { readSourceFiles } from "./architecture/read-imports.js";
import { PRIVATE_KEY, pullRequestPayload, WEBHOOK_SECRET, webhookHeaders } from "./github/harness.js";
import { deployment } from "./github/manifests.js";
import { createRepository } from "./github/stand-in/repository.js";
import { APP_ID, startStandIn } from "./github/stand-in/stand-in.js";
import { compile, startProcess } from "./server/server-process.js";

const page = readFileSync("docs/privacy.md", "utf8");
// Laid out as in the package.
const PACKAGE = "node_modules/.cache/surefoot-privacy-test";
const DIST = `${PACKAGE}/dist`;
const folder = mkdtempSync(join(tmpdir(), "surefoot-privacy-"));
const watching = `--import ${pathToFileURL(resolve("test/server/watch-connections.mjs"))}`;

beforeAll(() => {
  compile(DIST);
  copyFileSync("package.json", `${PACKAGE}/package.json`);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const connectionsIn = (file: string): string[] => readFileSync(file, "utf8").trim().split("\n");

test("tells every field of the log, and no other", () => {
  const [, log] = page.split("### What it logs") as [string, string];
  const rows = [...log.matchAll(/^\| (`.*?) \|/gm)].map(([, cell]) => cell!);
  const told = rows.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name!));
  expect(told.sort()).toEqual([...HARMLESS].sort());
});

// What the page says of each file whose memory outlives a review.
const KEPT: Record<string, string[]> = {
  "github/client/installation-client.ts": ["GitHub's tokens for its installations"],
  "github/memory/in-process-memory.ts": ["how many requests each has made"],
  "manifest/edit/render-entry.ts": ["the last 200 probes that it suggested"],
};

// What it says of each kind of records that processes remember.
const REMEMBERED: Record<string, string[]> = {
  "github/memory/policy-cache.ts": ["texts of at most 500 policies"],
  "github/memory/recent-posts.ts": ["fingerprints of its comments"],
  "github/memory/recent-replies.ts": ["the last thousand answers that it gave to comments"],
  "github/memory/request-pacer.ts": ["until when GitHub takes no more"],
  "github/memory/sweep-notes.ts": [
    "how far it has looked through each repository for what was missed",
    "ids in the lists that it read",
    "numbers of the webhooks that it had sent again",
  ],
  "github/memory/shared-heads.ts": [
    "its check runs' titles and summaries",
    "which pull requests have just left",
    "ids of commits that they have left",
  ],
};

test("tells of everything that is kept in memory", () => {
  const keepers = readSourceFiles().filter(({ code }) => code.includes("new LRUCache"));
  expect(keepers.map(({ file }) => file).sort()).toEqual(Object.keys(KEPT).sort());
  const shelves = readSourceFiles().flatMap(({ file }) => {
    const count = readFileSync(`src/${file}`, "utf8").match(/: Shelf<.*> = \{/g)?.length ?? 0;
    return count === 0 ? [] : [[file, count] as const];
  });
  const told = Object.entries(REMEMBERED).map(([file, phrases]) => [file, phrases.length]);
  expect(shelves.sort()).toEqual(told.sort());
  const words = page.replace(/\s+/g, " ");
  // An idle renderer's memory holds what was in it last.
  expect([MOST_RENDERERS.ofApp, IDLE_MS / 60_000]).toEqual([1, 5]);
  expect(words).toContain("in the memory of a renderer, for at most five minutes without work");
  const { ofApp, ofThread } = MOST_RENDERERS;
  expect(readFileSync("docs/threat-model.md", "utf8")).toContain(
    `| ${ofApp} | renderers of the App's process, whatever is queued; ${ofThread} of the command line's |`,
  );
  const phrases = [...Object.values(KEPT), ...Object.values(REMEMBERED)].flat();
  for (const phrase of phrases) expect(words).toContain(phrase);
  const written = readSourceFiles().filter(({ code }) =>
    /\b(?:writeFile|appendFile|createWriteStream)/.test(code),
  );
  // The workflow's own files for the summary and the outputs of a step; the command line's own code, compiled.
  expect(written.map(({ file }) => file)).toEqual(["action/publish.ts", "cli/compile-cache.ts"]);
});

test("the App connects to GitHub and to nobody else", async () => {
  const file = join(folder, "app");
  const repository = createRepository();
  repository.branches.set("main", repository.commit({ "README.md": "# shop\n" }));
  const pull = repository.open({ headSha: repository.commit({ "k8s/web.yaml": deployment("web") }, "main") });
  const gitHub = await startStandIn(repository);
  const { host } = new URL(gitHub.apiUrl);
  const server = await startProcess(DIST, {
    ...{ APP_ID: String(APP_ID), PRIVATE_KEY, WEBHOOK_SECRET, GHE_HOST: host, GHE_PROTOCOL: "http" },
    ...{ NODE_OPTIONS: watching, WATCH_FILE: file },
  });
  try {
    const body = JSON.stringify(pullRequestPayload("opened", repository, pull));
    const headers = webhookHeaders("pull_request", body, randomUUID());
    await fetch(server.url, { method: "POST", body, headers });
    await expect.poll(() => server.out.join(""), { timeout: 20_000 }).toContain("Reviewed");
    server.child.kill("SIGTERM");
    expect(await server.exit).toBe(0);
  } finally {
    server.child.kill("SIGKILL");
    await gitHub.close();
  }
  expect(pull.reviews).toHaveLength(1);
  expect(new Set(connectionsIn(file))).toEqual(new Set(["watching", host]));
});

test.each([
  ["scan", ["scan", "samples/pull-request/after"]],
  ["review", ["review", "--before", "samples/pull-request/before", "--after", "samples/pull-request/after"]],
])("the command line connects to nobody: surefoot %s", (name, args) => {
  const file = join(folder, name);
  const env = { PATH: process.env.PATH, NODE_OPTIONS: watching, WATCH_FILE: file };
  const { status, stdout } = spawnSync(process.execPath, [`${DIST}/bin/surefoot.js`, ...args], {
    ...{ env, encoding: "utf8" },
  });
  expect([status, stdout.includes("web")]).toEqual([1, true]);
  expect(connectionsIn(file)).toEqual(["watching"]);
});
