/**
 * The cost of rendering in the worker, beside the same code run natively where Go is installed. It is processor time: by the
 * clock a busy machine would count how often two threads wait for each other.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { buildCommand, hasGo } from "../scripts/render/build-module.js";
import type { HelmRequest } from "../src/renderer/helm.js";
import { RENDER_LIMITS } from "../src/renderer/limits.js";
import { stopRenderers, withRenderer } from "../src/renderer/renderer.js";
import { midSizedChart } from "./mid-sized-chart.js";

export const RENDERING = { firstMs: 2_500, warmMs: 400, times: 4 };

/** All times are milliseconds of processor time. */
export interface RenderingMeasurement {
  /** from nothing to the first base and head */
  first: number;
  /** in a process that has rendered before; the worker's with the program around it */
  works: { name: string; worker: number; native: number | null }[];
}

const sets = (count: number, trace: boolean): HelmRequest[] =>
  Array.from({ length: count }, (_, i) => midSizedChart(`replicas: ${i + 1}\n`, trace));

/** [what it is, what is rendered] */
const WORKS: [string, HelmRequest[]][] = [
  ["base and head", [...sets(1, false), ...sets(1, false)]],
  ["base and head, with the source map", [...sets(1, true), ...sets(1, true)]],
  ["eight sets of values, both sides", [...sets(8, false), ...sets(8, false)]],
];

/**
 * Renderings after which V8 has optimised what runs often. Of a chart with the source map, of which the native program takes
 * 5 ms, the first twenty took 55 ms each, those after sixty 24, after two hundred 21, and after three hundred 19 (Node 20.20).
 */
const WARM_UP = 400;

/** One loan renders here what hundreds of reviews do. */
const ENDLESS = {
  ...RENDER_LIMITS,
  ...{ totalMs: Number.POSITIVE_INFINITY, totalOutputBytes: Number.POSITIVE_INFINITY },
};

type Render = (requests: readonly HelmRequest[]) => Promise<void>;

export async function measureRendering(rounds: number): Promise<RenderingMeasurement> {
  await stopRenderers();
  const native = await startNative();
  try {
    return await withRenderer(async (renderer) => {
      const module: Render = async (requests) => {
        for (const request of requests) {
          const { kind } = await renderer.renderChart(request);
          if (kind !== "answer") throw new Error("the chart was not rendered");
        }
      };
      const first = await cpuOf(() => module(WORKS[0]![1]));
      await module(sets(WARM_UP, true));
      const works: RenderingMeasurement["works"] = [];
      for (const [name, requests] of WORKS) {
        const all = Array.from({ length: rounds }, () => requests).flat();
        const worker = (await cpuOf(() => module(all))) / rounds;
        const theirs = native === null ? null : (await native.cpuOf(all)) / rounds;
        works.push({ name, worker, native: theirs });
      }
      return { first, works };
    }, ENDLESS);
  } finally {
    await native?.stop();
    await stopRenderers();
  }
}

async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** The command of render/ as a program of this machine, which answers one request after the other. Linux tells its time. */
async function startNative(): Promise<{
  cpuOf(requests: readonly HelmRequest[]): Promise<number>;
  stop(): Promise<void>;
} | null> {
  if (process.platform !== "linux" || !(await hasGo())) return null;
  const folder = await mkdtemp(join(tmpdir(), "surefoot-render-"));
  const command = join(folder, "render");
  await buildCommand(command);
  const child = spawn(command, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const render: Render = async (requests) => {
    for (const helm of requests) {
      child.stdin.write(`${JSON.stringify({ helm })}\n`);
      await lines.next();
    }
  };
  // proc_pid_stat(5): utime and stime, in ticks of 10 ms, behind the name in parentheses and eleven more fields.
  const ticks = async (): Promise<number> => {
    const [, fields = ""] = (await readFile(`/proc/${child.pid}/stat`, "utf8")).split(") ");
    const [user, system] = fields.split(" ").slice(11, 13).map(Number) as [number, number];
    return user + system;
  };
  await render(sets(WARM_UP, true));
  return {
    cpuOf: async (requests) => {
      const before = await ticks();
      await render(requests);
      return ((await ticks()) - before) * 10;
    },
    stop: async () => {
      child.stdin.end();
      await rm(folder, { recursive: true });
    },
  };
}
