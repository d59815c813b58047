/**
 * The HTTP side: Fastify in front of the calls, with what GitHub does to every request: it names the caller, counts what is
 * left, and answers what was not understood or has not changed.
 */

import { randomUUID } from "node:crypto";
import etag from "@fastify/etag";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Limits, Spending } from "../access/limits.js";
import type { Actor, TokenStore } from "../access/tokens.js";
import { createContext } from "../graphql/create-context.js";
import { answerGraphql, type GraphqlRequest, operationOf } from "../graphql/execute.js";
import { lackParts } from "../graphql/lack-parts.js";
import type { Endpoint } from "../rest/endpoint.js";
import { notFound, Refusal } from "../state/refusal.js";
import { fullName } from "../state/repositories.js";
import type { World } from "../state/world.js";
import { checkRequest } from "./description.js";
import {
  breakOff,
  cut,
  type Fault,
  type Faults,
  faultRefusal,
  type RecordedRequest,
  sleep,
} from "./faults.js";

declare module "fastify" {
  interface FastifyRequest {
    recorded: RecordedRequest | null;
    fault: Fault | null;
    actor: Actor | null;
    spent: Spending | null;
    done: (() => void) | null;
  }
}

export interface ServerParts {
  world: World;
  tokens: TokenStore;
  limits: Limits;
  faults: Faults;
  endpoints: readonly Endpoint[];
  requests: RecordedRequest[];
  /** faults inside the sandbox itself */
  failures: unknown[];
}

const API = "/api/v3";
const GRAPHQL = "/api/graphql";
const DOCUMENTATION = "https://docs.github.com/rest";
const MAX_BODY = 25 * 1024 * 1024;

/** Makes the server with all its calls; it does not listen yet. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const server = Fastify({
    bodyLimit: MAX_BODY,
    // No client waits for an idle connection when the sandbox ends.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1_000, caseSensitive: true },
    exposeHeadRoutes: false,
    rewriteUrl: ({ url = "/" }) => byId(parts.world, url),
  });
  server.decorateRequest("recorded", null);
  server.decorateRequest("fault", null);
  server.decorateRequest("actor", null);
  server.decorateRequest("spent", null);
  server.decorateRequest("done", null);
  await server.register(etag, { weak: true });
  server.addHook("onRequest", refuseStrangers);
  await server.register(async (api) => addApi(api, parts));
  return server;
}

// GitHub sends a caller with a repository's old name to the address with its number.
function byId(world: World, url: string): string {
  const [, id, rest] = url.match(/^\/api\/v3\/repositories\/(\d+)([/?].*)?$/) ?? [];
  const found = world.repositories.find((each) => String(each.id) === id);
  return found === undefined ? url : `${API}/repos/${fullName(found)}${rest ?? ""}`;
}

// A page elsewhere could name this address as its own and ask through the browser; it cannot choose the Host header.
async function refuseStrangers(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? ""))
    await reply.code(421).send({ message: "This sandbox answers only to its own address." });
}

function addApi(api: FastifyInstance, parts: ServerParts): void {
  const { world, tokens, limits, faults, requests, failures } = parts;

  api.addHook("preHandler", async (request, reply) => {
    const recorded = record(request, requests.length + 1);
    request.recorded = recorded;
    requests.push(recorded);
    const fault = faults.take(recorded);
    request.fault = fault;
    recorded.fault = fault?.kind ?? null;
    if (fault?.kind === "latency") await sleep(fault.ms);
    if (fault?.kind === "drop") {
      reply.hijack();
      return cut(request);
    }
    const { authorization, "user-agent": userAgent } = request.headers;
    if (!userAgent)
      throw new Refusal(
        403,
        "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.",
      );
    request.actor = await tokens.authenticate(authorization);
    request.spent = costOf(recorded);
    request.done = limits.spend(request.actor, request.spent);
    const refusal = fault === null ? null : faultRefusal(fault, request.actor);
    if (refusal !== null) throw refusal;
    if (fault?.kind === "answer")
      return reply
        .code(fault.status)
        .headers(fault.headers ?? {})
        .send(fault.body);
  });

  api.addHook("onSend", async (request, reply, payload) => {
    const { recorded, actor, spent } = request;
    request.done?.();
    if (actor !== null && spent !== null) {
      if (reply.statusCode === 304) limits.giveBack(actor, spent.resource);
      for (const [name, value] of Object.entries(limits.headers(actor, spent.resource)))
        if (!reply.hasHeader(name)) reply.header(name, value);
    }
    reply.header("x-github-request-id", randomUUID());
    reply.header("x-github-media-type", "github.v3; format=json");
    if (recorded === null) return payload;
    recorded.status = reply.statusCode;
    const fault = recorded.fault;
    if (fault === "drop-afterwards") {
      recorded.status = 0;
      cut(request);
    }
    if (fault === "break-off") {
      recorded.status = 0;
      return breakOff(reply, String(payload ?? ""));
    }
    if (fault === "error-afterwards") {
      recorded.status = 502;
      reply.code(502).header("content-type", "text/html").removeHeader("etag");
      const page = "<html><head><title>502 Bad Gateway</title></head></html>";
      reply.header("content-length", page.length);
      return page;
    }
    return payload;
  });

  api.setErrorHandler((error, request, reply) => {
    const refusal = error instanceof Refusal ? error : refusalOf(error);
    if (refusal.status >= 500 && !(error instanceof Refusal)) failures.push(error);
    const { errors, documentation, headers, url } = refusal.details;
    const isGraphql = request.url.startsWith(GRAPHQL);
    if (isGraphql && headers?.["x-ratelimit-remaining"] === "0" && headers["retry-after"] === undefined) {
      // Its documentation says RATE_LIMITED; what comes is https://github.com/yanyongyu/githubkit/issues/271.
      const limited = [{ type: "RATE_LIMIT", code: "graphql_rate_limit", message: refusal.message }];
      return reply.code(200).headers(headers).send({ errors: limited });
    }
    return reply
      .code(refusal.status)
      .headers(headers ?? {})
      .send({
        message: refusal.message,
        ...(errors === undefined ? {} : { errors }),
        ...(url === undefined ? {} : { url }),
        documentation_url: documentation ?? DOCUMENTATION,
        status: String(refusal.status),
      });
  });
  api.setNotFoundHandler(() => {
    throw notFound();
  });

  for (const endpoint of parts.endpoints) addEndpoint(api, parts, endpoint);
  api.post(GRAPHQL, async (request, reply) => {
    const { actor, recorded } = request;
    if (actor?.kind !== "installation") throw new Refusal(401, "Bad credentials");
    const { fault } = request;
    const isStale = recorded?.fault === "stale-head";
    const answer = await answerGraphql(
      request.body as GraphqlRequest,
      createContext(world, actor, isStale),
      (error) => failures.push(error),
    );
    if (fault?.kind !== "lacking") return answer;
    return reply.headers(fault.headers ?? {}).send(lackParts(answer, fault.parts));
  });
}

function addEndpoint(api: FastifyInstance, { world, tokens }: ServerParts, endpoint: Endpoint): void {
  const [method, path] = endpoint.name.split(" ") as [string, string];
  // The last part may hold slashes where it is a path or a ref.
  const last = path.match(/\{(path|ref|basehead)\}$/)?.[1];
  const url = `${API}${path.replace(/\{(path|ref|basehead)\}$/, "*").replace(/\{(\w+)\}/g, ":$1")}`;
  api.route({
    method,
    url,
    handler: async (request, reply) => {
      const params = { ...(request.params as Record<string, string>) };
      if (last !== undefined) params[last] = params["*"] ?? "";
      const query = request.query as Record<string, string>;
      const call = {
        ...{ world, tokens, actor: request.actor!, params, query, body: request.body },
        url: `${world.origin}${request.url.split("?", 1)[0]}`,
        accept: request.headers.accept ?? "",
        isStale: request.recorded?.fault === "stale-head",
      };
      const answer = await endpoint.run(call, () => checkRequest(endpoint.name, query, request.body));
      reply.code(answer.status).headers(answer.headers ?? {});
      return answer.body === undefined ? reply.send() : reply.send(answer.body);
    },
  });
}

function record(request: FastifyRequest, number: number): RecordedRequest {
  const url = new URL(request.url, "http://sandbox");
  const path = decodeURIComponent(url.pathname).replace(API, "").replace("/api/graphql", "/graphql");
  const { method, body } = request;
  const operation =
    path === "/graphql" ? ` ${operationOf((body ?? {}) as GraphqlRequest) ?? "unreadable"}` : "";
  const query = Object.fromEntries(url.searchParams);
  return { number, name: `${method} ${path}${operation}`, method, path, query, body, status: 0, fault: null };
}

// By GitHub's table: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#calculating-points-for-the-secondary-rate-limit
function costOf({ name, method, path }: RecordedRequest): Spending {
  if (path === "/graphql")
    return { resource: "graphql", points: name.endsWith("mutation") ? 5 : 1, content: 0 };
  const isRead = method === "GET" || method === "HEAD";
  const makesContent = method === "POST" && /\/(reviews|comments|replies|pulls)$/.test(path);
  return { resource: "core", points: isRead ? 1 : 5, content: makesContent ? 1 : 0 };
}

// Fastify's own refusals of what it cannot read.
function refusalOf(error: unknown): Refusal {
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
  if (status === 400) return new Refusal(400, "Problems parsing JSON");
  if (status === 413) return new Refusal(413, "Payload too large");
  if (status === 415) return new Refusal(415, "Unsupported 'Content-Type'. Must be 'application/json'.");
  return status === 404 ? notFound() : new Refusal(500, "Server Error");
}
