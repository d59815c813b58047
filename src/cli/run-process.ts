import { faultLine, type Publish, runCommandLine } from "./command-line.js";
import type { ServerServices } from "./server-commands.js";
import type { Terminal } from "./terminal.js";

/** Runs the command line as this process, with its streams and with the given environment. */
export async function runProcess(
  args: readonly string[],
  env: Terminal["env"],
  publish: Publish,
  services?: ServerServices,
): Promise<void> {
  const { stdout, stderr } = process;
  // The writer hears of its own failures; without this a reader that has gone would end the process with a stack.
  for (const stream of [stdout, stderr]) stream.on("error", () => {});
  // A stack has many lines, and words of strangers can be in each.
  process.on("uncaughtException", (error) => {
    stderr.write(faultLine(error));
    process.exit(2);
  });
  const terminal = {
    // Opened where it is asked for, as it may be closed.
    get stdin() {
      return process.stdin;
    },
    stdout,
    stderr,
    cwd: process.cwd(),
    env,
  };
  process.exitCode = await runCommandLine(args, terminal, publish, services);
}
