/**
 * `npm run demo`: a GitHub of your own with a pull request that Surefoot has reviewed. Needs neither the network nor an
 * account, writes only into a temporary folder and takes that away at its end.
 */
import { parseArgs } from "node:util";
import { ChangeSetError } from "../src/changeset/change-set-error.js";
import type { Demo } from "./demo/start-demo.js";

const USAGE = `usage: npm run demo
       npm run demo -- --repo PATH [--base REV] [--head REV] [--port PORT]`;

const MAX_PORT = 65_535;

interface Arguments {
  repo?: string | undefined;
  base?: string | undefined;
  head?: string | undefined;
  port?: string | undefined;
  help?: boolean | undefined;
}

async function main(): Promise<void> {
  const { repo, base, head, port, help } = readArguments();
  if (help) return say(USAGE);
  const started = stopOnSignal();
  // A user who asks how it is called, or calls it wrongly, waits for nothing.
  const { startDemo } = await import("./demo/start-demo.js");
  const demo = await startDemo({
    ...(repo === undefined ? {} : { source: { path: repo, base, head } }),
    ...(port === undefined ? {} : { port: Number(port) }),
    write: tell,
  });
  started(demo);
  say(`A pull request is open on a GitHub of your own:\n\n  ${demo.url}\n`);
  if (demo.chart !== null)
    say(`And one of a chart, whose comment stands in the template:\n\n  ${demo.chart.url}\n`);
  await demo.settle();
  say(
    `Open it in a browser. ${repo === undefined ? "Press Commit suggestion there and see the check turn green. " : ""}Write /surefoot help for more. Ctrl-C ends it.`,
  );
}

function readArguments(): Arguments {
  const text = { type: "string" } as const;
  const help = { type: "boolean", short: "h" } as const;
  const { values } = parseArgs({ options: { repo: text, base: text, head: text, port: text, help } });
  if (values.repo === undefined && (values.base ?? values.head) !== undefined)
    throw new TypeError("--base and --head go with --repo");
  if (values.port !== undefined && !(/^\d{1,5}$/.test(values.port) && Number(values.port) <= MAX_PORT))
    throw new TypeError(`--port takes a number from 0 to ${MAX_PORT}`);
  return values;
}

// Tells how to stop once there is something to stop.
function stopOnSignal(): (demo: Demo) => void {
  let demo: Demo | null = null;
  let stopping = false;
  const stop = (): void => {
    // A user who asks twice, or while it starts, does not want to wait; the folder goes with the process.
    if (stopping || demo === null) process.exit(1);
    stopping = true;
    demo.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  // The last one comes when a terminal is closed.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  return (started) => {
    demo = started;
  };
}

// Tells a user who watches the important lines of the App's log.
function tell(line: string): void {
  const { level, msg, head, conclusion, comments, ms } = JSON.parse(line) as Record<string, unknown>;
  if (msg === "Reviewed")
    say(
      `  Surefoot reviewed ${String(head).slice(0, 7)} in ${ms} ms: ${conclusion}, new comments: ${comments}`,
    );
  else if (level === "warn" || level === "error" || level === "fatal") say(`  ${level}: ${msg}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  // The user has to see a wrong word on the command line and a repository that cannot be read; the rest is our bug.
  const isUsage = error instanceof TypeError && !("errors" in error);
  const known = error instanceof ChangeSetError || (error instanceof Error && "code" in error) || isUsage;
  const text = known ? (error as Error).message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`demo: ${text}\n${isUsage ? `${USAGE}\n` : ""}`);
  process.exit(isUsage ? 2 : 1);
});
