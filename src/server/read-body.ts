import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** GitHub sends nothing larger. https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap */
export const MAX_BODY_BYTES = 25 * 1024 * 1024;

/** What all bodies under way may hold together: whoever sends large ones without a right to fills no memory. */
const MAX_BYTES_AT_ONCE = 50 * 1024 * 1024;

export type Body =
  | { kind: "text"; text: string }
  | { kind: "too-large" }
  | { kind: "busy" }
  | { kind: "wrong-signature" }
  | { kind: "broken-off" };

export interface BodyReader {
  /** Reads a webhook's body; its text only where the signature is right, so that no stranger makes us decode it. */
  read(request: IncomingMessage): Promise<Body>;
}

/** Whether the announced length alone refuses a body. */
export function isTooLarge(request: IncomingMessage): boolean {
  return Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES;
}

/** Makes a reader that counts what it holds. */
export function createBodyReader(webhookSecret: string): BodyReader {
  let held = 0;

  async function read(request: IncomingMessage): Promise<Body> {
    const chunks: Buffer[] = [];
    const hmac = createHmac("sha256", webhookSecret);
    let bytes = 0;
    try {
      // Who is refused still gets an answer, so leaving early must not end the connection.
      for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        bytes += chunk.byteLength;
        held += chunk.byteLength;
        if (bytes > MAX_BODY_BYTES) return { kind: "too-large" };
        if (held > MAX_BYTES_AT_ONCE) return { kind: "busy" };
        hmac.update(chunk);
        chunks.push(chunk);
      }
    } catch {
      return { kind: "broken-off" };
    } finally {
      held -= bytes;
    }
    if (!isSignature(request.headers["x-hub-signature-256"], hmac.digest()))
      return { kind: "wrong-signature" };
    return { kind: "text", text: Buffer.concat(chunks).toString("utf8") };
  }

  return { read };
}

function isSignature(header: string | string[] | undefined, digest: Buffer): boolean {
  if (typeof header !== "string" || !/^sha256=[0-9a-f]{64}$/.test(header)) return false;
  return timingSafeEqual(Buffer.from(header.slice("sha256=".length), "hex"), digest);
}
