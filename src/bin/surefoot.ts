/** The command line, and the place where it meets GitHub. */
import { runProcess } from "../cli/run-process.js";
import type { Terminal } from "../cli/terminal.js";

// Loaded where it is asked for: a review on a laptop needs no client for GitHub.
const publish = async (terminal: Terminal): Promise<number> =>
  (await import("../action/publish.js")).publish(terminal);

void runProcess(process.argv.slice(2), process.env, publish);
