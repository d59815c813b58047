/**
 * Faults on demand, so that a test can let each request fail once in each way that requests fail in. Only the process that
 * runs the sandbox can ask for them.
 */
import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { primaryRefusal, secondaryRefusal } from "../access/limits.js";
import type { Actor } from "../access/tokens.js";
import type { LackingPart } from "../graphql/lack-parts.js";
import { Refusal } from "../state/refusal.js";

/** A request as faults and tests see it. */
export interface RecordedRequest {
  /** from 1, over all requests but those that the page makes */
  number: number;
  /** `POST /repos/octo/shop/pulls/1/reviews`; of GraphQL `POST /graphql query` or `POST /graphql mutation` */
  name: string;
  method: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
  /** 0 until it is answered, and where the connection was cut */
  status: number;
  fault: Fault["kind"] | null;
}

export type Fault = FaultForm & {
  /** which requests: by number, by name, or by what the function says; all where it is left out */
  on?: number | string | RegExp | ((request: RecordedRequest) => boolean);
  /** so many that fit are left alone first */
  skip?: number;
  /** how often; once unless told */
  times?: number;
};

type FaultForm =
  /** the answer takes its time */
  | { kind: "latency"; ms: number }
  /** nothing is done */
  | { kind: "error"; status?: number }
  /** it is done, and the answer says that it failed */
  | { kind: "error-afterwards"; status?: number }
  /** 429, as the primary limit of a busy minute */
  | { kind: "rate-limit"; retryAfterSeconds?: number }
  /** 403 with the words of the secondary limit; null names no time */
  | { kind: "secondary-limit"; retryAfterSeconds?: number | null }
  /** 403, or of GraphQL 200, with nothing left of the hour until the reset */
  | { kind: "primary-limit"; resetInSeconds: number }
  /** nothing is done, and GitHub answers so */
  | { kind: "answer"; status: number; body: object; headers?: Record<string, string> }
  /** GraphQL alone: it is done, and the answer lacks these parts and says why */
  | { kind: "lacking"; parts: readonly LackingPart[]; headers?: Record<string, string> }
  /** the connection is cut before anything is done */
  | { kind: "drop" }
  /** it is done, and the connection is cut before the answer */
  | { kind: "drop-afterwards" }
  /** it is done, and the answer breaks off in the middle */
  | { kind: "break-off" }
  /** the answer shows the pull request as it was before the last push, and a commit onto its branch is too late */
  | { kind: "stale-head" };

export interface Faults {
  /** Asks for a fault; the returned handle tells how often it has come. */
  add(fault: Fault): { readonly fired: number; remove(): void };
  clear(): void;
  /** The fault that a request gets, and counts it. */
  take(request: RecordedRequest): Fault | null;
}

/** Makes the list of faults; it is empty. */
export function createFaults(): Faults {
  const asked: { fault: Fault; skip: number; left: number; fired: number }[] = [];
  return {
    add(fault) {
      const entry = { fault, skip: fault.skip ?? 0, left: fault.times ?? 1, fired: 0 };
      asked.push(entry);
      return {
        get fired() {
          return entry.fired;
        },
        remove: () => void asked.splice(asked.indexOf(entry), asked.includes(entry) ? 1 : 0),
      };
    },
    clear: () => void asked.splice(0),
    take(request) {
      for (const entry of asked) {
        if (entry.left === 0 || !fits(entry.fault, request)) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        entry.left -= 1;
        entry.fired += 1;
        return entry.fault;
      }
      return null;
    },
  };
}

function fits({ on }: Fault, request: RecordedRequest): boolean {
  if (on === undefined) return true;
  if (typeof on === "number") return request.number === on;
  if (typeof on === "string") return request.name === on;
  return on instanceof RegExp ? on.test(request.name) : on(request);
}

/** The answer that a fault gives in place of doing anything; null where something is done. */
export function faultRefusal(fault: Fault, actor: Actor): Refusal | null {
  switch (fault.kind) {
    case "error":
      return new Refusal(fault.status ?? 500, "Server Error");
    case "rate-limit":
      return new Refusal(429, "API rate limit exceeded for this installation.", {
        headers: { "retry-after": String(fault.retryAfterSeconds ?? 1), "x-ratelimit-remaining": "0" },
      });
    case "secondary-limit":
      return secondaryRefusal(fault.retryAfterSeconds === undefined ? 1 : fault.retryAfterSeconds);
    case "primary-limit":
      return primaryRefusal(actor, Math.ceil(Date.now() / 1000) + fault.resetInSeconds);
    default:
      return null;
  }
}

/** Cuts the connection. */
export function cut(request: FastifyRequest): void {
  request.raw.socket.destroy();
}

/** An answer that ends in its middle, although it has announced its length. */
export function breakOff(reply: FastifyReply, text: string): Readable {
  reply.header("content-length", Buffer.byteLength(text));
  const half = text.slice(0, Math.floor(text.length / 2));
  async function* parts(): AsyncGenerator<string> {
    yield half;
    // Long enough for the half to be sent.
    await sleep(20);
    throw new Error("broken off on demand");
  }
  return Readable.from(parts());
}

/** Waits. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
