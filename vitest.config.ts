import { defineConfig } from "vitest/config";
import { reportCounts } from "./scripts/report-counts.js";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // For machines with more to do than this; nothing here is timed.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    reporters: ["default", reportCounts()],
  },
});
