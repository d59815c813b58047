/**
 * `npm run smoke`: leads the App through a pull request at GitHub itself, in a repository to try on. Opens one, lets the
 * App review it, pushes what it suggests, and takes everything away again. docs/maintaining.md tells what it needs.
 */
import { randomBytes } from "node:crypto";
import { ConfigurationError, withDotEnv } from "../src/server/config.js";
import { scrubber } from "../src/server/logger.js";
import { reasonOf } from "./smoke/failure.js";
import { readSettings, type Settings, USAGE, UsageError } from "./smoke/settings.js";
import { walk } from "./smoke/walk.js";

async function main(): Promise<number> {
  const settings = tellFaults(() => readSettings(withDotEnv(process.env, ".env"), process.argv.slice(2)));
  if (settings === null) return 2;
  const { privateKey, token } = settings;
  const scrub = scrubber([privateKey, ...(token === null ? [] : [token])]);
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());
  try {
    await walk(settings, randomBytes(4).toString("hex"), {
      say: (line) => process.stdout.write(`ok      ${scrub(line)}\n`),
      warn: (line) => process.stderr.write(`        ${scrub(line)}`),
      signal: interrupted.signal,
    });
    process.stdout.write("passed\n");
    return 0;
  } catch (error) {
    process.stderr.write(`FAILED  ${scrub(reasonOf(error))}\n`);
    return 1;
  }
}

function tellFaults(read: () => Settings): Settings | null {
  try {
    return read();
  } catch (error) {
    const isUsage = error instanceof UsageError;
    if (!isUsage && !(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`smoke: ${error.message}\n${isUsage ? `${USAGE}\n` : ""}`);
    return null;
  }
}

process.exit(await main());
