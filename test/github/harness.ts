/** The whole App in this process: its own HTTP server, real Probot, signed webhooks, and the stand-in for GitHub. */
import { createHmac, generateKeyPairSync, randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { type RunningServer, startServer } from "../../src/server/start.js";
import type { PullRequest, Repository } from "./stand-in/repository.js";
import { APP_ID, type Fault, type StandIn, startStandIn } from "./stand-in/stand-in.js";

export const WEBHOOK_SECRET = "a-secret-of-the-tests";

export const PRIVATE_KEY = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();

export interface Harness {
  standIn: StandIn;
  server: RunningServer;
  url: string;
  log: string[];
  /** Delivers a signed webhook; its HTTP status. */
  send(event: string, payload: object, delivery?: string): Promise<number>;
  /** Delivers a webhook and waits until nothing is at hand. */
  review(event: string, payload: object): Promise<void>;
  close(): Promise<void>;
}

export interface HarnessOptions {
  backoffMs?: readonly number[];
  queueLength?: number;
  sweep?: boolean;
  logLevel?: "trace" | "debug" | "info";
  faults?: Fault[];
}

export async function startHarness(
  repositories: Repository[],
  options: HarnessOptions = {},
): Promise<Harness> {
  const standIn = await startStandIn(...repositories);
  standIn.faults.push(...(options.faults ?? []));
  const log: string[] = [];
  const server = await startServer(
    {
      appId: APP_ID,
      privateKey: PRIVATE_KEY,
      webhookSecret: WEBHOOK_SECRET,
      webhookPath: "/api/github/webhooks",
      host: "127.0.0.1",
      port: 0,
      apiUrl: standIn.apiUrl,
      logLevel: options.logLevel ?? "info",
      logFormat: "json",
      concurrency: 4,
      sweep: options.sweep ?? false,
    },
    {
      write: (line) => log.push(line),
      backoffMs: options.backoffMs ?? [5, 5],
      queueLength: options.queueLength ?? 1_000,
    },
  );
  const url = `http://127.0.0.1:${server.port}/api/github/webhooks`;

  async function send(event: string, payload: object, delivery: string = randomUUID()): Promise<number> {
    const body = JSON.stringify(payload);
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: webhookHeaders(event, body, delivery),
    });
    await response.text();
    return response.status;
  }

  return {
    standIn,
    server,
    url,
    log,
    send,
    async review(event, payload) {
      const status = await send(event, payload);
      if (status !== 200) throw new Error(`the webhook was answered with ${status}`);
      await server.idle();
    },
    async close() {
      await server.stop(1_000);
      await standIn.close();
    },
  };
}

export function webhookHeaders(event: string, body: string, delivery: string): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-github-event": event,
    "x-github-delivery": delivery,
    "x-hub-signature-256": `sha256=${createHmac("sha256", WEBHOOK_SECRET).update(body).digest("hex")}`,
  };
}

export interface Payload {
  action: string;
  number?: number;
  installation?: object;
  repository: { name: string; full_name: string; owner: { login: string } };
  pull_request: { head: { sha: string }; base: { ref: string } };
  check_run: object;
  check_suite: object;
  merge_group: { head_ref: string };
}

const examples = createRequire(import.meta.url)("@octokit/webhooks-examples") as {
  name: string;
  examples: Payload[];
}[];

/** GitHub's example payload of an event, put onto a repository of ours. */
export function examplePayload(event: string, action: string, repository: Repository): Payload {
  const found = examples
    .find(({ name }) => name === event)
    ?.examples.find((example) => example.action === action);
  if (found === undefined) throw new Error(`GitHub has no example of ${event}.${action}`);
  const payload = structuredClone(found);
  payload.installation = { id: 7, node_id: "I_7" };
  payload.repository.name = repository.name;
  payload.repository.full_name = `${repository.owner}/${repository.name}`;
  payload.repository.owner.login = repository.owner;
  return payload;
}

/** A pull_request event of GitHub's own examples, about one of our pull requests. */
export function pullRequestPayload(action: string, repository: Repository, pull: PullRequest): Payload {
  // GitHub gives no example of an edited base.
  const payload = examplePayload("pull_request", action === "edited" ? "synchronize" : action, repository);
  payload.action = action;
  payload.number = pull.number;
  Object.assign(payload.pull_request, { number: pull.number, draft: pull.draft });
  payload.pull_request.head.sha = pull.headSha;
  payload.pull_request.base.ref = pull.baseRef;
  return payload;
}
