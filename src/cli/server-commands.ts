/** The commands of whoever runs the App. They are loaded where they are asked for: a review on a laptop needs no server. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { CommandError } from "./command-error.js";
import { plain } from "./plain-text.js";
import { type Terminal, writeAll } from "./terminal.js";

export type { Terminal };

export const ROLES = ["web", "worker", "all"] as const;

/** What to do with the shared queue; a lane of null is all of them. */
export interface QueueOrder {
  what: "ls" | "replay" | "drop";
  lane: string | null;
}

/** What the server's commands do. */
export interface ServerServices {
  /** Starts the App's process; it goes on until it is told to stop. */
  serve(role: (typeof ROLES)[number] | undefined): Promise<void>;
  /** Carries out an order; gives the lines to print. */
  queue(order: QueueOrder, terminal: Terminal): Promise<string[]>;
}

const QUEUE_HELP = `
The queue is that of QUEUE_URL. A process without one keeps its queue to itself, and its log names what failed.

Exit status:
  0  it was done
  2  it could not be; one line on stderr says why

Examples:
  surefoot queue ls
  surefoot queue replay octo/shop#7
  surefoot queue drop --all`;

/** Adds `serve` and `queue`. */
export function addServerCommands(program: Command, terminal: Terminal, services: ServerServices): void {
  program
    .command("serve")
    .description("Runs the GitHub App; docs/operating.md names its variables.")
    .addOption(
      new Option("--role <role>", "take webhooks, do the work, or both (default: ROLE, or all)").choices(
        ROLES,
      ),
    )
    .action(({ role }: { role?: (typeof ROLES)[number] }) => services.serve(role));
  const queue = program
    .command("queue")
    .description(
      "Shows what failed for good in the queue that several processes share, and has it done again.",
    )
    .addHelpText("after", QUEUE_HELP)
    .allowExcessArguments()
    .action(() => {
      throw new CommandError("name what to do, ls, replay or drop; surefoot queue --help tells more");
    });
  const run = async (order: QueueOrder): Promise<void> => {
    const lines = await services.queue(order, terminal).catch((error: unknown) => {
      throw isOperators(error) ? new CommandError(error.message) : error;
    });
    await writeAll(
      terminal.stdout,
      lines.map((line) => `${line.split("\t").map(plain).join("\t")}\n`).join(""),
    );
  };
  queue
    .command("ls")
    .description("Counts what has work, and lists what failed for good: when, of what, and why.")
    .action(() => run({ what: "ls", lane: null }));
  for (const [what, does] of [
    ["replay", "Queues what failed for good again."],
    ["drop", "Forgets what failed for good."],
  ] as const)
    queue
      .command(what)
      .description(does)
      .argument("[lane]", "a pull request as ls names it, such as octo/shop#7", nonEmpty)
      .option("--all", "all of them")
      .action((lane: string | undefined, { all = false }: { all?: boolean }) => {
        if ((lane === undefined) !== all) throw new CommandError("name one, or say --all");
        return run({ what, lane: lane ?? null });
      });
}

function nonEmpty(value: string): string {
  if (value.trim() === "") throw new InvalidArgumentError("it is empty");
  return value;
}

// Faults that the operator mends, and whose messages hold no secret.
function isOperators(error: unknown): error is Error {
  return error instanceof Error && ["ConfigurationError", "StoreFailure"].includes(error.name);
}
