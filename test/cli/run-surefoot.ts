import { Readable, Writable } from "node:stream";
import { type Publish, runCommandLine } from "../../src/cli/command-line.js";

export interface SurefootRun {
  status: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** columns of the terminal that both outputs are; none means pipes */
  terminal?: number;
  /** what standard input brings; "terminal" where it is one */
  stdin?: Iterable<Uint8Array | string> | "terminal";
  /** what `--publish` does; without it there is none */
  publish?: Publish;
}

/** Runs the command line in this process and keeps what it prints. */
export async function runSurefoot(args: string[], options: RunOptions = {}): Promise<SurefootRun> {
  const stdout = collect(options.terminal);
  const stderr = collect(options.terminal);
  const { stdin = [] } = options;
  const terminal = {
    stdin: Object.assign(Readable.from(stdin === "terminal" ? [] : stdin), { isTTY: stdin === "terminal" }),
    stdout: stdout.stream,
    stderr: stderr.stream,
    cwd: options.cwd ?? process.cwd(),
    env: options.env ?? {},
  };
  const status = await runCommandLine(args, terminal, options.publish);
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

function collect(columns: number | undefined) {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  if (columns !== undefined) Object.assign(stream, { isTTY: true, columns });
  return { stream, text: () => chunks.join("") };
}
