/** A thread that fails in the middle of a change, in the way that the head's only file is named for. */
import { parentPort } from "node:worker_threads";

const DO = {
  // What it renders is how many changes it was given.
  "goes-on": (port, count) => port.postMessage({ kind: "done", renderings: count }),
  ends: () => process.exit(0),
  throws: () => {
    throw new TypeError("not caught");
  },
  "takes-time": () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000),
  "takes-memory": () => {
    for (const all = []; ; ) all.push(new Array(100_000).fill(all.length));
  },
};

let count = 0;
parentPort.on("message", ({ port }) => {
  count += 1;
  port.on("message", (answer) => DO[answer.value.paths[0]](port, count));
  port.postMessage({ kind: "asked", number: 0, question: { what: "paths", side: "head" } });
});
