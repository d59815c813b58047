/** `tsx scripts/add-counts.ts FILE…`: the last lines of several test runs as one: `12 passed, 0 failed`. */
import { readFileSync } from "node:fs";

const COUNTS = /^(\d+) passed, (\d+) failed(?:, \d+ skipped)?$/;

const sum = { passed: 0, failed: 0 };
for (const path of process.argv.slice(2)) {
  const [, passed, failed] = COUNTS.exec(readFileSync(path, "utf8").trimEnd().split("\n").at(-1) ?? "") ?? [];
  sum.passed += Number(passed ?? 0);
  // A run that broke off before it could count has failed, whatever it had passed by then.
  sum.failed += Number(failed ?? 1);
}
// Skipped tests stand in the line of their own run.
console.log(`${sum.passed} passed, ${sum.failed} failed`);
if (sum.failed > 0 || sum.passed === 0) process.exitCode = 1;
