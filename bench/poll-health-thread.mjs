/** Asks processes for their health in turn, one request after the other, from a thread that does nothing else. */
import { parentPort, workerData } from "node:worker_threads";

const times = workerData.map(() => []);
let isOver = false;
parentPort.once("message", () => {
  isOver = true;
});
while (!isOver) {
  for (const [index, url] of workerData.entries()) {
    const start = performance.now();
    const response = await fetch(url);
    await response.text();
    if (response.status !== 200) throw new Error(`health is ${response.status}`);
    times[index].push(performance.now() - start);
  }
  await new Promise((resolve) => setTimeout(resolve, 10));
}
parentPort.postMessage(times);
