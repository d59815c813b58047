/** A GitHub Enterprise Server inside an organisation: its own certificate, and a proxy on the way. */
import { randomUUID } from "node:crypto";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeAll, expect, test } from "vitest";
import { PRIVATE_KEY, pullRequestPayload, WEBHOOK_SECRET, webhookHeaders } from "../github/harness.js";
import { deployment } from "../github/manifests.js";
import { createRepository, type PullRequest, type Repository } from "../github/stand-in/repository.js";
import { APP_ID, type StandIn, startStandIn } from "../github/stand-in/stand-in.js";
import { HOST, type InsideNetwork, startInsideNetwork } from "./inside-network.js";
import { compile, type ServerProcess, startProcess } from "./server-process.js";

// Laid out as in the package: the documentation beside the program.
const PACKAGE = "node_modules/.cache/surefoot-enterprise-test";
const DIST = `${PACKAGE}/dist`;
const CA_FILE = `${PACKAGE}/ca.pem`;
const USER = "user:p%40ss-word";
const PLAIN = "user:p@ss-word";

beforeAll(() => {
  compile(DIST);
  rmSync(`${PACKAGE}/docs`, { recursive: true, force: true });
  cpSync("docs", `${PACKAGE}/docs`, { recursive: true });
}, 60_000);

let standIn: StandIn;
let inside: InsideNetwork;
let server: ServerProcess | undefined;
let pull: PullRequest;
let repository: Repository;

afterEach(async () => {
  server?.child.kill("SIGKILL");
  server = undefined;
  await inside.close();
  await standIn.close();
});

/** Has a pull request reviewed by a process with these variables; what it logged. */
async function review(env: (network: InsideNetwork) => Record<string, string>): Promise<string> {
  repository = createRepository();
  repository.branches.set("main", repository.commit({ "README.md": "# shop\n" }));
  pull = repository.open({ headSha: repository.commit({ "k8s/web.yaml": deployment("web") }, "main") });
  standIn = await startStandIn(repository);
  inside = await startInsideNetwork(standIn.apiUrl, PLAIN);
  writeFileSync(CA_FILE, inside.certificate);
  server = await startProcess(DIST, {
    ...{ APP_ID: String(APP_ID), PRIVATE_KEY, WEBHOOK_SECRET, SWEEP: "off", LOG_LEVEL: "trace" },
    ...env(inside),
  });
  const body = JSON.stringify(pullRequestPayload("opened", repository, pull));
  const headers = webhookHeaders("pull_request", body, randomUUID());
  await fetch(server.url, { method: "POST", body, headers });
  const { out, err } = server;
  await expect.poll(() => out.join("")).toMatch(/"Reviewed"|will be tried again/);
  return `${out.join("")}${err.join("")}`;
}

test("its certificate is trusted where NODE_EXTRA_CA_CERTS names its authority", async () => {
  await review(({ port }) => ({ GHE_HOST: `127.0.0.1:${port}`, NODE_EXTRA_CA_CERTS: CA_FILE }));
  expect(pull.reviews).toHaveLength(1);
  expect(inside.asked).toEqual([]);
});

test("a certificate that nobody vouches for is refused", async () => {
  const log = await review(({ port }) => ({ GHE_HOST: `127.0.0.1:${port}` }));
  expect(log).toContain("no answer");
  expect(standIn.requests).toEqual([]);
});

test.each([
  ["HTTPS_PROXY", "a proxy for https"],
  ["https_proxy", "one in small letters"],
  ["HTTP_PROXY", "one for everything"],
])("%s leads every request through %s, to GitHub and nowhere else", async (variable) => {
  const log = await review(({ proxyPort }) => ({
    ...{ GHE_HOST: HOST, NODE_EXTRA_CA_CERTS: CA_FILE },
    [variable]: `http://${USER}@127.0.0.1:${proxyPort}`,
  }));
  expect(pull.reviews).toHaveLength(1);
  expect(new Set(inside.asked.map(({ target }) => target))).toEqual(new Set([`${HOST}:443`]));
  for (const secret of [USER, PLAIN, "p@ss-word", Buffer.from(PLAIN).toString("base64")])
    expect(log).not.toContain(secret);
});

test("a proxy that refuses is a failure that is tried again, and its password stays out of the log", async () => {
  const log = await review(({ proxyPort }) => ({
    ...{ GHE_HOST: HOST, NODE_EXTRA_CA_CERTS: CA_FILE },
    HTTPS_PROXY: `http://user:wrong-word@127.0.0.1:${proxyPort}`,
  }));
  expect(inside.asked.length).toBeGreaterThan(0);
  expect(pull.reviews).toEqual([]);
  expect(log).toContain("no answer");
  expect(log).not.toContain("wrong-word");
});

test("NO_PROXY names what is asked directly", async () => {
  await review(({ port, proxyPort }) => ({
    ...{ GHE_HOST: `127.0.0.1:${port}`, NODE_EXTRA_CA_CERTS: CA_FILE },
    ...{ HTTPS_PROXY: `http://127.0.0.1:${proxyPort}`, NO_PROXY: "localhost,127.0.0.1" },
  }));
  expect(pull.reviews).toHaveLength(1);
  expect(inside.asked).toEqual([]);
});

test("comments and checks link to the documentation that the process itself serves", async () => {
  const publicUrl = "https://surefoot.inside.invalid/bots";
  await review(({ port }) => ({
    ...{ GHE_HOST: `127.0.0.1:${port}`, NODE_EXTRA_CA_CERTS: CA_FILE, PUBLIC_URL: `${publicUrl}/` },
  }));
  const texts = [pull.threads[0]!.comments[0]!.body, repository.checkRuns[0]!.summary!];
  for (const text of texts) {
    const [link] = /https:[^)]+readiness-gate\.md/.exec(text)!;
    expect(link).toBe(`${publicUrl}/docs/rules/readiness-gate.md`);
    expect(text).not.toContain("github.com/surefoot-dev");
    // A proxy in front takes the path away that it serves us under.
    const page = await fetch(new URL(link.slice(publicUrl.length), server!.url));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("<h1");
  }
});

test("so they do to the page that shows the rollout, with everything that it loads", async () => {
  const publicUrl = "https://surefoot.inside.invalid/bots";
  await review(({ port }) => ({
    ...{ GHE_HOST: `127.0.0.1:${port}`, NODE_EXTRA_CA_CERTS: CA_FILE, PUBLIC_URL: publicUrl },
  }));
  const [, link] = /\]\((https:[^)]+\/rollout#[^)]+)\)/.exec(pull.threads[0]!.comments[0]!.body)!;
  expect(link).toMatch(/^https:\/\/surefoot\.inside\.invalid\/bots\/rollout#v=1&name=web&replicas=/);
  expect(repository.checkRuns[0]!.summary).toContain(`](${link})`);
  expect(repository.checkRuns[0]!.detailsUrl).toBe(link);
  const page = await fetch(new URL("/rollout", server!.url));
  const loaded = [...(await page.text()).matchAll(/<(?:link|script)\b[^>]*? (?:href|src)="([^"]+)"/g)];
  expect(loaded).toHaveLength(4);
  for (const [, path] of loaded) {
    // The page is served under the proxy's path, and so is what it names by a relative one.
    const url = new URL(path!, link!);
    expect(url.pathname).toMatch(/^\/bots\/rollout\//);
    const { status } = await fetch(new URL(url.pathname.slice("/bots".length), server!.url));
    expect(status, path).toBe(200);
  }
});

test("PUBLIC_URL without the documentation beside the program is refused at the start", async () => {
  await review(({ port }) => ({ GHE_HOST: `127.0.0.1:${port}`, NODE_EXTRA_CA_CERTS: CA_FILE }));
  rmSync(`${PACKAGE}/docs`, { recursive: true });
  const env = { APP_ID: "1", PRIVATE_KEY, WEBHOOK_SECRET, PUBLIC_URL: "https://a.example.com" };
  const { exit, err } = await startProcess(DIST, env);
  expect(await exit).toBe(1);
  expect(err.join("")).toBe("surefoot: PUBLIC_URL is set, but the folder docs is not beside the program\n");
});

test("and so is one without the rollout page", async () => {
  await review(({ port }) => ({ GHE_HOST: `127.0.0.1:${port}`, NODE_EXTRA_CA_CERTS: CA_FILE }));
  cpSync("docs", `${PACKAGE}/docs`, { recursive: true });
  rmSync(`${DIST}/web/browser`, { recursive: true });
  const env = { APP_ID: "1", PRIVATE_KEY, WEBHOOK_SECRET, PUBLIC_URL: "https://a.example.com" };
  const { exit, err } = await startProcess(DIST, env);
  expect(await exit).toBe(1);
  expect(err.join("")).toBe(
    "surefoot: PUBLIC_URL is set, but the rollout page is not built: npm run build makes it\n",
  );
});
