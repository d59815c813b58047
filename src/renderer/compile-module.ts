import { Readable } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createBrotliDecompress } from "node:zlib";
import { readModule } from "./assets.js";
import { withMemoryMaximum } from "./memory-maximum.js";

/** Of the module at a time: as a whole, with the copies that are made on the way, it would be garbage of several times its size. */
const PIECE_BYTES = 256 * 1024;

/**
 * V8 runs a function's quickly made code at first, and optimises it once it has run for long, by default after 1.8 million
 * units of work (wasm_tiering_budget in V8's src/flags/flag-definitions.h). Go's module is large: it would spend most of its
 * first renderings on optimising code that hardly runs. `npm run bench -- --rendering` tells what they take.
 */
const TIERING_BUDGET = 600_000_000;

/** Node has it, and its types do not. */
type StreamingWebAssembly = typeof WebAssembly & {
  compileStreaming(source: Response): Promise<WebAssembly.Module>;
};

const compiled = new Map<number, Promise<WebAssembly.Module>>();

let made: typeof compile = compile;

/** Has modules come from another thread in place of being compiled in this one: one serves all threads of a process. */
export function takeModulesFrom(elsewhere: (memoryBytes: number) => Promise<WebAssembly.Module>): void {
  made = elsewhere;
}

/** The module that renders, compiled once a process for each maximum of its memory, and not before it is asked for. */
export function compileModule(memoryBytes: number): Promise<WebAssembly.Module> {
  const known = compiled.get(memoryBytes);
  if (known !== undefined) return known;
  const module = made(memoryBytes);
  compiled.set(memoryBytes, module);
  module.catch(() => compiled.delete(memoryBytes));
  return module;
}

/** V8 compiles what has come in, in threads of its own, while the rest is decompressed. */
async function compile(memoryBytes: number): Promise<WebAssembly.Module> {
  setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`);
  const decompressed = createBrotliDecompress({ chunkSize: PIECE_BYTES });
  const compressed = readModule();
  compressed.once("error", (error) => decompressed.destroy(error));
  const pieces = Readable.from(withMemoryMaximum(compressed.pipe(decompressed), memoryBytes));
  const body = Readable.toWeb(pieces) as unknown as ReadableStream<Uint8Array>;
  const headers = { "content-type": "application/wasm" };
  const module = await (WebAssembly as StreamingWebAssembly).compileStreaming(
    new Response(body, { headers }),
  );
  await collectPieces();
  return module;
}

/**
 * The pieces, and what V8 made of them on the way, are 64 MB of garbage beside a heap that hardly grows: V8 sees no reason to
 * collect it, and it counts against the process for as long as that lives (Node 20.20).
 */
async function collectPieces(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  // What the stream and the promise of the compilation hold is let go of in turns of their own.
  await new Promise(setImmediate);
  collect();
}

/** How often the module was compiled: 0 in a process that has rendered nothing. */
export function compiledModules(): number {
  return compiled.size;
}
