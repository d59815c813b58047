import { faultWords, type GraphqlErrorNode, type GraphqlFault, readFaults } from "./graphql-faults.js";
import {
  type Headers,
  isRateLimited,
  isRequestError,
  limitWords,
  type RequestErrorLike,
  waitAfter,
  waitFor,
} from "./rate-limits.js";
import { reasonIn } from "./refusal-reasons.js";

/** A request to GitHub that failed. The queue tries again what is `retryable`, after `retryAfterMs` where it is known. */
export class GitHubFailure extends Error {
  override readonly name = "GitHubFailure";
  /** HTTP status, or what a GraphQL answer comes to; null where there was no answer */
  readonly status: number | null;
  /** GraphQL's name for the reason, such as STALE_DATA; null where there is none */
  readonly code: string | null;
  readonly retryable: boolean;
  /** milliseconds that GitHub asks to wait: a limit on requests is reached */
  readonly retryAfterMs: number | null;
  /** GraphQL's errors about the parts of its answer; empty for REST */
  readonly faults: readonly GraphqlFault[];

  constructor(
    message: string,
    details: {
      status?: number | null;
      code?: string | null;
      retryable: boolean;
      retryAfterMs?: number | null;
      faults?: readonly GraphqlFault[];
      cause?: unknown;
    },
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.status = details.status ?? null;
    this.code = details.code ?? null;
    this.retryable = details.retryable;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.faults = details.faults ?? [];
  }
}

/** Does something at GitHub; a failure of GitHub's comes out as GitHubFailure, anything else as it is. */
export async function askGitHub<T>(doing: string, request: () => Promise<T>): Promise<T> {
  let answer: T;
  try {
    answer = await request();
  } catch (error) {
    throw toGitHubFailure(error, doing);
  }
  if (isJson(answer)) return answer;
  throw new GitHubFailure(`${doing}: the answer is not JSON`, { retryable: true });
}

/** An answer of GraphQL's, and what it says of the parts that it lacks. */
export interface PartialAnswer<T> {
  answer: T;
  lacking: GraphqlFault[];
}

/**
 * Asks by GraphQL for something of which parts need not be there. Where the answer has errors at other parts too, it
 * fails for those alone. A limit on requests is never lacked: all that follows would meet it too.
 */
export async function askGitHubForParts<T>(
  doing: string,
  mayLack: (fault: GraphqlFault) => boolean,
  request: () => Promise<T>,
): Promise<PartialAnswer<T>> {
  try {
    return { answer: await askGitHub(doing, request), lacking: [] };
  } catch (error) {
    const cause = error instanceof GitHubFailure ? error.cause : null;
    if (!(cause instanceof Error) || !isGraphqlError(cause) || !isJson(cause.data)) throw error;
    const { faults } = error as GitHubFailure;
    const needed = faults.filter((fault) => fault.kind === "limit" || !mayLack(fault));
    if (needed.length > 0) throw failureOf(doing, needed, cause);
    return { answer: cause.data as T, lacking: [...faults] };
  }
}

// octokit hands on what it cannot parse as a string, or, from GraphQL, as undefined. A missing list of files must
// never be read as an empty one.
function isJson(answer: unknown): boolean {
  if (typeof answer !== "object" || answer === null) return false;
  return (
    !("data" in answer && "status" in answer) || typeof answer.data !== "string" || answer.status === 204
  );
}

interface GraphqlErrorLike extends Error {
  data: unknown;
  errors: GraphqlErrorNode[];
  headers: Headers;
}

function toGitHubFailure(error: unknown, doing: string): unknown {
  if (error instanceof GitHubFailure || !(error instanceof Error)) return error;
  if (isGraphqlError(error)) return fromGraphqlError(error, doing);
  if (isRequestError(error)) return fromRequestError(error, doing);
  return error;
}

function isGraphqlError(error: Error): error is GraphqlErrorLike {
  return error.name === "GraphqlResponseError" && "errors" in error && Array.isArray(error.errors);
}

function fromGraphqlError(error: GraphqlErrorLike, doing: string): GitHubFailure {
  const faults = readFaults(error.errors);
  // The secondary limit gives a time to wait, whatever the error's type is.
  const isLimit = error.headers["retry-after"] !== undefined;
  return failureOf(
    doing,
    faults.map((fault) => (isLimit ? { ...fault, kind: "limit" } : fault)),
    error,
  );
}

/** The failure that some faults of an answer come to, `cause` being the answer's own error. */
export function failureOf(doing: string, faults: readonly GraphqlFault[], cause?: unknown): GitHubFailure {
  const has = (kind: GraphqlFault["kind"]): boolean => faults.some((fault) => fault.kind === kind);
  const all = (kind: GraphqlFault["kind"]): boolean => faults.every((fault) => fault.kind === kind);
  const code = faults[0]?.type ?? null;
  if (has("limit")) {
    const headers = cause instanceof Error && isGraphqlError(cause) ? cause.headers : {};
    const retryAfterMs = waitFor(headers);
    return new GitHubFailure(`${doing}: ${limitWords(retryAfterMs)}`, {
      ...{ status: 429, code, faults, retryable: true, retryAfterMs, cause },
    });
  }
  return new GitHubFailure(`${doing}: GraphQL answered ${faultWords(faults)}`, {
    status: has("forbidden") ? 403 : all("missing") ? 404 : null,
    ...{ code, faults, retryable: all("passing"), cause },
  });
}

function fromRequestError(error: RequestErrorLike, doing: string): GitHubFailure {
  const nested = error.cause instanceof GitHubFailure ? error.cause : undefined;
  if (nested !== undefined) return nested;
  const rateLimited = isRateLimited(error);
  const answered = error.response !== undefined;
  const retryAfterMs = rateLimited ? waitAfter(error) : null;
  const words = answered ? `HTTP ${error.status}${reasonOf(error)}` : "no answer";
  return new GitHubFailure(`${doing}: ${retryAfterMs === null ? words : limitWords(retryAfterMs)}`, {
    status: answered ? error.status : null,
    retryable: rateLimited || error.status >= 500 || error.status === 408,
    retryAfterMs,
    cause: error,
  });
}

function reasonOf({ response }: RequestErrorLike): string {
  const reason = reasonIn((response?.data as { message?: unknown } | undefined)?.message);
  return reason === null ? "" : `: ${reason}`;
}
