import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** [what the runs printed, the sum, whether all is well] */
const RUNS: [string, string[], string, boolean][] = [
  ["two runs", ["…\n\n12 passed, 0 failed\n", "3 passed, 0 failed\n"], "15 passed, 0 failed", true],
  [
    "skipped tests",
    ["12 passed, 0 failed\n", "3 passed, 0 failed, 2 skipped\n"],
    "15 passed, 0 failed",
    true,
  ],
  ["a test that failed", ["12 passed, 1 failed\n", "3 passed, 0 failed\n"], "15 passed, 1 failed", false],
  [
    "a run that broke off",
    ["12 passed, 0 failed\nKilled\n", "3 passed, 0 failed\n"],
    "3 passed, 1 failed",
    false,
  ],
  ["a run that said nothing", ["12 passed, 0 failed\n", ""], "12 passed, 1 failed", false],
  ["runs without a test", ["0 passed, 0 failed\n"], "0 passed, 0 failed", false],
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "surefoot-counts-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the line that adds up test runs", () => {
  test.each(RUNS)("%s", (_, printed, line, succeeds) => {
    const files = printed.map((text, i) => {
      const file = join(folder, String(i));
      writeFileSync(file, text);
      return file;
    });
    const command = ["--import", "tsx", "scripts/add-counts.ts", ...files];
    const { stdout, status } = spawnSync(process.execPath, command, { encoding: "utf8" });
    expect([stdout, status === 0]).toEqual([`${line}\n`, succeeds]);
  });
});
