/** `surefoot queue`: loaded by the command line where it is asked for. */
import type { QueueOrder, Terminal } from "../cli/server-commands.js";
import { readQueue, withDotEnv } from "../server/config.js";
import { openQueueAdmin } from "../store/queue-admin.js";

/** Carries out an order; gives the lines to print. A ConfigurationError or a StoreFailure tells what is in the way. */
export async function runQueueOrder(
  { what, lane }: QueueOrder,
  { env }: Pick<Terminal, "env">,
): Promise<string[]> {
  const { url, prefix } = readQueue(withDotEnv(env, ".env"));
  const admin = await openQueueAdmin(url, prefix);
  try {
    if (what === "replay") return [`${await admin.replay(lane)} queued again`];
    if (what === "drop") return [`${await admin.drop(lane)} forgotten`];
    const { lanes, dead } = await admin.list();
    return [
      `${lanes} with work, ${dead.length} failed for good`,
      ...dead.map(({ lane: of, id, at, reason }) => [new Date(at).toISOString(), of, id, reason].join("\t")),
    ];
  } finally {
    await admin.close();
  }
}
