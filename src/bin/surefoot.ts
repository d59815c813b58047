/** The command line, and the place where it meets GitHub. */
import { runProcess } from "../cli/run-process.js";
import type { Terminal } from "../cli/terminal.js";

// Loaded where it is asked for: a review on a laptop needs no client for GitHub.
const publish = async (terminal: Terminal): Promise<number> =>
  (await import("../action/publish.js")).publish(terminal);

// Files of their own beside this one, which the bundle of the command leaves out.
const beside = (name: string): Promise<unknown> => import(new URL(name, import.meta.url).href);

void runProcess(process.argv.slice(2), process.env, publish, {
  async serve(role) {
    if (role !== undefined) process.env.ROLE = role;
    // From here on the process is the server's, which logs what it does not catch.
    process.removeAllListeners("uncaughtException");
    await beside("server.js");
  },
  async queue(order, terminal) {
    return ((await beside("queue.js")) as typeof import("./queue.js")).runQueueOrder(order, terminal);
  },
});
