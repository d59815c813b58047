import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** GitHub sends nothing larger. https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap */
const MAX_BODY_BYTES = 25 * 1024 * 1024;

// All bodies under way together may hold so much, so that strangers fill no memory. The beginnings are counted apart
// from the rest: real payloads have some ten kilobytes, and must pass while someone sends a large one.
const BEGINNING_BYTES = 256 * 1024;
const MAX_BEGINNINGS = 24 * 1024 * 1024;
const MAX_RESTS = MAX_BODY_BYTES + 1024 * 1024;

const SIGNATURE = /^sha256=[0-9a-f]{64}$/;

export type Body =
  | { kind: "text"; text: string }
  | { kind: "too-large" }
  | { kind: "busy" }
  | { kind: "wrong-signature" }
  | { kind: "broken-off" };

interface BodyReader {
  /** Reads a webhook's body; its text only where the signature is right, so that no stranger makes us decode it. */
  read(request: IncomingMessage): Promise<Body>;
}

/** Whether a request can be a webhook of GitHub's at all, by its headers alone. */
export function isSigned(request: IncomingMessage): boolean {
  return SIGNATURE.test(String(request.headers["x-hub-signature-256"] ?? ""));
}

/** Whether the announced length alone refuses a body. */
export function isTooLarge(request: IncomingMessage): boolean {
  return Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES;
}

/** Makes a reader that counts what it holds. */
export function createBodyReader(webhookSecret: string): BodyReader {
  const held = { beginnings: 0, rests: 0 };

  async function read(request: IncomingMessage): Promise<Body> {
    const chunks: Buffer[] = [];
    const own = { beginnings: 0, rests: 0 };
    try {
      // A sender that is refused still gets an answer, so leaving early must not end the connection.
      for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        const part = own.beginnings < BEGINNING_BYTES ? "beginnings" : "rests";
        own[part] += chunk.byteLength;
        held[part] += chunk.byteLength;
        if (own.beginnings + own.rests > MAX_BODY_BYTES) return { kind: "too-large" };
        if (held.beginnings > MAX_BEGINNINGS || held.rests > MAX_RESTS) return { kind: "busy" };
        chunks.push(chunk);
      }
    } catch {
      return { kind: "broken-off" };
    } finally {
      held.beginnings -= own.beginnings;
      held.rests -= own.rests;
    }
    const hmac = createHmac("sha256", webhookSecret);
    for (const chunk of chunks) hmac.update(chunk);
    if (!isSignature(request.headers["x-hub-signature-256"], hmac.digest()))
      return { kind: "wrong-signature" };
    return { kind: "text", text: Buffer.concat(chunks).toString("utf8") };
  }

  return { read };
}

function isSignature(header: string | string[] | undefined, digest: Buffer): boolean {
  if (typeof header !== "string" || !SIGNATURE.test(header)) return false;
  return timingSafeEqual(Buffer.from(header.slice("sha256=".length), "hex"), digest);
}
