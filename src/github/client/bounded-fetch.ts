import { GitHubFailure } from "./github-failure.js";

// A folder's texts come in one answer, 512,000 bytes a file at most. 32 MB are 60 files of that size: what is more
// is loaded in smaller pieces.
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

// GitHub itself gives up after 10 s. `fetch` alone would wait for five minutes.
const TIMEOUT_MS = 30_000;

interface FetchBounds {
  maxBytes?: number;
  timeoutMs?: number;
  /** makes the requests; the runtime's own unless told */
  fetch?: typeof fetch;
}

/** Asks the runtime's `fetch` of the moment: an instrument that is loaded later may take the place of the global. */
export const runtimeFetch: typeof fetch = (input, init) => fetch(input, init);

/**
 * `fetch` that neither waits for ever nor takes an answer of any size. It reads the body to its end before it
 * answers: octokit takes a body that breaks off for an empty one, and an empty list of files would be a green check.
 * The answer's `body` is what `readData` makes of it, for `parseSuccessResponseBody: false`.
 */
export function boundedFetch(bounds: FetchBounds = {}): typeof fetch {
  const { maxBytes = MAX_ANSWER_BYTES, timeoutMs = TIMEOUT_MS, fetch: ask = runtimeFetch } = bounds;
  return async (input, init) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    const response = await followWrites(ask, input, { ...init, signal });
    const bytes = response.body === null ? null : await readBody(response.body, maxBytes);
    const { status, statusText, headers, url } = response;
    return Object.defineProperties(new Response(bytes, { status, statusText, headers }), {
      // A rebuilt Response has no address; octokit reports it.
      url: { value: url },
      body: { value: status < 400 ? readData(bytes ?? new Uint8Array(), headers.get("content-type")) : null },
    });
  };
}

/**
 * Reads a body as octokit does: JSON, a text where it is none, bytes of other types. octokit itself searches all of it for
 * integers above 2^53 by a regular expression, of which GitHub's answers have none, and holds the thread of the process meanwhile.
 */
function readData(body: Uint8Array, contentType: string | null): unknown {
  const type =
    /^[^;]*/
      .exec(contentType ?? "")?.[0]
      .trim()
      .toLowerCase() ?? "";
  const isJson = type === "application/json" || type === "application/scim+json";
  if (type !== "" && !isJson && !type.startsWith("text/")) return body;
  const text = new TextDecoder().decode(body);
  if (!isJson) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// Where a repository has another name now, GitHub leads a write there with 307, which is repeated as it is. After a 301
// or 302 `fetch` would read the place instead, and a list of reviews would pass for a review that was posted.
async function followWrites(
  ask: typeof fetch,
  input: Parameters<typeof fetch>[0],
  init: RequestInit,
): Promise<Response> {
  if (init.method === undefined || ["GET", "HEAD"].includes(init.method)) return ask(input, init);
  const response = await ask(input, { ...init, redirect: "manual" });
  if (![301, 302, 303, 307, 308].includes(response.status)) return response;
  const from = new URL(input instanceof Request ? input.url : input);
  const to = new URL(response.headers.get("location") ?? "", from);
  await response.body?.cancel();
  if ([307, 308].includes(response.status) && to.origin === from.origin)
    return ask(to.href, { ...init, redirect: "error" });
  throw new GitHubFailure(`GitHub led a write elsewhere with HTTP ${response.status}`, {
    status: response.status,
    retryable: false,
  });
}

async function readBody(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early cancels the stream.
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) {
      throw new GitHubFailure(`GitHub's answer is larger than ${maxBytes} bytes`, {
        status: 413,
        retryable: false,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
