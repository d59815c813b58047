/** A request to GitHub that failed. The queue tries again what is `retryable`, after `retryAfterMs` where it is known. */
export class GitHubFailure extends Error {
  override readonly name = "GitHubFailure";
  /** HTTP status; null where there was no answer */
  readonly status: number | null;
  /** GraphQL's name for the reason, such as STALE_DATA; null where there is none */
  readonly code: string | null;
  readonly retryable: boolean;
  /** milliseconds that GitHub asks to wait */
  readonly retryAfterMs: number | null;

  constructor(
    message: string,
    details: {
      status?: number | null;
      code?: string | null;
      retryable: boolean;
      retryAfterMs?: number | null;
      cause?: unknown;
    },
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.status = details.status ?? null;
    this.code = details.code ?? null;
    this.retryable = details.retryable;
    this.retryAfterMs = details.retryAfterMs ?? null;
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

/**
 * Asks by GraphQL for something that need not be there: where every error of the answer is at that one root field, the
 * rest of the answer is whole and stands beside the failure.
 */
export async function askGitHubWithOptional<T>(
  doing: string,
  field: string,
  request: () => Promise<T>,
): Promise<{ answer: T; failure: GitHubFailure | null }> {
  try {
    return { answer: await askGitHub(doing, request), failure: null };
  } catch (error) {
    const cause = error instanceof GitHubFailure ? error.cause : null;
    if (!(cause instanceof Error) || !isGraphqlError(cause) || !isJson(cause.data)) throw error;
    if (!cause.errors.every(({ path }) => path?.[0] === field)) throw error;
    return { answer: cause.data as T, failure: error as GitHubFailure };
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

interface RequestErrorLike extends Error {
  status: number;
  response?: { headers: Record<string, string | number | undefined>; data?: unknown };
}

interface GraphqlErrorLike extends Error {
  data: unknown;
  errors: { type?: string; code?: string; message: string; path?: (string | number)[] }[];
  headers: Record<string, string | number | undefined>;
}

function toGitHubFailure(error: unknown, doing: string): unknown {
  if (error instanceof GitHubFailure || !(error instanceof Error)) return error;
  if (isGraphqlError(error)) return fromGraphqlError(error, doing);
  if (isRequestError(error)) return fromRequestError(error, doing);
  return error;
}

function isRequestError(error: Error): error is RequestErrorLike {
  return "status" in error && typeof error.status === "number";
}

function isGraphqlError(error: Error): error is GraphqlErrorLike {
  return error.name === "GraphqlResponseError" && "errors" in error && Array.isArray(error.errors);
}

// GitHub gives a type to what it refuses; a time-out inside ("Something went wrong while executing your query")
// has none.
function fromGraphqlError(error: GraphqlErrorLike, doing: string): GitHubFailure {
  const type = error.errors[0]?.type;
  const rateLimited = isGraphqlRateLimit(error);
  return new GitHubFailure(`${doing}: GraphQL answered ${type ?? "with an error"}`, {
    status: type === "NOT_FOUND" ? 404 : type === "FORBIDDEN" ? 403 : null,
    code: type ?? null,
    retryable: rateLimited || type === undefined || type === "INTERNAL",
    retryAfterMs: rateLimited ? waitFor(error.headers) : null,
    cause: error,
  });
}

// GraphQL refuses with status 200 too: as RATE_LIMITED, or as RATE_LIMIT with a code, and of the secondary limit there is
// a time to wait. How it says so is not documented: https://github.com/github/docs/issues/22607
function isGraphqlRateLimit({ errors, headers }: GraphqlErrorLike): boolean {
  return (
    headers["retry-after"] !== undefined ||
    errors.some(
      ({ type, code }) => type === "RATE_LIMITED" || type === "RATE_LIMIT" || code === "graphql_rate_limit",
    )
  );
}

function fromRequestError(error: RequestErrorLike, doing: string): GitHubFailure {
  const nested = error.cause instanceof GitHubFailure ? error.cause : undefined;
  if (nested !== undefined) return nested;
  const rateLimited = isRateLimited(error);
  const answered = error.response !== undefined;
  return new GitHubFailure(answered ? `${doing}: HTTP ${error.status}` : `${doing}: no answer`, {
    status: answered ? error.status : null,
    retryable: rateLimited || error.status >= 500 || error.status === 408,
    retryAfterMs: rateLimited ? waitAfter(error) : null,
    cause: error,
  });
}

/**
 * Whether GitHub refused a request for its number alone. 403 means either "not allowed" or "too much"; only the
 * headers and the linked page tell them apart.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function isRateLimited(error: unknown): boolean {
  if (!(error instanceof Error) || !isRequestError(error)) return false;
  if (error.status === 429) return true;
  if (error.status !== 403 || error.response === undefined) return false;
  const { headers, data } = error.response;
  if (headers["retry-after"] !== undefined || String(headers["x-ratelimit-remaining"]) === "0") return true;
  const page = (data as { documentation_url?: unknown } | undefined)?.documentation_url;
  return typeof page === "string" && page.includes("rate-limit");
}

/** Milliseconds that GitHub asks to wait after a refusal. */
export function waitAfter(error: unknown): number {
  return waitFor(error instanceof Error && isRequestError(error) ? (error.response?.headers ?? {}) : {});
}

function waitFor(headers: Record<string, string | number | undefined>): number {
  const seconds = Number(headers["retry-after"]);
  if (Number.isFinite(seconds) && seconds > 0) return seconds * 1000;
  const reset = Number(headers["x-ratelimit-reset"]);
  const exhausted = String(headers["x-ratelimit-remaining"]) === "0";
  // One second more: GitHub's clock and ours are not the same.
  if (exhausted && Number.isFinite(reset)) return Math.max(0, reset * 1000 - Date.now()) + 1000;
  return 60_000;
}
