import type { MessagePort } from "node:worker_threads";

/** What a worker starts with. */
export interface WorkerData {
  module: WebAssembly.Module;
  /** where requests come in and answers go out: a line of UTF-8 each */
  port: MessagePort;
  /** one number that grows with every request, so that a worker that waits for one wakes */
  requests: Int32Array;
  outputBytes: number;
  /** what the module's memory may grow to */
  memoryBytes: number;
}

/** What a worker says: once that it waits for requests, then its answers. After an end it does nothing more. */
export type WorkerMessage =
  | { kind: "ready" }
  | { kind: "answer"; line: Uint8Array; memoryBytes: number }
  | { kind: "end"; why: "exit" | "trap" | "output"; text: string };
