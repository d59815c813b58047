#!/usr/bin/env node
/** The process: environment in, signals handled, exit status out. */
import { ConfigurationError, readConfig, withDotEnv } from "../server/config.js";
import { type RunningServer, startServer } from "../server/start.js";

// Kubernetes kills after 30 s unless told otherwise; a running review has 25 of them.
const STOP_MS = 25_000;

async function main(): Promise<void> {
  const config = readConfig(withDotEnv(process.env, ".env"));
  const server = await startServer(config, {
    write: (line) => process.stdout.write(line),
    worker: {
      program: new URL("worker.js", import.meta.url),
      renderer: new URL("renderer.js", import.meta.url),
      timeoutMs: config.reviewSeconds * 1_000,
      memoryMiB: config.reviewMemory,
    },
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop(server, signal));
  // A bug in one job must not take the others with it; what is really broken shows in the log.
  process.on("uncaughtException", (error) => {
    server.log.fatal({ err: error }, "Uncaught exception");
    process.exit(1);
  });
  process.on("unhandledRejection", (error) => server.log.error({ err: error }, "Unhandled rejection"));
}

async function stop(server: RunningServer, signal: NodeJS.Signals): Promise<void> {
  server.log.info({ signal }, "Stopping");
  const left = await server.stop(STOP_MS);
  server.log.info({ left }, "Stopped");
  process.exit(0);
}

main().catch((error: unknown) => {
  // A port that is taken and a missing variable are for the operator, in one line; anything else is our bug.
  const known = error instanceof ConfigurationError || (error instanceof Error && "code" in error);
  const text = known
    ? (error as Error).message
    : error instanceof Error
      ? (error.stack ?? "")
      : String(error);
  process.stderr.write(`surefoot: ${text}\n`);
  process.exit(1);
});
