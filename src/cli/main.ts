#!/usr/bin/env node
import { runCommandLine } from "./command-line.js";

// Whoever writes hears of its own failures; without this a reader that has gone would end the process with a stack.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  cwd: process.cwd(),
  env: process.env,
});
