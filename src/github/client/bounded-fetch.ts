import { GitHubFailure } from "./github-failure.js";

// A folder's texts come in one answer, 512,000 bytes a file at most. 32 MB are 60 files of that size: what is more
// is loaded in smaller pieces.
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

// GitHub itself gives up after 10 s. `fetch` alone would wait for five minutes.
const TIMEOUT_MS = 30_000;

export interface FetchBounds {
  maxBytes?: number;
  timeoutMs?: number;
  /** what makes the requests; the runtime's own unless told */
  fetch?: typeof fetch;
}

/**
 * `fetch` that neither waits for ever nor takes an answer of any size. It reads the body to its end before it
 * answers: octokit takes a body that breaks off for an empty one, and an empty list of files would be a green check.
 */
export function boundedFetch(bounds: FetchBounds = {}): typeof fetch {
  const { maxBytes = MAX_ANSWER_BYTES, timeoutMs = TIMEOUT_MS, fetch: ask = fetch } = bounds;
  return async (input, init) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    const response = await ask(input, { ...init, signal });
    if (response.body === null) return response;
    const body = await readBody(response.body, maxBytes);
    const { status, statusText, headers, url } = response;
    // A rebuilt Response has no address; octokit reports it.
    return Object.defineProperty(new Response(body, { status, statusText, headers }), "url", { value: url });
  };
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
