/** The command line, and the place where it meets GitHub. */
import { runProcess } from "../cli/run-process.js";
import type { Terminal } from "../cli/terminal.js";

// Loaded where it is asked for: a review on a laptop needs no client for GitHub.
const publish = async (terminal: Terminal): Promise<number> =>
  (await import("../action/publish.js")).publish(terminal);

/** Loads a file of its own beside this one, which the bundle of the command leaves out; the bundle is given how. */
const load: (name: string) => Promise<unknown> =
  (import.meta as { beside?: typeof load }).beside ?? ((name) => import(new URL(name, import.meta.url).href));

void runProcess(process.argv.slice(2), process.env, publish, {
  async serve(role) {
    if (role !== undefined) process.env.ROLE = role;
    // From here on the process is the server's, which logs what it does not catch.
    process.removeAllListeners("uncaughtException");
    await load("server.js");
  },
  async queue(order, terminal) {
    return ((await load("queue.js")) as typeof import("./queue.js")).runQueueOrder(order, terminal);
  },
});
