/** A thread that fails in every way that one can, by the name of the job. */
import { parentPort } from "node:worker_threads";

const DO = {
  explain: () => parentPort.postMessage({ kind: "done", result: "still here" }),
  fixablePaths: () => {},
  // A part of it can be done.
  review: ({ share }) => share && parentPort.postMessage({ kind: "done", result: `${share} of it` }),
  waive: () => {
    for (const all = []; ; ) all.push(new Array(100_000).fill(all.length));
  },
  fix: ({ trailers }) => {
    if (trailers === null) throw new TypeError("not caught");
    process.exit(0);
  },
};

parentPort.on("message", ({ name, input }) => DO[name](input));
