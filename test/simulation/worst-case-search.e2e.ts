import { test } from "vitest";
import { searchAll } from "./search-grid.js";

/** Half a minute on an idle machine. */
test("every schedule of a rollout of four pods, with a cache that lags, loses exactly the worst case", {
  timeout: 900_000,
}, () => {
  console.info(searchAll(4, "cache"));
});
