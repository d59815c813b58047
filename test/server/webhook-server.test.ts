import { randomUUID } from "node:crypto";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Harness,
  pullRequestPayload,
  startHarness,
  WEBHOOK_SECRET,
  webhookHeaders,
} from "../github/harness.js";
import { deployment } from "../github/manifests.js";
import { createRepository } from "../github/stand-in/repository.js";

const MB = 1024 * 1024;
const MARKER = "marker-of-a-payload";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness([createRepository()], { logLevel: "trace" });
});
afterEach(() => harness.close());

const post = async (headers: Record<string, string>, body: string): Promise<number> =>
  (await fetch(harness.url, { method: "POST", headers, body })).status;

/** What only reading the body can refute. */
const FORGED = { "x-hub-signature-256": `sha256=${"0".repeat(64)}` };

const FORGED_LINE = `x-hub-signature-256: ${FORGED["x-hub-signature-256"]}`;

/** Sends a body in chunks without its length; how it was answered, and how much of it went out. */
function stream(
  bytes: number,
  headers: Record<string, string> = FORGED,
): Promise<{ status: number; sent: number }> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    const chunk = Buffer.alloc(64 * 1024, "x");
    const request = httpRequest(harness.url, { method: "POST", headers }, (response: IncomingMessage) => {
      response.resume().on("end", () => resolve({ status: response.statusCode!, sent }));
    });
    request.on("error", (error) => (sent > bytes ? undefined : reject(error)));
    const write = (): void => {
      while (sent < bytes && !request.destroyed) {
        sent += chunk.length;
        if (!request.write(chunk)) return void request.once("drain", write);
      }
      request.end();
    };
    write();
  });
}

describe("a body", () => {
  it("of 40 MB is refused by its announced length, before it is read", async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const request = httpRequest(
        harness.url,
        { method: "POST", headers: { "content-length": 40 * MB } },
        (response) => resolve(response.statusCode!),
      );
      request.on("error", reject);
      request.flushHeaders();
    });
    expect(status).toBe(413);
  });

  it("of 40 MB without a length is refused once 25 MB have come", async () => {
    expect(await stream(40 * MB)).toMatchObject({ status: 413 });
  });

  it("is refused before it is sent where the sender asks first", async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const headers = { "content-length": 40 * MB, expect: "100-continue" };
      const request = httpRequest(harness.url, { method: "POST", headers }, (response) =>
        resolve(response.statusCode!),
      );
      request.on("error", reject).on("continue", () => reject(new Error("told to go on")));
      request.flushHeaders();
    });
    expect(status).toBe(413);
  });

  it("gets 503 where too many large ones come at once, and small ones still pass", async () => {
    const slow = Array.from({ length: 4 }, () => {
      const socket = connect(harness.server.port, "127.0.0.1").on("error", () => undefined);
      socket.write(
        `POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: ${20 * MB}\r\n${FORGED_LINE}\r\n\r\n`,
      );
      socket.write(Buffer.alloc(15 * MB, "x"));
      return socket;
    });
    const answers = slow.map(
      (socket) => new Promise<string>((resolve) => socket.once("data", (data) => resolve(String(data)))),
    );
    expect(await Promise.race(answers)).toContain("503");
    expect(await harness.send("ping", { zen: "x" })).toBe(200);
    for (const socket of slow) socket.destroy();
  });

  it("that breaks off does no harm", async () => {
    const socket = connect(harness.server.port, "127.0.0.1").on("error", () => undefined);
    socket.write(
      `POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n${FORGED_LINE}\r\n\r\n{`,
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    expect(await harness.send("ping", { zen: "x" })).toBe(200);
  });

  it("that is JSON cut off is refused, though its signature is right", async () => {
    const body = `{"action":"opened","secret":"${MARKER}`;
    expect(await post(webhookHeaders("pull_request", body, randomUUID()), body)).toBe(400);
    expect(harness.log.join("")).not.toContain(MARKER);
  });

  it.each(["3", "null", '"text"', "[]"])("of %s, signed, is refused", async (body) => {
    expect(await post(webhookHeaders("pull_request", body, randomUUID()), body)).toBe(400);
    expect(await harness.send("ping", { zen: "x" })).toBe(200);
  });
});

describe("a signature", () => {
  const body = JSON.stringify({ action: "opened", note: MARKER });

  it.each<[string, Record<string, string>]>([
    ["that is wrong", { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }],
    ["of another form", { "x-hub-signature-256": "sha1=abc" }],
    ["that is missing", { "x-hub-signature-256": "" }],
  ])("%s is refused, and the payload is not logged", async (_, header) => {
    const headers = { ...webhookHeaders("pull_request", body, randomUUID()), ...header };
    expect(await post(headers, body)).toBe(401);
    expect(harness.log.join("")).toContain("A webhook was refused");
    expect(harness.log.join("")).not.toContain(MARKER);
  });
});

describe("an event", () => {
  it.each(["star", "ping", "something_new"])("called %s is taken and left", async (event) => {
    expect(await harness.send(event, { action: "created" })).toBe(200);
    expect(harness.standIn.requests).toEqual([]);
  });

  it("without an installation is taken and left", async () => {
    const repository = createRepository();
    repository.branches.set("main", repository.commit({ "README.md": "x" }));
    const pull = repository.open({ headSha: repository.commit({ "a.yaml": "a: 1\n" }, "main") });
    const { installation: _, ...payload } = pullRequestPayload("opened", repository, pull);
    expect(await harness.send("pull_request", payload)).toBe(200);
    expect(harness.standIn.requests).toEqual([]);
  });
});

it("answers 503 where the queue takes no more, so that GitHub lists the delivery as failed", async () => {
  const repository = createRepository();
  repository.branches.set("main", repository.commit({ "README.md": "x" }));
  const pull = repository.open({ headSha: repository.commit({ "a.yaml": "a: 1\n" }, "main") });
  await harness.close();
  harness = await startHarness([repository], { queueLength: 2 });
  harness.standIn.latencyMs = 60_000;
  const send = (number: number): Promise<number> =>
    harness.send("pull_request", pullRequestPayload("opened", repository, { ...pull, number }));
  expect([await send(1), await send(2), await send(3), await send(2)]).toEqual([200, 200, 503, 200]);
});

it("knows its own paths only", async () => {
  const origin = new URL(harness.url).origin;
  const get = async (path: string): Promise<number> => (await fetch(`${origin}${path}`)).status;
  expect(await get("/healthz")).toBe(200);
  expect(await get("/readyz")).toBe(200);
  expect((await fetch(origin)).url).toBe(`${origin}/docs/`);
  expect(await get("/probot")).toBe(404);
  expect(await get("/api/github/webhooks")).toBe(405);
});

it("logs neither payload, secret, token nor key at any level, not even where a review fails", async () => {
  const repository = createRepository();
  repository.branches.set("main", repository.commit({ "README.md": "x" }));
  const manifest = deployment("web").replace(
    "metadata:\n",
    `metadata:\n  annotations: { note: ${MARKER} }\n`,
  );
  const pull = repository.open({ headSha: repository.commit({ "k8s/web.yaml": manifest }, "main") });
  harness.standIn.repositories.push(repository);
  harness.standIn.repositories.shift();
  const payload = { ...pullRequestPayload("opened", repository, pull), note: MARKER };
  await harness.review("pull_request", payload);
  harness.standIn.faults.push({ on: /compare/, status: 200, body: { note: MARKER } });
  await harness.review("pull_request", payload);
  harness.standIn.faults.push({
    on: /compare/,
    status: 422,
    body: { message: "Validation Failed", errors: [MARKER] },
  });
  await harness.review("pull_request", payload);
  const log = harness.log.join("");
  expect(pull.reviews).toHaveLength(1);
  expect(log).toContain("Reviewed");
  expect(log).toContain("A job failed");
  expect(
    log
      .split("\n")
      .filter(Boolean)
      .every((line) => typeof JSON.parse(line).level === "string"),
  ).toBe(true);
  for (const secret of [MARKER, WEBHOOK_SECRET, "ghs_", "PRIVATE KEY", "eyJ"])
    expect(log).not.toContain(secret);
});

describe("the pages for people", () => {
  const at = (path: string): URL => new URL(path, harness.url);

  it("are served with their headers, to GET and HEAD alone", async () => {
    const page = await fetch(at("/docs/rules/readiness-gate.md"));
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await page.text()).toContain("<h1");
    const head = await fetch(at("/docs/rules/readiness-gate.md"), { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([
      200,
      page.headers.get("content-length"),
    ]);
    const known = { "if-none-match": page.headers.get("etag")! };
    expect((await fetch(at("/docs/rules/readiness-gate.md?x"), { headers: known })).status).toBe(304);
    const posted = await fetch(at("/docs/"), { method: "POST", body: "x".repeat(MB) });
    expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  it("begin at a list, and lead nowhere else on the disk", async () => {
    const first = await fetch(at("/docs"));
    expect([first.url, first.status]).toEqual([at("/docs/").href, 200]);
    for (const path of ["/docs/..%2f..%2fpackage.json", "/docs/rules/", "/docs/nothing.md", "/package.json"])
      expect((await fetch(at(path))).status).toBe(404);
  });
});
