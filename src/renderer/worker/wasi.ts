/**
 * The calls of WASI that a Go program makes, answered out of nothing but two streams: there are no files and no sockets, the
 * clock tells how often it was asked, and chance always says the same. A call that is not here answers "not supported".
 * https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md
 */

const SUCCESS = 0;
const BAD_FILE = 8;
const NOT_SUPPORTED = 52;
const ILLEGAL_SEEK = 70;

const CHARACTER_DEVICE = 2;
const ALL_RIGHTS = 0xffff_ffffn;
const REALTIME = 0;
/** 2000-01-01T00:00:00Z, in nanoseconds */
const TODAY = 946_684_800_000_000_000n;
const TICK = 1_000n;

/** How a program ended that did not return. */
export class Exit extends Error {
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}

/** The streams and the environment of a program. */
export interface Surroundings {
  /** waits for input; at most `length` bytes, none at the end */
  read(length: number): Uint8Array;
  /** takes output, which is valid during the call alone */
  write(stream: "stdout" | "stderr", bytes: Uint8Array): void;
  environment: Readonly<Record<string, string>>;
  memory(): WebAssembly.Memory;
}

type Call = (...values: (number & bigint)[]) => number;

/** The imports of a module, one function for each that it asks for. */
export function wasiImports(
  module: WebAssembly.Module,
  surroundings: Surroundings,
): Record<string, Record<string, Call>> {
  const calls = wasiCalls(surroundings);
  const imports: Record<string, Record<string, Call>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = Object.hasOwn(calls, name) ? calls[name]! : () => NOT_SUPPORTED;
  }
  return imports;
}

function wasiCalls({ read, write, environment, memory }: Surroundings): Record<string, Call> {
  const encoder = new TextEncoder();
  const variables = Object.entries(environment).map(([name, value]) => encoder.encode(`${name}=${value}\0`));
  const program = encoder.encode("render\0");
  let buffer = new ArrayBuffer(0);
  let view = new DataView(buffer);
  let bytes = new Uint8Array(buffer);
  let ticks = 0n;

  /** The memory is another buffer after it grew. */
  function look(): void {
    if (buffer === memory().buffer) return;
    buffer = memory().buffer;
    view = new DataView(buffer);
    bytes = new Uint8Array(buffer);
  }

  function putStrings(strings: readonly Uint8Array[], pointers: number, at: number): number {
    look();
    strings.forEach((string, i) => {
      view.setUint32(pointers + 4 * i, at, true);
      bytes.set(string, at);
      at += string.length;
    });
    return SUCCESS;
  }

  function putSizes(strings: readonly Uint8Array[], count: number, size: number): number {
    look();
    view.setUint32(count, strings.length, true);
    view.setUint32(
      size,
      strings.reduce((sum, { length }) => sum + length, 0),
      true,
    );
    return SUCCESS;
  }

  /** The pieces of memory that a list of vectors names. */
  function pieces(vectors: number, count: number): Uint8Array[] {
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
      const input = piece === undefined ? new Uint8Array() : read(piece.length);
      piece?.set(input);
      view.setUint32(out, input.length, true);
      return SUCCESS;
    },
    fd_write: (file, vectors, count, out) => {
      if (file !== 1 && file !== 2) return BAD_FILE;
      look();
      let written = 0;
      for (const piece of pieces(vectors, count)) {
        write(file === 1 ? "stdout" : "stderr", piece);
        written += piece.length;
      }
      view.setUint32(out, written, true);
      return SUCCESS;
    },
    proc_exit: (code) => {
      throw new Exit(code);
    },
  };
}
