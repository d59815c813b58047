/**
 * `npm run bench [-- FOLDER…]`: how fast a scan is, and what it costs beside a plain parse of the same bytes in the
 * same run; then how long the App takes from a webhook to the posted check; then how fast rollouts are simulated; then
 * what the globs of a policy cost, and input that is made to cost much; then what a pull request of large files does to
 * the process, which `--large` measures alone, and what charts do, which `--charts` does; `--rendering` measures the
 * renderer alone. `--process [--against REVISION]` measures whole runs of the command alone, beside the command of another
 * revision and beside kube-score and kube-linter where they are installed (their releases on GitHub have binaries).
 * Folders of real manifests can be named; without any, those of the project's own test pull requests are taken.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { generateFiles, type Shape } from "./generate-manifests.js";
import { CHARTS, measureCharts } from "./measure-charts.js";
import { GLOBS, measureGlobs } from "./measure-globs.js";
import { measureHostile } from "./measure-hostile.js";
import { measureLarge } from "./measure-large.js";
import { MANY, measureManyCharts } from "./measure-many-charts.js";
import { measureProcesses, missingPeers } from "./measure-processes.js";
import { measureRendering, RENDERING } from "./measure-rendering.js";
import { measureScan, type ScanMeasurement } from "./measure-scan.js";
import { measureSimulation, SIMULATION } from "./measure-simulation.js";
import { LATENCY_MS, measureWebhook } from "./measure-webhook.js";
import type { HealthTimes } from "./poll-health.js";

const ROUNDS = 7;
const SIMULATION_ROUNDS = 3;
/** Linux counts a program's time in steps of 10 ms, and a chart takes it two. */
const RENDERING_ROUNDS = 50;

/** [what it is, its shape, how many times the plain parse the analysis may cost] */
const GENERATED: [string, Shape, number][] = [
  ["nothing to suggest", { files: 1000, documentsPerFile: 1, containersPerPod: 1, probes: true }, 1.3],
  [
    "nothing to suggest, 3 containers",
    { files: 1000, documentsPerFile: 1, containersPerPod: 3, probes: true },
    1.3,
  ],
  [
    "nothing to suggest, 50 documents",
    { files: 20, documentsPerFile: 50, containersPerPod: 1, probes: true },
    1.3,
  ],
  [
    "a fix for every container",
    { files: 1000, documentsPerFile: 1, containersPerPod: 1, probes: false },
    2.5,
  ],
  [
    "a fix for each of 3 containers",
    { files: 1000, documentsPerFile: 1, containersPerPod: 3, probes: false },
    2.5,
  ],
  [
    "a fix for each, 50 documents",
    { files: 20, documentsPerFile: 50, containersPerPod: 1, probes: false },
    2.5,
  ],
];

const OWN = ["samples", "test/pull-requests"];

/** [what it is, manifests that it adds, whether they have probes] */
const PULL_REQUESTS: [string, number, boolean][] = [
  ["one manifest, one finding", 1, false],
  ["one manifest, nothing to say", 1, true],
  ["100 manifests, 30 comments", 100, false],
];

const WEBHOOK_TARGET_MS = 500;

const isAlone = (name: string): boolean => process.argv.includes(name);
const folders = process.argv
  .slice(2)
  .filter((argument) => !["--large", "--charts", "--rendering"].includes(argument));
if (isAlone("--process")) {
  await benchProcesses();
  process.exit();
}
// First: the most memory of a process is that of all that it did before.
if (!isAlone("--large") && !isAlone("--charts")) await benchManyCharts();
if (!isAlone("--large") && !isAlone("--charts") && !isAlone("--rendering")) {
  await benchScan();
  await benchWebhook();
  await benchSimulation();
  await benchGlobs();
  await benchHostile();
}
if (!isAlone("--large") && !isAlone("--charts")) await benchRendering();
if (!isAlone("--charts") && !isAlone("--rendering")) await benchLarge();
if (!isAlone("--large") && !isAlone("--rendering")) await benchCharts();

async function benchProcesses(): Promise<void> {
  const at = process.argv.indexOf("--against");
  const against = at === -1 ? null : (process.argv[at + 1] ?? null);
  const named = process.argv.slice(2).filter((one) => !one.startsWith("--") && one !== against);
  console.log(
    `Whole processes, Node ${process.version}: seconds of processor time, the most memory, and ours as a part of theirs`,
  );
  for (const name of missingPeers()) console.log(`${name} is not installed, so it is left out`);
  for await (const { name, costs } of measureProcesses(against, named)) {
    const own = costs[0]?.seconds ?? Number.NaN;
    const cells = costs.flatMap(({ runner, seconds, peak }, index) => [
      `${runner.slice(0, 11)} ${seconds.toFixed(2)} s`,
      peak === null ? "" : mib(peak),
      index === 0 ? "" : `× ${(own / seconds).toFixed(2)}`,
    ]);
    console.log(row([name, ...cells.filter((cell) => cell !== "")]));
  }
}

async function benchScan(): Promise<void> {
  console.log(
    `Scan: medians of ${ROUNDS} rounds, Node ${process.version}. "scan" reads from disk and reviews;`,
  );
  console.log(
    `"analysis" reviews what is in memory; "parse" is parseAllDocuments of the same bytes; ratio is of the two.`,
  );
  console.log(
    row([
      "",
      "files",
      "workloads",
      "fixes",
      "MB",
      "files/s",
      "MB/s",
      "scan",
      "analysis",
      "parse",
      "ratio",
      "target",
    ]),
  );
  for (const [name, shape, target] of GENERATED) {
    const folder = writeFiles(shape);
    try {
      printScan(name, await measureScan([folder], ROUNDS), target);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  const real = folders.length > 0 ? "real manifests" : "the project's own manifests";
  printScan(real, await measureScan(folders.length > 0 ? folders : OWN, ROUNDS), null);
}

async function benchWebhook(): Promise<void> {
  console.log(
    `\nApp: from the webhook to the posted check, GitHub's stand-in takes ${LATENCY_MS} ms a request`,
  );
  console.log(row(["", "requests", "comments", "first", "median", "slowest", "target"]));
  for (const [name, manifests, probes] of PULL_REQUESTS) {
    const { requests, comments, first, later, slowest } = await measureWebhook(manifests, probes, ROUNDS);
    const target = `${later <= WEBHOOK_TARGET_MS ? "✓" : "✗"} ${WEBHOOK_TARGET_MS} ms`;
    console.log(row([name, String(requests), String(comments), ms(first), ms(later), ms(slowest), target]));
  }
}

async function benchSimulation(): Promise<void> {
  const { rollouts, replicas, targetMs } = SIMULATION;
  console.log(
    `\nSimulation: ${rollouts} rollouts of ${replicas} pods, each pod with times of its own, on one core; "sort" puts as`,
  );
  console.log(`many moments in order; ratio is of the two.`);
  console.log(row(["", "points", "all", "each", "sort", "ratio", "target"]));
  const { points, simulated, sorted } = await measureSimulation(SIMULATION_ROUNDS);
  const target = `${simulated <= targetMs ? "✓" : "✗"} ${targetMs} ms`;
  const each = `${(simulated / rollouts).toFixed(2)} ms`;
  const ratio = (simulated / sorted).toFixed(1);
  console.log(row(["simulated rollouts", String(points), ms(simulated), each, ms(sorted), ratio, target]));
}

async function benchGlobs(): Promise<void> {
  const { paths, targetMs } = GLOBS;
  console.log(`\nGlobs: the costliest glob that a policy may have against ${paths} paths`);
  console.log(row(["", "all", "each", "target"]));
  for (const { name, milliseconds } of await measureGlobs(ROUNDS)) {
    const target = `${milliseconds <= targetMs ? "✓" : "✗"} ${targetMs} ms`;
    const each = `${((milliseconds / paths) * 1000).toFixed(1)} µs`;
    console.log(row([name, ms(milliseconds), each, target]));
  }
}

async function benchHostile(): Promise<void> {
  console.log("\nInput that is made to cost much");
  console.log(row(["", "all", "target"]));
  for (const { name, milliseconds, targetMs } of await measureHostile(SIMULATION_ROUNDS)) {
    const target = `${milliseconds <= targetMs ? "✓" : "✗"} ${targetMs} ms`;
    console.log(row([name, ms(milliseconds), target]));
  }
}

async function benchRendering(): Promise<void> {
  const { firstMs, warmMs, times } = RENDERING;
  console.log(
    "\nA chart of eight templates, rendered in the worker, and by the same code as a native program",
  );
  const { first, works } = await measureRendering(RENDERING_ROUNDS);
  console.log(row(["processor time", "worker", "native", "times", "target"]));
  console.log(
    row(["base and head, first of a process", ms(first), "", "", mark(first <= firstMs, ms(firstMs))]),
  );
  for (const { name, worker, native } of works) {
    const ratio = native === null ? null : worker / native;
    const holds = (ratio === null || ratio <= times) && worker <= warmMs;
    const [theirs, compared] = ratio === null ? ["", ""] : [ms(native as number), ratio.toFixed(1)];
    console.log(row([name, ms(worker), theirs, compared, mark(holds, `${times} ×, ${ms(warmMs)}`)]));
  }
}

async function benchManyCharts(): Promise<void> {
  const { charts, seconds, peakMiB } = MANY;
  console.log(`\n${charts} charts that share a library, of which the change edits the library alone`);
  const many = await measureManyCharts();
  const isAll = many.rendered === charts && many.seconds <= seconds;
  console.log(
    row([`${many.rendered} charts, both sides`, ms(many.seconds * 1_000), mark(isAll, `${seconds} s`)]),
  );
  if (many.peakMiB !== null)
    console.log(
      row(["most memory", `${many.peakMiB.toFixed(0)} MiB`, mark(many.peakMiB <= peakMiB, `${peakMiB} MiB`)]),
    );
  const loaded = many.loadedWithoutChart;
  console.log(row(["renderers, for a change without a chart", String(loaded), mark(loaded === 0, "0")]));
}

async function benchLarge(): Promise<void> {
  console.log(
    "\nA pull request of four files of 3 MB, Deployments all, and one of one manifest while it is reviewed and after",
  );
  const large = await measureLarge();
  const { title, conclusion, health, idle, peak } = large;
  console.log(`${row(["verdict", ms(large.large)])}  ${conclusion}: ${title}`);
  printHealth(health, idle, 100);
  console.log(row(["most memory", `${peak.toFixed(0)} MiB`, mark(peak <= 512, "512 MiB")]));
  console.log(row(["one manifest, as a rule", ms(large.usual)]));
  console.log(row(["one manifest, meanwhile", ms(large.meanwhile)]));
  console.log(row(["one manifest, after", ms(large.after)]));
}

async function benchCharts(): Promise<void> {
  console.log(
    "\nCharts in the App: one of eight templates, then two at a time that print or take all that they may",
  );
  const { requests, first, later, peaks, health, idle } = await measureCharts();
  const holds = (peak: number) => mark(peak <= CHARTS.peakMiB, `${CHARTS.peakMiB} MiB`);
  console.log(row(["first verdict of a process", ms(first)]));
  console.log(row(["verdict, as a rule", ms(later)]));
  console.log(row(["most memory, as a rule", mib(peaks.usual), holds(peaks.usual)]));
  console.log(row(["most memory, long answers", mib(peaks.long), holds(peaks.long)]));
  console.log(row(["most memory, all that is allowed", mib(peaks.large), holds(peaks.large)]));
  printHealth(health, idle, CHARTS.healthMs);
  console.log(`requests: ${requests.join(", ")}`);
}

/** What a process waits for that does nothing else is the machine's: other work on it, and the measuring itself. */
function printHealth(health: HealthTimes, idle: HealthTimes, targetMs: number): void {
  console.log(row([`/healthz, of ${health.count}`, "process", "idle one", "target"]));
  console.log(row(["  median", ms(health.median), ms(idle.median)]));
  console.log(row(["  99 of 100", ms(health.p99), ms(idle.p99), mark(health.p99 <= targetMs, ms(targetMs))]));
  console.log(row(["  slowest", ms(health.slowest), ms(idle.slowest)]));
  const load = loadavg().map((one) => one.toFixed(1));
  console.log(`the machine's load: ${load.join(", ")} on ${availableParallelism()} cores`);
}

function mib(bytes: number): string {
  return `${bytes.toFixed(0)} MiB`;
}

function writeFiles(shape: Shape): string {
  const folder = mkdtempSync(join(tmpdir(), "surefoot-bench-"));
  for (const { path, text } of generateFiles(shape)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function printScan(name: string, result: ScanMeasurement, target: number | null): void {
  const megabytes = result.bytes / 1e6;
  const seconds = result.scan / 1000;
  const ratio = result.analysis / result.plainParse;
  const cells = [
    name,
    String(result.manifests),
    String(result.workloads),
    String(result.fixes),
    megabytes.toFixed(2),
    (result.manifests / seconds).toFixed(0),
    (megabytes / seconds).toFixed(2),
    ms(result.scan),
    ms(result.analysis),
    ms(result.plainParse),
    ratio.toFixed(2),
    target === null ? "" : `${ratio <= target ? "✓" : "✗"} ${target}`,
  ];
  console.log(row(cells));
}

function mark(holds: boolean, target: string): string {
  return `${holds ? "✓" : "✗"} ${target}`;
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(0)} ms`;
}

function row([name, ...cells]: string[]): string {
  return [(name as string).padEnd(34), ...cells.map((cell) => cell.padStart(9))].join(" ");
}
