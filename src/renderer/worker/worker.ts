/**
 * The worker's whole program: it runs the module, which waits for a line, answers it, and waits again. It is a file of its
 * own, action/render-worker.js, and nothing of the program beside it can be reached from here but one port.
 */
import { receiveMessageOnPort, workerData } from "node:worker_threads";
import type { WorkerData, WorkerMessage } from "./protocol.js";
import { Exit, wasiImports } from "./wasi.js";

const LINE_FEED = 10;
const MAX_STDERR_BYTES = 4096;

class OutputLimit extends Error {}

const { module, port, requests, outputBytes, memoryBytes } = workerData as WorkerData;
const post = (message: WorkerMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

let isReady = false;
let input: Uint8Array = new Uint8Array();
let answer: Uint8Array[] = [];
let answerBytes = 0;
let complaints: Uint8Array[] = [];
let complaintBytes = 0;

/** Sleeps until a request is there. The count is read before the port is: what comes in between wakes it at once. */
function nextRequest(): Uint8Array {
  if (!isReady) post({ kind: "ready" });
  isReady = true;
  for (;;) {
    const seen = Atomics.load(requests, 0);
    const received = receiveMessageOnPort(port);
    if (received !== undefined) {
      // kustomize warns of old fields here. That must leave room for how a later request ended.
      complaints = [];
      complaintBytes = 0;
      return received.message as Uint8Array;
    }
    Atomics.wait(requests, 0, seen);
  }
}

function read(length: number): Uint8Array {
  if (input.length === 0) input = nextRequest();
  const part = input.subarray(0, length);
  input = input.subarray(part.length);
  return part;
}

function write(stream: "stdout" | "stderr", bytes: Uint8Array): void {
  if (stream === "stderr") {
    const part = bytes.slice(0, MAX_STDERR_BYTES - complaintBytes);
    complaintBytes += part.length;
    complaints.push(part);
    return;
  }
  answerBytes += bytes.length;
  if (answerBytes > outputBytes) throw new OutputLimit();
  answer.push(bytes.slice());
  if (bytes.at(-1) !== LINE_FEED) return;
  const line = new Uint8Array(answerBytes);
  let at = 0;
  for (const part of answer) {
    line.set(part, at);
    at += part.length;
  }
  answer = [];
  answerBytes = 0;
  post({ kind: "answer", line, memoryBytes: memory.buffer.byteLength }, [line.buffer]);
}

// The module collects between requests; within one it does so above this.
const environment = { GOMEMLIMIT: String(Math.floor(memoryBytes / 2)) };
let memory: WebAssembly.Memory;
const instance = new WebAssembly.Instance(
  module,
  wasiImports(module, { read, write, environment, memory: () => memory }),
);
memory = instance.exports.memory;

try {
  instance.exports._start();
  post({ kind: "end", why: "exit", text: "" });
} catch (error) {
  const why = error instanceof OutputLimit ? "output" : error instanceof Exit ? "exit" : "trap";
  const text = Buffer.concat(complaints).toString("utf8");
  post({ kind: "end", why, text: text || (error instanceof Error ? error.message : "") });
}
