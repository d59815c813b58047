import type { Writable } from "node:stream";
import { CommandError } from "./command-error.js";

/** Where a command reads its surroundings from and writes to. */
export interface Terminal {
  readonly stdin: AsyncIterable<Uint8Array | string> & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean; columns?: number };
  stderr: Writable & { isTTY?: boolean };
  cwd: string;
  env: Record<string, string | undefined>;
}

/** Whether to write in colour: on a terminal that has any, unless the user asked for none (https://no-color.org). */
export function wantsColour({ stdout, env }: Terminal): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== "0";
  return stdout.isTTY === true && env.TERM !== "dumb";
}

/** Writes everything before it resolves. A reader that has gone (`| head`) is no fault. */
export function writeAll(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: NodeJS.ErrnoException | null) => {
      if (!error || error.code === "EPIPE") resolve();
      else reject(new CommandError(`the output could not be written (${error.code}); write it elsewhere`));
    };
    // Stays after the write: a broken pipe can be reported once more, later.
    stream.on("error", settle);
    stream.write(text, settle);
  });
}
