import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { WORKER_SCRIPT } from "./assets.js";
import { compileModule } from "./compile-module.js";
import type { RenderLimits } from "./limits.js";
import type { WorkerData, WorkerMessage } from "./worker/protocol.js";

/** Why there is no answer. `fault` is ours or the module's: no limit of the chart's was reached. */
export type FailureReason = "time" | "memory" | "depth" | "input" | "output" | "fault";

/** An answer as the module wrote it, or why there is none. */
export type Reply = { kind: "answer"; line: Uint8Array } | { kind: "failed"; reason: FailureReason };

/** The start is the same whatever is rendered, and no chart's fault. */
const START_MS = 60_000;

/** A module that grew above this is not used again: what it took it never gives back. */
const RETIRE_BYTES = 128 * 1024 * 1024;

/** V8's own limit would end Helm's recursions before Helm does. */
const STACK_MIB = 32;
const HEAP_MIB = 64;

/** One worker with the module in it. It answers one request after the other until the first failure, and is then gone. */
export class Machine {
  #worker: Worker;
  #port: MessagePort;
  #requests: Int32Array;
  #settle: ((reply: Reply | { kind: "ready" }) => void) | null = null;
  #isGone = false;
  #memoryBytes = 0;

  private constructor(
    module: WebAssembly.Module,
    readonly limits: RenderLimits,
  ) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#requests = new Int32Array(new SharedArrayBuffer(4));
    const { outputBytes, memoryBytes } = limits;
    const workerData: WorkerData = {
      module,
      port: port2,
      requests: this.#requests,
      outputBytes,
      memoryBytes,
    };
    this.#worker = new Worker(WORKER_SCRIPT, {
      workerData,
      transferList: [port2],
      argv: [],
      env: {},
      execArgv: [],
      stdin: false,
      stdout: true,
      stderr: true,
      resourceLimits: { stackSizeMb: STACK_MIB, maxOldGenerationSizeMb: HEAP_MIB },
    });
    this.#port.on("message", (message: WorkerMessage) => this.#hear(message));
    this.#worker.on("error", () => void this.#end("fault"));
    this.#worker.on("exit", () => this.#hearLast());
  }

  /** Starts a worker; the module is compiled where this process has not done so. Throws where it does not start. */
  static async start(limits: RenderLimits): Promise<Machine> {
    const machine = new Machine(await compileModule(limits.memoryBytes), limits);
    const started = await machine.#hearFrom(START_MS, () => {});
    if (started.kind !== "ready") throw new Error("the renderer does not start");
    return machine;
  }

  /** Whether it may be asked again. */
  get isFit(): boolean {
    return !this.#isGone && this.#memoryBytes < RETIRE_BYTES;
  }

  /** Whether it was asked and has not answered. */
  get owesAnswer(): boolean {
    return this.#settle !== null;
  }

  /** Asks for one line, within the given time. */
  async ask(line: Uint8Array<ArrayBuffer>, withinMs: number): Promise<Reply> {
    const heard = await this.#hearFrom(withinMs, () => {
      this.#port.postMessage(line, [line.buffer]);
      Atomics.add(this.#requests, 0, 1);
      Atomics.notify(this.#requests, 0);
    });
    return heard.kind === "ready" ? { kind: "failed", reason: "fault" } : heard;
  }

  /** Ends the worker, whatever it is doing. */
  async stop(): Promise<void> {
    await this.#end("fault");
  }

  /** The next that the worker says. One that waits for a request keeps no process alive. */
  async #hearFrom(withinMs: number, ask: () => void): Promise<Reply | { kind: "ready" }> {
    if (this.#isGone) return { kind: "failed", reason: "fault" };
    const timer = setTimeout(() => void this.#end("time"), withinMs);
    this.#worker.ref();
    this.#port.ref();
    try {
      return await new Promise((resolve) => {
        this.#settle = resolve;
        ask();
      });
    } finally {
      clearTimeout(timer);
      this.#worker.unref();
      this.#port.unref();
    }
  }

  #hear(message: WorkerMessage): void {
    if (message.kind === "ready") {
      this.#settleWith(message);
      return;
    }
    if (message.kind === "answer") {
      this.#memoryBytes = message.memoryBytes;
      this.#settleWith({ kind: "answer", line: message.line });
      return;
    }
    void this.#end(message.why === "output" ? "output" : reasonOf(message.text));
  }

  /** A worker's exit can be known before what it said last is delivered. */
  #hearLast(): void {
    if (this.#isGone) return;
    const last = receiveMessageOnPort(this.#port);
    if (last !== undefined) this.#hear(last.message);
    void this.#end("fault");
  }

  async #end(reason: FailureReason): Promise<void> {
    if (this.#isGone) return;
    this.#isGone = true;
    // A module that does not listen ends with its thread, and its memory with it: only then is there room for another.
    await this.#worker.terminate();
    this.#port.close();
    this.#settleWith({ kind: "failed", reason });
  }

  #settleWith(reply: Reply | { kind: "ready" }): void {
    const settle = this.#settle;
    this.#settle = null;
    settle?.(reply);
  }
}

/** What Go's runtime and V8 say at their end. */
function reasonOf(text: string): FailureReason {
  if (/out of memory|cannot allocate memory/i.test(text)) return "memory";
  if (/stack (?:size )?exceed|stack overflow/i.test(text)) return "depth";
  return "fault";
}
