/** The settings of a smoke test: the environment and the command line, read once. */
import { parseArgs } from "node:util";
import { type Config, ConfigurationError, type Environment, readConfig } from "../../src/server/config.js";

export interface Settings extends Pick<Config, "appId" | "privateKey" | "apiUrl"> {
  repository: { owner: string; repo: string };
  /** pushes and opens the pull request in place of the App, which then need not write contents */
  token: string | null;
  /** the review is another process's; this one only watches */
  deployed: boolean;
  /** leaves the pull request open and its branch there */
  keep: boolean;
  /** milliseconds to wait for each thing that has to come */
  timeoutMs: number;
}

export const USAGE = "usage: npm run smoke [-- [--deployed] [--keep] [--timeout SECONDS]]";

/** A word on the command line that means nothing here. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Reads settings. A ConfigurationError names everything that the environment lacks; it never holds a secret. */
export function readSettings(env: Environment, args: readonly string[]): Settings {
  const options = readOptions(args);
  const faults: string[] = [];
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(env.SMOKE_REPOSITORY?.trim() ?? "") ?? [];
  if (owner === undefined || repo === undefined)
    faults.push(
      env.SMOKE_REPOSITORY?.trim()
        ? "SMOKE_REPOSITORY must be owner/name"
        : "SMOKE_REPOSITORY is missing: owner/name of a repository to try on",
    );
  const config = credentials(env, faults);
  if (config === null || owner === undefined || repo === undefined)
    throw new ConfigurationError(faults.join("; "));
  const { appId, privateKey, apiUrl } = config;
  const token = env.SMOKE_TOKEN?.trim() || null;
  return { ...options, appId, privateKey, apiUrl, repository: { owner, repo }, token };
}

// The App's own reader. No webhook comes in here, so there is no secret to check one with.
function credentials(env: Environment, faults: string[]): Config | null {
  try {
    return readConfig({ ...env, WEBHOOK_SECRET: "none" });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    faults.push(error.message);
    return null;
  }
}

// GitHub itself shows within seconds what it has taken; a deployed App may have to begin first.
const [HERE_SECONDS, DEPLOYED_SECONDS] = ["30", "120"];

function readOptions(args: readonly string[]): Pick<Settings, "deployed" | "keep" | "timeoutMs"> {
  const yes = { type: "boolean", default: false } as const;
  const timeout = { type: "string" } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: { deployed: yes, keep: yes, timeout } });
    const { deployed, keep, timeout: seconds = deployed ? DEPLOYED_SECONDS : HERE_SECONDS } = values;
    if (!/^[1-9]\d{0,4}$/.test(seconds)) throw new UsageError("--timeout takes whole seconds");
    return { deployed, keep, timeoutMs: Number(seconds) * 1000 };
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}
