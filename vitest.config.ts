import { defineConfig } from "vitest/config";
import { reportCounts } from "./scripts/report-counts.js";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/property-seeds.ts"],
    // For machines with more to do than this; nothing here is timed, npm run bench is.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What is waited for comes; vitest's own second is short for a machine that is busy.
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
    // Files share a worker and its modules: loading those again for each took half of the whole time.
    isolate: false,
    reporters: ["default", reportCounts()],
  },
});
