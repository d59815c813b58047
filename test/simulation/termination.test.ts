import { expect, test } from "vitest";
import { terminationSeconds } from "../../src/simulation/pods/termination.js";

/** [what it shows, grace, preStop, stop, seconds until it is gone] */
const ROWS: [string, number, number, number | null, number][] = [
  ["an app that ends by itself", 30, 0, 4, 4],
  ["a hook comes first", 30, 10, 4, 14],
  ["an app that ignores the signal is killed when the grace is over", 30, 0, null, 30],
  ["the hook's time is taken from the grace", 30, 10, null, 30],
  ["a hook as long as the grace leaves the app two seconds", 30, 30, null, 32],
  ["a hook that is longer is cut, and leaves them too", 30, 60, 5, 32],
  ["a grace of one second is two", 1, 0, null, 2],
  ["without any grace there is no hook and no signal", 0, 10, 5, 0],
];

test.each(ROWS)("%s", (_, terminationGracePeriodSeconds, preStopSeconds, stopSeconds, gone) => {
  expect(terminationSeconds({ terminationGracePeriodSeconds, preStopSeconds, stopSeconds })).toBe(gone);
});
