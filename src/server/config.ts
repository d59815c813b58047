/** The environment, read once at start and in this place only. */
import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import type { ProxySettings } from "../github/client/proxy-fetch.js";

/** A fault of the environment that the operator has to mend. Its message never holds a value of a secret. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal"] as const;

export interface Config {
  appId: number;
  /** PEM */
  privateKey: string;
  webhookSecret: string;
  /** where GitHub sends its webhooks */
  webhookPath: string;
  host: string;
  port: number;
  /** where counters for Prometheus are served; null where they are not */
  metricsPort: number | null;
  /** base of the REST API, without a final slash */
  apiUrl: string;
  logLevel: (typeof LOG_LEVELS)[number];
  logFormat: "json" | "pretty";
  /** pull requests reviewed at the same time */
  concurrency: number;
  /** seconds that a change may be worked on, without the requests for it */
  reviewSeconds: number;
  /** MiB that the work on a change may take */
  reviewMemory: number;
  /** look for what was missed, at the start and every so many minutes */
  sweep: boolean;
  sweepMinutes: number;
  /** the store that several processes share; null where this process is the only one */
  queueUrl: string | null;
  /** begins the names of all that is kept there */
  queuePrefix: string;
  /** whether this process takes webhooks, does the work, or both */
  role: "web" | "worker" | "all";
  /** the proxies that requests to GitHub go through */
  proxy: ProxySettings;
  /** where people reach this process, without a final slash; null where they do not */
  publicUrl: string | null;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a configuration; a ConfigurationError names everything that is wrong at once. */
export function readConfig(env: Environment): Config {
  const faults: string[] = [];
  const take = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      faults.push(error.message);
      return undefined as T;
    }
  };
  const production = env.NODE_ENV === "production";
  const config: Config = {
    appId: take(() => number(env, "APP_ID", 1, Number.MAX_SAFE_INTEGER)),
    privateKey: take(() => privateKey(env)),
    webhookSecret: take(() => required(env, "WEBHOOK_SECRET")),
    webhookPath: take(() => webhookPath(env)),
    // A container is reached from outside only on all addresses; a laptop should be reached by itself alone.
    host: env.HOST || (production ? "0.0.0.0" : "localhost"),
    port: take(() => number(env, "PORT", 0, 65_535, 3000)),
    metricsPort: env.METRICS_PORT?.trim() ? take(() => number(env, "METRICS_PORT", 0, 65_535)) : null,
    apiUrl: take(() => apiUrl(env)),
    logLevel: take(() => oneOf(env, "LOG_LEVEL", LOG_LEVELS, "info")),
    logFormat: take(() =>
      oneOf(env, "LOG_FORMAT", ["json", "pretty"] as const, production ? "json" : "pretty"),
    ),
    concurrency: take(() => number(env, "CONCURRENCY", 1, 100, 4)),
    reviewSeconds: take(() => number(env, "REVIEW_SECONDS", 1, 3_600, 60)),
    reviewMemory: take(() => number(env, "REVIEW_MEMORY", 64, 65_536, 256)),
    sweep: take(() => oneOf(env, "SWEEP", ["on", "off"] as const, "on")) === "on",
    sweepMinutes: take(() => number(env, "SWEEP_MINUTES", 1, 1_440, 5)),
    queueUrl: take(() => queueUrl(env)),
    queuePrefix: take(() => queuePrefix(env)),
    role: take(() => oneOf(env, "ROLE", ["web", "worker", "all"] as const, "all")),
    proxy: {
      http: take(() => proxyUrl("HTTP_PROXY", env.http_proxy ?? env.HTTP_PROXY)),
      https: take(() => proxyUrl("HTTPS_PROXY", env.https_proxy ?? env.HTTPS_PROXY)),
      direct: (env.no_proxy ?? env.NO_PROXY)?.trim() || null,
    },
    publicUrl: take(() => publicUrl(env)),
  };
  if (faults.length > 0) throw new ConfigurationError(faults.join("; "));
  return config;
}

/** Reads where the queue is that several processes share; a ConfigurationError where none is named. */
export function readQueue(env: Environment): { url: string; prefix: string } {
  const url = queueUrl(env);
  if (url === null) throw new ConfigurationError("QUEUE_URL is missing");
  return { url, prefix: queuePrefix(env) };
}

/**
 * The environment with a `.env` file beneath it: in development only, and never over what is really set. Probot's own
 * reader lets the file win.
 */
export function withDotEnv(env: Environment, path: string): Environment {
  if (env.NODE_ENV === "production") return env;
  try {
    return { ...parseEnv(readFileSync(path, "utf8")), ...env };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return env;
    throw new ConfigurationError(".env cannot be read");
  }
}

function required(env: Environment, name: string): string {
  const value = env[name]?.trim();
  if (value) return value;
  throw new ConfigurationError(`${name} is missing`);
}

function number(env: Environment, name: string, least: number, most: number, otherwise?: number): number {
  if (otherwise !== undefined && !env[name]?.trim()) return otherwise;
  const value = required(env, name);
  const parsed = Number(value);
  if (/^\d+$/.test(value) && parsed >= least && parsed <= most) return parsed;
  throw new ConfigurationError(`${name} must be a whole number of at least ${least}`);
}

function oneOf<T extends string>(env: Environment, name: string, allowed: readonly T[], otherwise: T): T {
  const value = env[name]?.trim() || otherwise;
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  throw new ConfigurationError(`${name} must be one of ${allowed.join(", ")}`);
}

function webhookPath(env: Environment): string {
  const path = env.WEBHOOK_PATH?.trim() || "/api/github/webhooks";
  if (/^\/[\w./-]+$/.test(path)) return path.replace(/\/+$/, "");
  throw new ConfigurationError("WEBHOOK_PATH must be a path such as /api/github/webhooks");
}

// A GitHub Enterprise Server has its REST API under /api/v3; octokit finds GraphQL from there.
function apiUrl(env: Environment): string {
  const host = env.GHE_HOST?.trim();
  if (!host) return "https://api.github.com";
  const protocol = oneOf(env, "GHE_PROTOCOL", ["https", "http"], "https");
  if (!/^[\w.-]+(:\d+)?$/.test(host))
    throw new ConfigurationError("GHE_HOST must be a host name, without https://");
  return `${protocol}://${host}/api/v3`;
}

// By convention the small letters come first. The message holds nothing of the URL: it may have a password.
function proxyUrl(name: string, value: string | undefined): string | null {
  const url = value?.trim();
  if (!url) return null;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new ConfigurationError(`${name} must be a URL such as http://proxy.example.com:3128`);
}

// The message holds nothing of the URL: it may have a password.
function queueUrl(env: Environment): string | null {
  const url = env.QUEUE_URL?.trim();
  if (!url) return null;
  if (URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol)) return url;
  throw new ConfigurationError("QUEUE_URL must be a URL such as redis://redis.example.com:6379");
}

function queuePrefix(env: Environment): string {
  const prefix = env.QUEUE_PREFIX?.trim() || "surefoot";
  if (/^[\w.-]+$/.test(prefix)) return prefix;
  throw new ConfigurationError("QUEUE_PREFIX must be letters, digits, points, hyphens and underscores");
}

function publicUrl(env: Environment): string | null {
  const value = env.PUBLIC_URL?.trim();
  if (!value) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && !/[?#@]/.test(value))
    return value.replace(/\/+$/, "");
  throw new ConfigurationError("PUBLIC_URL must be a URL such as https://surefoot.example.com");
}

// As PEM, as PEM in one line with \n written out, or in base64: what one line of an environment file can hold.
function privateKey(env: Environment): string {
  const path = env.PRIVATE_KEY_PATH?.trim();
  const value = env.PRIVATE_KEY?.trim() || (path ? readKeyFile(path) : undefined);
  if (!value) throw new ConfigurationError("PRIVATE_KEY (or PRIVATE_KEY_PATH) is missing");
  const text = value.includes("-----BEGIN") ? value : Buffer.from(value, "base64").toString("utf8");
  const pem = text.replaceAll("\\n", "\n");
  try {
    createPrivateKey(pem);
    return pem;
  } catch {
    throw new ConfigurationError("PRIVATE_KEY is not a private key in PEM form");
  }
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    throw new ConfigurationError(`PRIVATE_KEY_PATH: ${path} cannot be read`);
  }
}
