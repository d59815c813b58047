import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { afterEach, beforeAll, expect, it } from "vitest";
import { PRIVATE_KEY, pullRequestPayload, WEBHOOK_SECRET, webhookHeaders } from "../github/harness.js";
import { deployment } from "../github/manifests.js";
import { createRepository } from "../github/stand-in/repository.js";
import { APP_ID, type StandIn, startStandIn } from "../github/stand-in/stand-in.js";
import { compile, type ServerProcess, startProcess } from "./server-process.js";

const MB = 1024 * 1024;

const DIST = "node_modules/.cache/surefoot-process-test";

beforeAll(() => compile(DIST), 60_000);

let server: ServerProcess | undefined;
let standIn: StandIn | undefined;

afterEach(async () => {
  server?.child.kill("SIGKILL");
  await standIn?.close();
  standIn = undefined;
});

async function start(env: Record<string, string>): Promise<ServerProcess> {
  server = await startProcess(DIST, env);
  return server;
}

async function startWhole(): Promise<ServerProcess> {
  const repository = createRepository();
  repository.branches.set("main", repository.commit({ "README.md": "# shop\n" }));
  standIn = await startStandIn(repository);
  return start({
    APP_ID: String(APP_ID),
    PRIVATE_KEY,
    WEBHOOK_SECRET,
    GHE_HOST: new URL(standIn.apiUrl).host,
    GHE_PROTOCOL: "http",
    SWEEP: "off",
  });
}

it("refuses to start without what it needs, in one line that names it, with status 1", async () => {
  const { exit, err, out } = await start({ APP_ID: "1" });
  expect(await exit).toBe(1);
  expect(err.join("")).toBe(
    "surefoot: PRIVATE_KEY (or PRIVATE_KEY_PATH) is missing; WEBHOOK_SECRET is missing\n",
  );
  expect(out).toEqual([]);
});

it("finishes the review at hand on SIGTERM, takes no further webhook, and exits with 0", async () => {
  const { url, exit, out } = await startWhole();
  const [repository] = standIn!.repositories;
  const pull = repository!.open({
    headSha: repository!.commit({ "k8s/web.yaml": deployment("web") }, "main"),
  });
  standIn!.latencyMs = 300;
  const body = JSON.stringify(pullRequestPayload("opened", repository!, pull));
  const send = async (): Promise<number> =>
    (await fetch(url, { method: "POST", body, headers: webhookHeaders("pull_request", body, randomUUID()) }))
      .status;
  expect(await send()).toBe(200);
  server!.child.kill("SIGTERM");
  await expect.poll(() => out.join("")).toContain("Stopping");
  await expect(
    send().then((status) => (status === 503 ? Promise.reject(new Error("503")) : status)),
  ).rejects.toThrow();
  expect(await exit).toBe(0);
  expect(pull.reviews).toHaveLength(1);
  expect(repository!.checkRuns).toHaveLength(1);
});

it.runIf(process.platform === "linux")(
  "twelve bodies of 40 MB take less memory than three of them, and it lives on",
  async () => {
    const { url } = await startWhole();
    const atRest = peakMegabytes();
    const sends = Array.from({ length: 12 }, (_, i) => sendLarge(url, i % 2 === 0));
    const statuses = await Promise.all(sends);
    expect(statuses.every((status) => status === 413 || status === 503 || status === 0)).toBe(true);
    expect(statuses).toContain(413);
    expect(peakMegabytes() - atRest).toBeLessThan(3 * 40);
    const health = await fetch(new URL("/healthz", url));
    expect(health.status).toBe(200);
  },
);

/** The most memory that the server has held so far. */
function peakMegabytes(): number {
  const status = readFileSync(`/proc/${server!.child.pid}/status`, "utf8");
  return Number(status.match(/VmHWM:\s+(\d+)/)?.[1]) / 1024;
}

/** Sends 40 MB, with or without saying so; 0 where the connection was cut before the answer could be read. */
function sendLarge(url: string, withLength: boolean): Promise<number> {
  return new Promise((resolve) => {
    const forged = { "x-hub-signature-256": `sha256=${"0".repeat(64)}` };
    const headers = withLength ? { "content-length": 40 * MB } : forged;
    const request = httpRequest(url, { method: "POST", headers }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    request.on("error", () => resolve(0));
    const chunk = Buffer.alloc(MB, "x");
    let sent = 0;
    const write = (): void => {
      while (sent < 40 && !request.destroyed) {
        sent += 1;
        if (!request.write(chunk)) return void request.once("drain", write);
      }
      request.end();
    };
    write();
  });
}
