/** A local server that answers as GitHub's API would, counts what it is asked, and fails where a test wants it to. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { checkRequest } from "./check-request.js";
import { answerGraphql } from "./graphql.js";
import type { Repository } from "./repository.js";
import { answerRest, type RestAnswer, type RestRequest } from "./rest.js";

export interface Fault {
  /** matched against "METHOD /path"; a GraphQL query is "POST /graphql query" or "POST /graphql mutation" */
  on: RegExp;
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** do what was asked all the same, and only answer with the fault */
  afterwards?: boolean;
  /** how many times; once unless told */
  times?: number;
  /** break off in the middle of the answer */
  breakOff?: boolean;
}

export interface StandIn {
  /** base of the REST API */
  apiUrl: string;
  repositories: Repository[];
  /** every request but those for a token, in order */
  requests: string[];
  bodies: { request: string; body: unknown }[];
  /** requests that GitHub's description does not allow */
  violations: string[];
  /** the most requests that were being answered at the same time */
  atOnce: number;
  faults: Fault[];
  latencyMs: number;
  /** called when a request has come, before it is answered */
  onRequest: (request: string) => void | Promise<void>;
  close(): Promise<void>;
}

export const APP_ID = 4242;

const RAW = "application/vnd.github.raw+json; charset=utf-8";

export async function startStandIn(...repositories: Repository[]): Promise<StandIn> {
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body, headers, breakOff }) => {
      const text = body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
      response.writeHead(status, {
        "content-type": body instanceof Uint8Array ? RAW : "application/json; charset=utf-8",
        ...(breakOff === true ? { "content-length": text.length } : {}),
        ...headers,
      });
      if (breakOff !== true) return response.end(text);
      response.write(text.subarray(0, text.length / 2), () => response.destroy());
      return undefined;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  let under = 0;

  const standIn: StandIn = {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v3`,
    repositories,
    requests: [],
    bodies: [],
    violations: [],
    atOnce: 0,
    faults: [],
    latencyMs: 0,
    onRequest: () => undefined,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };

  async function answer(
    request: IncomingMessage,
  ): Promise<RestAnswer & { headers?: Record<string, string>; breakOff?: boolean }> {
    const url = new URL(request.url!, "http://stand-in");
    const body = await readJson(request);
    const isGraphql = url.pathname === "/api/graphql";
    const path = isGraphql ? "/graphql" : url.pathname.replace(/^\/api\/v3/, "");
    const kind = isGraphql ? ` ${String((body as { query?: unknown }).query).match(/^\w+/)?.[0]}` : "";
    const name = `${request.method} ${path}${kind}`;
    if (!path.endsWith("/access_tokens")) {
      standIn.requests.push(name);
      standIn.bodies.push({ request: name, body });
    }
    under += 1;
    standIn.atOnce = Math.max(standIn.atOnce, under);
    await standIn.onRequest(name);
    if (standIn.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, standIn.latencyMs));
    under -= 1;
    const fault = takeFault(name);
    if (fault !== undefined && fault.afterwards !== true) return toAnswer(fault);
    const { accept = "" } = request.headers;
    const rest = { method: request.method!, path, query: url.searchParams, body, accept };
    const done = isGraphql ? await graphql(body) : ordinary(rest);
    return fault === undefined ? done : toAnswer(fault, done);
  }

  async function graphql(body: unknown): Promise<RestAnswer> {
    const given = body as { query: string; variables?: Record<string, unknown> };
    const result = await answerGraphql(given, standIn.repositories, APP_ID);
    const errors = (result as { errors?: { message: string; type?: string }[] }).errors ?? [];
    // GitHub gives its refusals a type; what has none here is a document that does not fit the schema.
    standIn.violations.push(...errors.filter(({ type }) => type === undefined).map(({ message }) => message));
    return { status: 200, body: result };
  }

  function ordinary(rest: RestRequest): RestAnswer {
    standIn.violations.push(...checkRequest(rest.method, rest.path, rest.query, rest.body));
    return answerRest(rest, standIn.repositories);
  }

  function takeFault(name: string): Fault | undefined {
    const fault = standIn.faults.find(({ on }) => on.test(name));
    if (fault === undefined) return undefined;
    fault.times = (fault.times ?? 1) - 1;
    if (fault.times === 0) standIn.faults.splice(standIn.faults.indexOf(fault), 1);
    return fault;
  }

  return standIn;
}

function toAnswer(
  { status, body, headers, breakOff }: Fault,
  done?: RestAnswer,
): RestAnswer & { headers?: Record<string, string>; breakOff?: boolean } {
  return {
    status,
    body: body ?? done?.body ?? { message: "A fault that the test asked for" },
    ...(headers === undefined ? {} : { headers }),
    ...(breakOff === undefined ? {} : { breakOff }),
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
}
