import { fork } from "node:child_process";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { median } from "./measure.js";

/** Milliseconds of a process' answers. */
export interface HealthTimes {
  count: number;
  median: number;
  p99: number;
  slowest: number;
}

interface Measured<Result> {
  result: Result;
  health: HealthTimes;
  idle: HealthTimes;
}

/** Asks a process for its health while something is done, in turn with one that does nothing else. */
export async function pollHealth<Result>(
  url: string,
  meanwhile: () => Promise<Result>,
): Promise<Measured<Result>> {
  const idle = fork(new URL("idle-process.mjs", import.meta.url), { execArgv: [] });
  const [port] = await once(idle, "message");
  const workerData = [new URL("/healthz", url).href, `http://127.0.0.1:${port}/`];
  const thread = new Worker(new URL("poll-health-thread.mjs", import.meta.url), { workerData });
  try {
    const result = await meanwhile();
    thread.postMessage("over");
    const [times] = (await once(thread, "message")) as [[number[], number[]]];
    return { result, health: timesOf(times[0]), idle: timesOf(times[1]) };
  } finally {
    await thread.terminate();
    idle.kill();
  }
}

function timesOf(times: readonly number[]): HealthTimes {
  const sorted = times.toSorted((left, right) => left - right);
  const [p99, slowest] = [sorted[Math.floor(sorted.length * 0.99)], sorted.at(-1)];
  return {
    count: times.length,
    median: median(times),
    p99: p99 ?? Number.NaN,
    slowest: slowest ?? Number.NaN,
  };
}
