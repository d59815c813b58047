// Made by "npm run build:action" from src/renderer/worker/.

// src/renderer/worker/worker.ts
import { receiveMessageOnPort, workerData } from "node:worker_threads";

// src/renderer/worker/wasi.ts
var SUCCESS = 0;
var BAD_FILE = 8;
var NOT_SUPPORTED = 52;
var ILLEGAL_SEEK = 70;
var CHARACTER_DEVICE = 2;
var ALL_RIGHTS = 0xffffffffn;
var REALTIME = 0;
var TODAY = 946684800000000000n;
var TICK = 1000n;
var Exit = class extends Error {
  constructor(code) {
    super(`exit ${code}`);
    this.code = code;
  }
  code;
};
function wasiImports(module2, surroundings) {
  const calls = wasiCalls(surroundings);
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module2)) {
    imports[from] ??= {};
    imports[from][name] = Object.hasOwn(calls, name) ? calls[name] : () => NOT_SUPPORTED;
  }
  return imports;
}
function wasiCalls({ read: read2, write: write2, environment: environment2, memory: memory2 }) {
  const encoder = new TextEncoder();
  const variables = Object.entries(environment2).map(([name, value]) => encoder.encode(`${name}=${value}\0`));
  const program = encoder.encode("render\0");
  let buffer = new ArrayBuffer(0);
  let view = new DataView(buffer);
  let bytes = new Uint8Array(buffer);
  let ticks = 0n;
  function look() {
    if (buffer === memory2().buffer) return;
    buffer = memory2().buffer;
    view = new DataView(buffer);
    bytes = new Uint8Array(buffer);
  }
  function putStrings(strings, pointers, at) {
    look();
    strings.forEach((string, i) => {
      view.setUint32(pointers + 4 * i, at, true);
      bytes.set(string, at);
      at += string.length;
    });
    return SUCCESS;
  }
  function putSizes(strings, count, size) {
    look();
    view.setUint32(count, strings.length, true);
    view.setUint32(
      size,
      strings.reduce((sum, { length }) => sum + length, 0),
      true
    );
    return SUCCESS;
  }
  function pieces(vectors, count) {
    return Array.from({ length: count }, (_, i) => {
      const start = view.getUint32(vectors + 8 * i, true);
      return bytes.subarray(start, start + view.getUint32(vectors + 8 * i + 4, true));
    });
  }
  return {
    args_sizes_get: (count, size) => putSizes([program], count, size),
    args_get: (pointers, at) => putStrings([program], pointers, at),
    environ_sizes_get: (count, size) => putSizes(variables, count, size),
    environ_get: (pointers, at) => putStrings(variables, pointers, at),
    // Time that stands still would have Go divide by none of it. This one passes with every question.
    clock_time_get: (id, _precision, out) => {
      look();
      ticks += TICK;
      view.setBigUint64(out, id === REALTIME ? TODAY : ticks, true);
      return SUCCESS;
    },
    random_get: (at, length) => {
      look();
      bytes.fill(7, at, at + length);
      return SUCCESS;
    },
    sched_yield: () => SUCCESS,
    // Whatever it waits for has come, and the time that it would have waited has passed.
    poll_oneoff: (subscriptions, events, count, out) => {
      look();
      for (let i = 0; i < count; i++) {
        const subscription = subscriptions + 48 * i;
        const event = events + 32 * i;
        const type = view.getUint8(subscription + 8);
        if (type === 0) ticks += view.getBigUint64(subscription + 24, true);
        view.setBigUint64(event, view.getBigUint64(subscription, true), true);
        view.setUint16(event + 8, SUCCESS, true);
        view.setUint8(event + 10, type);
      }
      view.setUint32(out, count, true);
      return SUCCESS;
    },
    fd_fdstat_get: (file, out) => {
      if (file > 2) return BAD_FILE;
      look();
      bytes.fill(0, out, out + 24);
      view.setUint8(out, CHARACTER_DEVICE);
      view.setBigUint64(out + 8, ALL_RIGHTS, true);
      return SUCCESS;
    },
    fd_fdstat_set_flags: () => SUCCESS,
    fd_prestat_get: () => BAD_FILE,
    fd_prestat_dir_name: () => BAD_FILE,
    fd_close: () => BAD_FILE,
    fd_seek: () => ILLEGAL_SEEK,
    fd_read: (file, vectors, count, out) => {
      if (file !== 0) return BAD_FILE;
      look();
      const [piece] = pieces(vectors, count);
      const input2 = piece === void 0 ? new Uint8Array() : read2(piece.length);
      piece?.set(input2);
      view.setUint32(out, input2.length, true);
      return SUCCESS;
    },
    fd_write: (file, vectors, count, out) => {
      if (file !== 1 && file !== 2) return BAD_FILE;
      look();
      let written = 0;
      for (const piece of pieces(vectors, count)) {
        write2(file === 1 ? "stdout" : "stderr", piece);
        written += piece.length;
      }
      view.setUint32(out, written, true);
      return SUCCESS;
    },
    proc_exit: (code) => {
      throw new Exit(code);
    }
  };
}

// src/renderer/worker/worker.ts
var LINE_FEED = 10;
var MAX_STDERR_BYTES = 4096;
var OutputLimit = class extends Error {
};
var { module, port, requests, outputBytes, memoryBytes } = workerData;
var post = (message, transfer = []) => port.postMessage(message, transfer);
var isReady = false;
var input = new Uint8Array();
var answer = [];
var answerBytes = 0;
var complaints = [];
var complaintBytes = 0;
function nextRequest() {
  if (!isReady) post({ kind: "ready" });
  isReady = true;
  for (; ; ) {
    const seen = Atomics.load(requests, 0);
    const received = receiveMessageOnPort(port);
    if (received !== void 0) {
      complaints = [];
      complaintBytes = 0;
      return received.message;
    }
    Atomics.wait(requests, 0, seen);
  }
}
function read(length) {
  if (input.length === 0) input = nextRequest();
  const part = input.subarray(0, length);
  input = input.subarray(part.length);
  return part;
}
function write(stream, bytes) {
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
var environment = { GOMEMLIMIT: String(Math.floor(memoryBytes / 2)) };
var memory;
var instance = new WebAssembly.Instance(
  module,
  wasiImports(module, { read, write, environment, memory: () => memory })
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
