import { defineConfig } from "vitest/config";
import { reportCounts } from "./scripts/report-counts.js";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
    reporters: ["default", reportCounts()],
  },
});
