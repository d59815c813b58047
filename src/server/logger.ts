/**
 * The process's log: one line of JSON an event. Nothing that came in a webhook or went to GitHub can get into it, no
 * matter who logs: only fields that are known to be harmless are written, and of an error only its kind and its place.
 * Probot logs whole payloads with its errors and whole request bodies at the level debug.
 */
import { pino } from "pino";
import type { Config } from "./config.js";

type Logger = ReturnType<typeof pino>;

interface LogOptions extends Pick<Config, "logLevel" | "logFormat"> {
  /** values that must not appear, not even inside a message */
  secrets: readonly string[];
  /** where the lines go */
  write(line: string): void;
}

/** The fields that are written; docs/privacy.md tells what each is. */
export const HARMLESS: ReadonlySet<string> = new Set([
  ...["key", "tries", "left", "length", "queued", "outcome", "ms", "err", "signal"],
  ...["delivery", "event", "owner", "repo", "pull", "head", "conclusion", "workloads", "comments", "threads"],
  ...["installationId", "status", "method", "host", "port", "path", "version", "reason", "bytes"],
]);

/** Makes the logger for us and for Probot. */
export function createLogger({ logLevel, logFormat, secrets, write }: LogOptions): Logger {
  const scrub = scrubber(secrets);
  const form = logFormat === "pretty" ? pretty : (line: string) => line;
  return pino(
    {
      level: logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      hooks: {
        logMethod(args, method) {
          method.apply(this, harmless(args as unknown[]) as Parameters<typeof method>);
        },
      },
    },
    { write: (line: string) => write(scrub(form(line))) },
  );
}

// pino takes (fields, message, …), (error, message, …) or (message, …); the rest would fill in %s and %o.
function harmless(args: unknown[]): [object, string] {
  const [first, second] = args;
  if (typeof first === "string") return [{}, first];
  if (first instanceof Error) return [{ err: first }, typeof second === "string" ? second : "Error"];
  const fields = Object.entries((first ?? {}) as object).filter(
    ([name, value]) => HARMLESS.has(name) && (name === "err" || typeof value !== "object"),
  );
  return [Object.fromEntries(fields), typeof second === "string" ? second : ""];
}

interface DescribedError {
  type: string;
  message: string;
  status?: unknown;
  stack?: string[];
  cause?: DescribedError;
  errors?: DescribedError[];
}

// A stack opens with the message, and a message of JSON.parse quotes what it read: only the frames are kept. Our own
// failures name no data, and GitHub's refusal is one fixed sentence; any other message is left out.
function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: "" };
  const described: DescribedError = {
    type: error.name,
    message: trusted(error) ? error.message : refusal(error),
  };
  if ("status" in error && typeof error.status === "number") described.status = error.status;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^ {4}at /.test(line));
  if (!trusted(error)) described.stack = frames.slice(0, 12).map((line) => line.trim());
  if (depth < 2 && error.cause instanceof Error) described.cause = describeError(error.cause, depth + 1);
  if (depth < 2 && error instanceof AggregateError) {
    described.errors = error.errors.slice(0, 3).map((each) => describeError(each, depth + 1));
  }
  return described;
}

function trusted(error: Error): boolean {
  return ["GitHubFailure", "ConfigurationError", "AnalysisFailure", "StoreFailure"].includes(error.name);
}

// "Resource not accessible by integration" tells an operator what is missing.
function refusal(error: Error): string {
  if ("errors" in error && error.name === "GraphqlResponseError") {
    return (error.errors as { type?: string }[]).map(({ type }) => type ?? "untyped").join(", ");
  }
  const data = (error as { response?: { data?: { message?: unknown } } }).response?.data;
  return typeof data?.message === "string" ? data.message.slice(0, 200) : "";
}

/**
 * The second lock: whatever the fields, neither a secret of the process nor what looks like GitHub's tokens, a JSON web
 * token or a key gets out of a line.
 */
export function scrubber(secrets: readonly string[]): (line: string) => string {
  const own = secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]).filter(Boolean);
  return (line) => {
    let clean = line;
    for (const secret of own) clean = clean.replaceAll(secret, "[secret]");
    return clean
      .replace(/\b(gh[a-z]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|v1\.[0-9a-f]{40})\b/g, "[token]")
      .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, "[token]")
      .replace(/-----BEGIN[^-]*-----(?:(?!-----END)[^"])*(-----END[^-]*-----)?/g, "[key]");
  };
}

function pretty(line: string): string {
  const { time, level, msg, name, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const rest = Object.entries(fields).map(([field, value]) => ` ${field}=${JSON.stringify(value)}`);
  return `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${name === undefined ? "" : `${name}: `}${msg}${rest.join("")}\n`;
}
