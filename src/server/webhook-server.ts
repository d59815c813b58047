/**
 * The HTTP server around Probot's middleware. Probot reads a body of any size and logs a payload whose signature is
 * wrong, so size and signature are settled here first.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Log } from "../github/client/log.js";
import type { Router } from "../web/router.js";
import { createBodyReader, isSigned, isTooLarge } from "./read-body.js";

/** Probot's middleware; it answers a request whose `body` is already read. */
type Middleware = (request: IncomingMessage, response: ServerResponse) => unknown;

interface WebhookServerOptions {
  webhookPath: string;
  webhookSecret: string;
  middleware: Middleware;
  /** Names what the process waits for before it can take work; null where it is ready. */
  waitsFor(): Promise<string | null>;
  /** whether webhooks are for this process */
  takes: boolean;
  /** the pages for people */
  pages: Router;
  log: Log;
}

// GitHub gives up after ten seconds; who takes longer to send a body is not GitHub.
const REQUEST_TIMEOUT_MS = 15_000;

const LINGER_MS = 2_000;

/** Makes the server; it does not listen yet. */
export function createWebhookServer(options: WebhookServerOptions): Server {
  const { webhookPath, webhookSecret, waitsFor, takes, pages, log } = options;
  const bodies = createBodyReader(webhookSecret);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "").split("?", 1)[0]!;
    if (path === "/healthz") return answer(response, 200, "ok");
    if (path === "/readyz") {
      const reason = await waitsFor();
      return reason === null ? answer(response, 200, "ready") : answer(response, 503, notReady(reason));
    }
    if (!takes || path.replace(/\/+$/, "") !== webhookPath) return show(path, request, response);
    if (request.method !== "POST") return refuse(request, response, 405, "only POST");
    if (isTooLarge(request)) return refuse(request, response, 413, "too large");
    if (!isSigned(request)) return unsigned(request, response);
    const reason = await waitsFor();
    if (reason !== null) return refuse(request, response, 503, notReady(reason));
    await receive(request, response);
  }

  function show(path: string, request: IncomingMessage, response: ServerResponse): void {
    const { method, headers } = request;
    const page = pages({ method, path, headers });
    if (page === null) refuse(request, response, 404, "not found");
    else if (page.status === 405) refuse(request, response, 405, "only GET and HEAD", page.headers);
    else response.writeHead(page.status, page.headers).end(page.body ?? undefined);
  }

  function unsigned(request: IncomingMessage, response: ServerResponse): void {
    log.warn({ reason: "no signature of this App's" }, "A webhook was refused");
    refuse(request, response, 401, "wrong signature");
  }

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodies.read(request);
    if (body.kind === "too-large") return refuse(request, response, 413, "too large");
    if (body.kind === "busy") return refuse(request, response, 503, "busy");
    if (body.kind === "broken-off") return void request.destroy();
    if (body.kind === "wrong-signature") return unsigned(request, response);
    // Probot takes any JSON for an object.
    if (!/^\s*\{/.test(body.text)) return answer(response, 400, "no JSON object");
    await options.middleware(Object.assign(request, { body: body.text }), response);
  }

  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch((error: unknown) => {
      log.error({ err: error }, "A request failed");
      if (!response.headersSent) answer(response, 500, "error");
    });
  };
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: 10_000 }, onRequest);
  // A sender that asks first gets its answer before it sends the body.
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    if (!isTooLarge(request)) response.writeContinue();
    onRequest(request, response);
  });
  return server;
}

function notReady(reason: string): string {
  return reason === "stopping" ? reason : `waiting for ${reason}`;
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain" }).end(`${text}\n`);
}

// The rest of the body is thrown away as it comes, for long enough that the answer arrives, and then cut off: closing
// at once would reset the connection under the answer.
function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const all = { ...headers, "content-type": "text/plain", connection: "close" };
  response.writeHead(status, all).end(`${text}\n`);
  request.resume();
  setTimeout(() => request.destroy(), LINGER_MS).unref();
}
