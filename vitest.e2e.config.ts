import { defineConfig } from "vitest/config";
import { reportCounts } from "./scripts/report-counts.js";

/** What takes its time: the App through every fault, hundreds of files, whole processes. `npm run test:e2e` */
export default defineConfig({
  test: {
    include: ["test/**/*.e2e.ts"],
    // For machines with more to do than this: a story with faults takes a minute where nothing else runs.
    testTimeout: 600_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    // One more than the cores of a small machine: the stories wait for half of their time, and git for the rest.
    maxWorkers: 3,
    // Files share a worker and its modules: loading those again for each took half of the whole time.
    isolate: false,
    // They wait more than they work.
    maxConcurrency: 12,
    reporters: ["default", reportCounts()],
  },
});
