/** Vitest's own results in one last line that a person and a script can read: `12 passed, 0 failed, 1 skipped`. */
import type { Reporter, TestModule } from "vitest/node";

export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

/** A reporter to stand last in the list, since its line is the last one. A run of no test at all fails. */
export function reportCounts(): Reporter {
  return {
    onTestRunEnd(modules, unhandledErrors) {
      const counts = countTests(modules, unhandledErrors.length);
      if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1;
      process.stdout.write(`\n${countsLine(counts)}\n`);
    },
  };
}

/**
 * A file or a hook that breaks outside any test fails the run, so it counts as one failure: the line must never say
 * `0 failed` of a run that failed.
 */
export function countTests(modules: readonly TestModule[], unhandledErrors: number): TestCounts {
  const counts = { passed: 0, failed: unhandledErrors, skipped: 0 };
  for (const module of modules) {
    const results = [...module.children.allTests()].map((test) => test.result().state);
    const failed = results.filter((state) => state === "failed").length;
    counts.passed += results.filter((state) => state === "passed").length;
    counts.skipped += results.filter((state) => state === "skipped" || state === "pending").length;
    counts.failed += failed === 0 && module.state() === "failed" ? 1 : failed;
  }
  return counts;
}

export function countsLine({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
