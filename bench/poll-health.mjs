/** Asks a process for its health, one request after the other, from a thread that does nothing else. */
import { parentPort, workerData } from "node:worker_threads";

const times = [];
let isOver = false;
parentPort.once("message", () => {
  isOver = true;
});
while (!isOver) {
  const start = performance.now();
  const response = await fetch(workerData);
  await response.text();
  if (response.status !== 200) throw new Error(`health is ${response.status}`);
  times.push(performance.now() - start);
  await new Promise((resolve) => setTimeout(resolve, 10));
}
parentPort.postMessage(times);
