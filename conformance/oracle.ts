/** The Go programs beside this file as running processes: lines of questions in, lines of answers out. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** The outcome of one object: README.md has the words. */
export interface ObjectAnswer {
  index: number;
  apiVersion?: string;
  kind?: string;
  name?: string;
  outcome: "accepted" | "refused" | "unsupported";
  stage?: "read" | "decode" | "strict" | "validate" | "conflict" | "other" | "controller";
  message?: string;
  causes?: { field: string; reason: string; message: string }[];
  strict?: string[];
  lenient?: ObjectAnswer;
  warnings?: string[];
  values?: Record<string, unknown>;
  /** what Argo's controller cannot decode, and leaves out */
  unread?: string;
}

export interface FileAnswer {
  id: number;
  documents: ObjectAnswer[];
  /** the reader stopped there */
  streamError?: string;
}

export class Oracle {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: ((line: string) => void)[] = [];
  #ended: Error | null = null;
  readonly #refusals: ((fault: Error) => void)[] = [];

  constructor(program: string, arguments_: readonly string[] = []) {
    this.#process = spawn(program, arguments_, { stdio: ["pipe", "pipe", "pipe"] });
    this.#process.stderr.pipe(process.stderr);
    createInterface({ input: this.#process.stdout }).on("line", (line) => {
      this.#refusals.shift();
      this.#waiting.shift()?.(line);
    });
    const end = (fault: Error) => {
      this.#ended ??= fault;
      for (const refuse of this.#refusals.splice(0)) refuse(fault);
    };
    this.#process.on("error", end);
    this.#process.on("exit", (code) => end(new Error(`${program} ended with ${code}`)));
  }

  /** The answer to one question; answers come in the order of the questions. */
  async ask<Answer = FileAnswer>(question: object): Promise<Answer> {
    if (this.#ended !== null) throw this.#ended;
    const line = await new Promise<string>((resolve, reject) => {
      this.#waiting.push(resolve);
      this.#refusals.push(reject);
      this.#process.stdin.write(`${JSON.stringify(question)}\n`);
    });
    return { documents: [], ...(JSON.parse(line) as Answer) };
  }

  async close(): Promise<void> {
    if (this.#ended !== null) return;
    this.#process.stdin.end();
    await once(this.#process, "exit");
  }
}
