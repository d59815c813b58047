import { setTimeout as pause } from "node:timers/promises";
import { GitHubFailure } from "../../src/github/client/github-failure.js";

/** Something is not as it has to be; the message says what was found. */
export class SmokeFailure extends Error {
  override readonly name = "SmokeFailure";
}

/** Fails with these words unless something holds. */
export function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new SmokeFailure(otherwise);
}

/** Returns the reason of a failure, in one line. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof SmokeFailure) return error.message;
  if (!(error instanceof GitHubFailure)) return error.stack ?? String(error);
  const cause = error.cause as { response?: { data?: { message?: unknown } } } | undefined;
  const sentence = cause?.response?.data?.message;
  return typeof sentence === "string"
    ? `${error.message}: ${sentence.replace(/\s+/g, " ").slice(0, 300)}`
    : error.message;
}

export interface Patience {
  /** milliseconds */
  timeoutMs: number;
  signal: AbortSignal;
}

// GitHub reads from copies that can lag behind what it has just taken, and a deployed App takes its time.
const [FIRST_MS, LONGEST_MS] = [250, 3_000];

/** Looks again and again until there is something; `what` says in the failure what did not come. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null>,
  { timeoutMs, signal }: Patience,
): Promise<T> {
  const until = Date.now() + timeoutMs;
  for (let wait = FIRST_MS; ; wait = Math.min(wait * 2, LONGEST_MS)) {
    if (signal.aborted) throw new SmokeFailure("interrupted");
    const found = await look();
    if (found !== null) return found;
    const left = until - Date.now();
    demand(left > 0, `${what} did not come within ${timeoutMs / 1000} s`);
    await pause(Math.min(wait, left), undefined, { signal }).catch(() => {});
  }
}
