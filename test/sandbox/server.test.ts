/** What GitHub does to every request: limits, pages, what has not changed, faults on demand; and the webhooks. */
import { createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { acceptPermissions, addRepositories } from "../../sandbox/state/apps.js";
import type { PullRequest } from "../../sandbox/state/model.js";
import { addIssueComment, editIssueComment } from "../../sandbox/state/pull-requests.js";
import { createRepository } from "../../sandbox/state/repositories.js";
import { createReview } from "../../sandbox/state/reviews.js";
import { checkWebhook } from "./github-description.js";
import { changedFile, type Lab, startLab } from "./lab.js";

const REPO = "/repos/octo-org/shop";

let lab: Lab;
let pull: PullRequest;
beforeAll(async () => {
  lab = await startLab();
  pull = await lab.open("topic", changedFile());
});
afterEach(() => {
  lab.gitHub.faults.clear();
  Object.assign(lab.gitHub.limits, { primary: 5_000 });
  Object.assign(lab.gitHub.limits.secondary, { isOn: false, pointsAMinute: 900, contentAMinute: 80 });
});
afterAll(() => lab.close());

const get = (path: string, headers: Record<string, string> = {}) => lab.ask({ method: "GET", path, headers });
const comment = () =>
  lab.ask({ method: "POST", path: `${REPO}/issues/${pull.number}/comments`, body: { body: "hello" } });

describe("limits", () => {
  test("every answer tells what is left, and what has not changed costs nothing", async () => {
    const first = await get(REPO);
    const etag = first.headers.get("etag")!;
    expect(etag).toMatch(/^W\/"/);
    const again = await get(REPO, { "if-none-match": etag });
    const third = await get(REPO);
    const left = [first, third].map(({ headers }) => Number(headers.get("x-ratelimit-remaining")));
    expect([again.status, again.body]).toEqual([304, ""]);
    expect(left[0]! - left[1]!).toBe(1);
    expect(first.headers.get("x-ratelimit-limit")).toBe("5000");
    expect(Number(first.headers.get("x-ratelimit-reset"))).toBeGreaterThan(Date.now() / 1000);
  });

  test("an hour's requests can be used up, in REST and in GraphQL", async () => {
    lab.gitHub.limits.primary = 0;
    const { status, headers, body } = await get(REPO);
    expect([status, headers.get("x-ratelimit-remaining")]).toEqual([403, "0"]);
    expect(body.message).toMatch(/^API rate limit exceeded for installation ID \d+\.$/);
    const graphql = await lab.graphql("{ viewer { login } }");
    expect([graphql.status, graphql.body.errors[0].type]).toEqual([200, "RATE_LIMIT"]);
  });

  test("the secondary limits are off until they are wanted", async () => {
    lab.gitHub.limits.secondary.contentAMinute = 2;
    for (let i = 0; i < 3; i += 1) expect((await comment()).status).toBe(201);
    lab.gitHub.limits.secondary.isOn = true;
    const { status, headers, body } = await comment();
    expect([status, headers.get("retry-after")]).toEqual([403, "60"]);
    expect(body.message).toContain("You have exceeded a secondary rate limit");
    expect(body.documentation_url).toContain("secondary-rate-limits");
    expect((await get(REPO)).status).toBe(200);
  });
});

describe("pages", () => {
  test("the Link header leads through all of them", async () => {
    const bodies: string[] = [];
    for (
      let path: string | undefined = `${REPO}/issues/${pull.number}/comments?per_page=2`;
      path !== undefined;
    ) {
      const { body, headers } = await get(path);
      bodies.push(...body.map(({ id }: { id: number }) => id));
      const next = headers.get("link")?.match(/<([^>]+)>; rel="next"/)?.[1];
      path = next?.replace(lab.gitHub.apiUrl, "");
    }
    expect(bodies).toEqual(pull.comments.map(({ id }) => id));
    expect(bodies.length).toBeGreaterThan(2);
  });

  test("a page has a hundred at most, and a page after the last is empty", async () => {
    const { body, headers } = await get(`${REPO}/issues/${pull.number}/comments?per_page=500&page=9`);
    expect(body).toEqual([]);
    expect(headers.get("link")).toContain('rel="prev"');
  });
});

describe("strangers", () => {
  test("a request that does not say who asks is refused", async () => {
    const answer = await get(REPO, { "user-agent": "" });
    expect(answer.status).toBe(403);
  });

  test("a name that leads here from elsewhere is not answered", async () => {
    const { request } = await import("node:http");
    const status = await new Promise((resolve) => {
      const headers = { host: "evil.example:80", "user-agent": "x" };
      request(`${lab.gitHub.apiUrl}/app`, { headers }, (response) =>
        resolve(response.resume().statusCode),
      ).end();
    });
    expect(status).toBe(421);
  });
});

describe("faults on demand", () => {
  const REVIEW = `POST ${REPO}/pulls/1/reviews`;
  const post = () =>
    lab
      .ask({ method: "POST", path: `${REPO}/pulls/1/reviews`, body: { event: "COMMENT", body: "x" } })
      .then(({ status }) => status)
      .catch(() => "no answer");

  test.each([
    ["error", 500, 0],
    ["error-afterwards", 502, 1],
    ["rate-limit", 429, 0],
    ["secondary-limit", 403, 0],
    ["drop", "no answer", 0],
    ["drop-afterwards", "no answer", 1],
    ["break-off", "no answer", 1],
    ["latency", 200, 1],
  ] as const)("%s is answered with %s, and %i reviews are posted", async (kind, status, posted) => {
    const before = pull.reviews.length;
    const handle = lab.gitHub.faults.add({ kind, on: REVIEW, ms: 30 } as never);
    expect(await post()).toBe(status);
    expect(pull.reviews.length - before).toBe(posted);
    expect(await post()).toBe(200);
    expect(handle.fired).toBe(1);
    expect(lab.gitHub.requests.at(-2)).toMatchObject({
      name: REVIEW,
      fault: kind,
      status: status === "no answer" ? 0 : status,
    });
  });

  test("a fault can wait for the second that fits, come twice, or be taken back", async () => {
    const { faults } = lab.gitHub;
    faults.add({ kind: "error", on: /reviews$/, skip: 1, times: 2 });
    expect([await post(), await post(), await post(), await post()]).toEqual([200, 500, 500, 200]);
    faults.add({ kind: "error", on: ({ body }) => body !== undefined }).remove();
    expect(await post()).toBe(200);
    faults.add({ kind: "error", on: lab.gitHub.requests.length + 1 });
    expect([await post(), await post()]).toEqual([500, 200]);
  });

  test("a stale answer shows the head before the last push", async () => {
    const late = await lab.open("late", changedFile(7));
    const before = late.head.sha;
    await lab.ask({
      ...{ method: "PUT", path: `${REPO}/contents/c.txt` },
      body: { message: "More", content: "YQ==", branch: "late" },
    });
    const read = async () => (await get(`${REPO}/pulls/${late.number}`)).body.head.sha;
    lab.gitHub.faults.add({ kind: "stale-head", on: `GET ${REPO}/pulls/${late.number}` });
    expect([await read(), await read()]).toEqual([before, late.head.sha]);
    const query = `{ repository(owner: "octo-org", name: "shop") { pullRequest(number: ${late.number}) { headRefOid } } }`;
    lab.gitHub.faults.add({ kind: "stale-head", on: "POST /graphql query" });
    expect((await lab.graphql(query)).body.data.repository.pullRequest.headRefOid).toBe(before);
  });
});

describe("webhooks", () => {
  interface Heard {
    headers: IncomingMessage["headers"];
    body: string;
  }
  const heard: Heard[] = [];
  let status = 200;
  let silent = false;
  const listener = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    heard.push({ headers: request.headers, body });
    if (!silent) response.writeHead(status).end("heard");
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    lab.app.hookUrl = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`;
  });
  afterAll(() => {
    listener.closeAllConnections();
    listener.close();
  });

  test("are signed, named and what GitHub describes", async () => {
    await lab.gitHub.settle();
    heard.length = 0;
    await lab.open("told", changedFile(9));
    await lab.gitHub.settle();
    const names = heard.map(({ headers }) => headers["x-github-event"]);
    expect(names.sort()).toEqual(["check_suite", "pull_request", "push"]);
    for (const { headers, body } of heard) {
      const signature = createHmac("sha256", "lab").update(body).digest("hex");
      expect(headers["x-hub-signature-256"]).toBe(`sha256=${signature}`);
      expect(headers["x-github-delivery"]).toMatch(/^[0-9a-f-]{36}$/);
      const { action, installation } = JSON.parse(body);
      expect(installation).toEqual({ id: lab.installation.id, node_id: lab.installation.nodeId });
      const name = [headers["x-github-event"], action].filter(Boolean).join(".");
      expect(checkWebhook(name, JSON.parse(body))).toEqual([]);
      expect(checkWebhook(name, { ...JSON.parse(body), repository: { id: "1" } })).not.toEqual([]);
    }
  });

  test("are sent once, and again only where somebody asks", async () => {
    status = 500;
    heard.length = 0;
    const later = await lab.open("failing", changedFile(11));
    await lab.gitHub.settle();
    status = 200;
    const failed = lab.gitHub.deliveries.log.filter(({ statusCode }) => statusCode === 500);
    expect(failed.length).toBe(3);
    expect(heard.length).toBe(3);
    const opened = failed.find(({ action }) => action === "opened")!;
    const path = `/app/hook/deliveries/${opened.id}/attempts`;
    expect((await lab.ask({ method: "POST", path, as: "app" })).status).toBe(202);
    await lab.gitHub.settle();
    expect(heard.at(-1)!.headers["x-github-delivery"]).toBe(opened.guid);
    expect(JSON.parse(heard.at(-1)!.body).number).toBe(later.number);
    const { body } = await lab.ask({ method: "GET", path: "/app/hook/deliveries?per_page=1", as: "app" });
    expect(body[0]).toMatchObject({ guid: opened.guid, redelivery: true, status: "OK", status_code: 200 });
    const failures = await lab.ask({ method: "GET", path: "/app/hook/deliveries?status=failure", as: "app" });
    expect(failures.body.length).toBe(3);
  });

  test("are given up where nobody answers in time, or nobody listens", async () => {
    const { deliveries } = lab.gitHub;
    silent = true;
    deliveries.timeoutMs = 50;
    await lab.open("silent", changedFile(13));
    await lab.gitHub.settle();
    expect(deliveries.log.at(-1)).toMatchObject({ statusCode: 0, status: "timed out" });
    silent = false;
    deliveries.timeoutMs = 10_000;
    lab.app.hookUrl = "http://127.0.0.1:1/";
    await lab.open("nobody", changedFile(15));
    await lab.gitHub.settle();
    expect(deliveries.log.at(-1)).toMatchObject({ statusCode: 0, status: "failed to connect to host" });
  });

  test("tell of a comment that was edited what it was", async () => {
    lab.app.hookUrl = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`;
    lab.app.events = [...lab.app.events, "issue_comment"];
    heard.length = 0;
    const { world } = lab.gitHub;
    const comment = addIssueComment(world, pull, lab.author, "Looks fine.");
    editIssueComment(world, comment, lab.author, "Looks good.");
    await lab.gitHub.settle();
    const told = heard.map(({ body }) => JSON.parse(body));
    expect(told.map(({ action }) => action)).toEqual(["created", "edited"]);
    expect(told[1]).toMatchObject({
      changes: { body: { from: "Looks fine." } },
      comment: { body: "Looks good." },
    });
    for (const payload of told) expect(checkWebhook(`issue_comment.${payload.action}`, payload)).toEqual([]);
  });

  test("tell an App of its installation without being asked for, and count what was granted", async () => {
    const { world } = lab.gitHub;
    const { permissions } = lab.installation;
    heard.length = 0;
    acceptPermissions(world, lab.installation, lab.owner, { ...permissions, issues: undefined });
    const other = await createRepository(world, { owner: lab.owner, name: "more" });
    addRepositories(world, lab.installation, lab.owner, [other]);
    addIssueComment(world, pull, lab.author, "Nobody hears this.");
    await lab.gitHub.settle();
    acceptPermissions(world, lab.installation, lab.owner, permissions);
    await lab.gitHub.settle();
    const told = heard.map(({ headers, body }) => [headers["x-github-event"], JSON.parse(body)] as const);
    expect(told.map(([event, { action }]) => `${event}.${action}`)).toEqual([
      "installation.new_permissions_accepted",
      "installation_repositories.added",
      "installation.new_permissions_accepted",
    ]);
    for (const [event, payload] of told)
      expect(checkWebhook(`${event}.${payload.action}`, payload)).toEqual([]);
    expect(told[0]![1].installation.permissions).not.toHaveProperty("issues");
  });

  test("go only to who asked for them and may know", async () => {
    lab.app.hookUrl = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`;
    heard.length = 0;
    await createReview(lab.gitHub.world, pull, lab.author, { event: "COMMENT", body: "mine" });
    lab.installation.suspendedAt = "2026-01-01T00:00:00Z";
    await lab.open("suspended", changedFile(17));
    await lab.gitHub.settle();
    lab.installation.suspendedAt = null;
    expect(heard).toEqual([]);
  });
});

test("the temporary folder goes when the sandbox is closed", async () => {
  const other = await startLab();
  const { root } = other.gitHub.world;
  expect(existsSync(root)).toBe(true);
  await other.close();
  expect(existsSync(root)).toBe(false);
});
