#!/usr/bin/env node
/** The command line's process, and the place where it meets GitHub. */
import { keepCompiledCode } from "../cli/compile-cache.js";
import type { Terminal } from "../cli/terminal.js";

keepCompiledCode(process.env);
// Loaded after that, so that it is kept.
const { runProcess } = await import("../cli/run-process.js");

// Loaded where it is asked for: a review on a laptop needs no client for GitHub.
const publish = async (terminal: Terminal): Promise<number> =>
  (await import("../action/publish.js")).publish(terminal);

await runProcess(process.argv.slice(2), process.env, publish);
