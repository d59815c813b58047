/**
 * What whole runs of the command cost: processor time from the first instruction of Node to the last, beside the command of
 * another revision and beside other linters where they are installed, in turns.
 */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { generateFiles, type Shape } from "./generate-manifests.js";
import { median } from "./measure.js";

/** One command line that does the work of a row. */
interface Runner {
  name: string;
  args: readonly string[];
}

export interface ProcessCost {
  runner: string;
  /** seconds of processor time, the median of the rounds */
  seconds: number;
  /** MiB; null of a program that is none of ours */
  peak: number | null;
}

export interface ProcessRow {
  name: string;
  costs: ProcessCost[];
}

const SMALL = { documentsPerFile: 1, containersPerPod: 1, probes: false };

/** [what it is, its files, rounds] */
const SCANS: [string, Shape, number][] = [
  ["scan, 1 file", { files: 1, ...SMALL }, 9],
  ["scan, 1,000 files", { files: 1_000, ...SMALL }, 3],
  ["scan, 10,000 files", { files: 10_000, ...SMALL }, 1],
  ["scan, 1 file of 3 MB", { files: 1, ...SMALL, documentsPerFile: 1_900 }, 1],
];

const COMMITTED = 5_000;
/** [what it is, changed files of those that are committed, rounds] */
const REVIEWS: [string, number, number][] = [
  [`review, 1 changed of ${COMMITTED}`, 1, 5],
  [`review, 3,000 changed of ${COMMITTED}`, 3_000, 1],
];

const PEERS = [
  { name: "kube-score", args: ["score", "--output-format", "ci"], takes: "files" },
  { name: "kube-linter", args: ["lint"], takes: "folder" },
] as const;

/** Returns the names of the peers that are not installed. */
export function missingPeers(): string[] {
  return PEERS.filter(({ name }) => !isInstalled(name)).map(({ name }) => name);
}

/** Measures one row after another. `against` is a git revision whose command is built and measured too. */
export async function* measureProcesses(
  against: string | null,
  folders: readonly string[],
): AsyncGenerator<ProcessRow> {
  const scratch = mkdtempSync(join(tmpdir(), "surefoot-bench-"));
  try {
    run("npm", ["run", "--silent", "build"], process.cwd());
    const commands = [{ name: "this", command: resolve("dist/bin/surefoot.js") }];
    if (against !== null) commands.push({ name: against, command: buildOf(against, join(scratch, "build")) });
    const usage = join(scratch, "usage.mjs");
    writeFileSync(usage, TELL_USAGE);
    const own = (args: readonly string[]): Runner[] =>
      commands.map(({ name, command }) => ({
        name,
        args: [process.execPath, "--import", usage, command, ...args],
      }));
    for (const [name, shape, rounds] of SCANS) {
      const folder = join(scratch, "scan");
      const files = writeFiles(folder, shape);
      yield { name, costs: inTurns([...own(["scan", folder]), ...peersOn(folder, files)], rounds, scratch) };
      rmSync(folder, { recursive: true });
    }
    for (const folder of folders) {
      const files = manifestsIn(folder);
      const costs = inTurns([...own(["scan", folder]), ...peersOn(folder, files)], 3, scratch);
      yield { name: `scan, ${files.length} files of ${folder}`, costs };
    }
    for (const [name, changed, rounds] of REVIEWS) {
      const folder = join(scratch, "review");
      commitFiles(folder, changed);
      const args = ["review", "--repo", folder, "--base", "HEAD~1", "--head", "HEAD"];
      yield { name, costs: inTurns(own(args), rounds, scratch) };
      rmSync(folder, { recursive: true });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Runs each once that is not counted, and then one after the other, as often as there are rounds. */
function inTurns(runners: readonly Runner[], rounds: number, scratch: string): ProcessCost[] {
  const runs = runners.map(() => [] as { seconds: number; peak: number | null }[]);
  for (let round = 0; round <= rounds; round++)
    for (const [index, { args }] of runners.entries()) {
      const cost = costOf(args, join(scratch, "usage.json"));
      if (round > 0) runs[index]?.push(cost);
    }
  return runners.map(({ name }, index) => {
    const costs = runs[index] ?? [];
    const peaks = costs.flatMap(({ peak }) => peak ?? []);
    return {
      runner: name,
      seconds: median(costs.map(({ seconds }) => seconds)),
      peak: peaks.length === 0 ? null : Math.max(...peaks),
    };
  });
}

function costOf(
  [program = "", ...args]: readonly string[],
  usage: string,
): { seconds: number; peak: number | null } {
  rmSync(usage, { force: true });
  const before = childSeconds();
  const { error } = spawnSync(program, args, {
    stdio: "ignore",
    env: { ...process.env, SUREFOOT_BENCH_USAGE: usage },
  });
  if (error !== undefined) throw error;
  const seconds = childSeconds() - before;
  return { seconds, peak: existsSync(usage) ? Number(readFileSync(usage, "utf8")) / 1024 : null };
}

/** proc_pid_stat(5): cutime and cstime, in ticks of 10 ms, behind the name in parentheses and thirteen more fields. */
function childSeconds(): number {
  const [, fields = ""] = readFileSync("/proc/self/stat", "utf8").split(") ");
  const [user, system] = fields.split(" ").slice(13, 15).map(Number);
  return ((user ?? 0) + (system ?? 0)) / 100;
}

/** In each process of ours: how much memory it held at most. */
const TELL_USAGE = `import { writeFileSync } from "node:fs";
process.on("exit", () => writeFileSync(process.env.SUREFOOT_BENCH_USAGE, String(process.resourceUsage().maxRSS)));
`;

function peersOn(folder: string, files: readonly string[]): Runner[] {
  return PEERS.filter(({ name }) => isInstalled(name)).map(({ name, args, takes }) => ({
    name,
    args: [name, ...args, ...(takes === "folder" ? [folder] : files)],
  }));
}

function isInstalled(name: string): boolean {
  return spawnSync(name, ["version"], { stdio: "ignore" }).error === undefined;
}

/** Builds a revision with the packages that are installed here, and returns its command. */
function buildOf(revision: string, folder: string): string {
  mkdirSync(folder);
  const archive = spawnSync("git", ["archive", revision], { maxBuffer: 1e9 });
  if (archive.status !== 0) throw new Error(`git knows no revision ${revision}`);
  spawnSync("tar", ["-x", "-C", folder], { input: archive.stdout });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  // Types that an older revision had from another package are no reason to stop: the compiler writes all the same.
  spawnSync("npm", ["run", "--silent", "build"], { cwd: folder, stdio: "ignore" });
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const command = join(folder, bin.surefoot);
  if (!existsSync(command)) throw new Error(`${revision} cannot be built with the packages of today`);
  return command;
}

function run(program: string, args: readonly string[], cwd: string): void {
  const { status, stderr } = spawnSync(program, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${stderr}`);
}

function writeFiles(folder: string, shape: Shape, edit = (text: string) => text): string[] {
  return generateFiles(shape).map(({ path, text }) => {
    const location = join(folder, path);
    mkdirSync(dirname(location), { recursive: true });
    writeFileSync(location, edit(text));
    return location;
  });
}

/** A repository of two commits, of which the second changes the image in so many files. */
function commitFiles(folder: string, changed: number): void {
  const git = (...args: string[]) =>
    run("git", ["-c", "user.name=bench", "-c", "user.email=bench@example.com", ...args], folder);
  writeFiles(folder, { files: COMMITTED, ...SMALL });
  git("init", "--quiet");
  for (const files of [0, changed]) {
    if (files > 0)
      writeFiles(folder, { files, ...SMALL }, (text) => text.replaceAll(/(image: .*)\.0$/gm, "$1.1"));
    git("add", ".");
    git("commit", "--quiet", "--message", "bench");
  }
}

function manifestsIn(folder: string): string[] {
  const { stdout } = spawnSync("find", [folder, "-type", "f", "-name", "*.y*ml"], {
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  return stdout.split("\n").filter((line) => line !== "");
}
