import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

/** [files to run, last line, whether the run succeeds] */
const RUNS: [string, string[], string, boolean][] = [
  ["skipped tests beside passed ones", ["passing", "skipping"], "1 passed, 0 failed, 1 skipped", true],
  ["a run that fails", ["mixed"], "2 passed, 1 failed, 1 skipped", false],
  ["a file that breaks before it has a test", ["passing", "unloadable"], "1 passed, 1 failed", false],
  ["a hook that breaks outside any test", ["hook"], "1 passed, 1 failed", false],
  ["a promise that nobody awaits", ["rejecting"], "1 passed, 1 failed", false],
  ["only skipped tests", ["skipping"], "0 passed, 0 failed, 1 skipped", false],
  ["no test at all", ["nonesuch"], "0 passed, 0 failed", false],
];

describe("the last line of a test run", () => {
  test.each(RUNS)("%s", (_, files, line, succeeds) => {
    const { stdout, status } = runTests(files);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(line);
    expect(status === 0).toBe(succeeds);
  });
});

function runTests(files: readonly string[]): { stdout: string; status: number | null } {
  const vitest = resolve("node_modules/vitest/vitest.mjs");
  const config = resolve("test/fixtures/test-runs/vitest.config.ts");
  const names = files.map((file) => `${file}.case.ts`);
  const { stdout, status } = spawnSync(
    process.execPath,
    [vitest, "run", "--config", config, "--maxWorkers=1", ...names],
    { encoding: "utf8", env: { ...process.env, VITEST: undefined, VITEST_MODE: undefined } },
  );
  return { stdout, status };
}
