/**
 * `npm run bench [-- FOLDER…]`: how fast a scan is, and what it costs beside a plain parse of the same bytes in the
 * same run. Folders of real manifests can be named; without any, the project's own sample pull requests are taken.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { generateFiles, type Shape } from "./generate-manifests.js";
import { measureScan, type ScanMeasurement } from "./measure-scan.js";

const ROUNDS = 7;

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

const REAL = ["samples", "test/pull-requests"];

printHeader();
for (const [name, shape, target] of GENERATED) {
  const folder = writeFiles(shape);
  try {
    printRow(name, await measureScan([folder], ROUNDS), target);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const folders = process.argv.slice(2);
const measurement = await measureScan(folders.length > 0 ? folders : REAL, ROUNDS);
printRow(folders.length > 0 ? "real manifests" : "the project's own manifests", measurement, null);

function writeFiles(shape: Shape): string {
  const folder = mkdtempSync(join(tmpdir(), "surefoot-bench-"));
  for (const { path, text } of generateFiles(shape)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function printHeader(): void {
  console.log(
    `Medians of ${ROUNDS} rounds, Node ${process.version}. "scan" reads from disk and reviews; "analysis" reviews what is in memory.`,
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
}

function printRow(name: string, result: ScanMeasurement, target: number | null): void {
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
    `${result.scan.toFixed(0)} ms`,
    `${result.analysis.toFixed(0)} ms`,
    `${result.plainParse.toFixed(0)} ms`,
    ratio.toFixed(2),
    target === null ? "" : `${ratio <= target ? "✓" : "✗"} ${target}`,
  ];
  console.log(row(cells));
}

function row([name, ...cells]: string[]): string {
  return [(name as string).padEnd(34), ...cells.map((cell) => cell.padStart(9))].join(" ");
}
