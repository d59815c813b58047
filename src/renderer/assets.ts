import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";

/** The folder beside `src/` and `dist/` that holds what is built and committed. A bundle stands in it itself. */
const FOLDER = new URL("../../action/", import.meta.url);

/** What the worker runs. */
export const WORKER_SCRIPT = new URL("render-worker.js", FOLDER);

/** The module that renders, compressed. */
export function readModule(): Readable {
  return createReadStream(new URL("render.wasm.br", FOLDER));
}
