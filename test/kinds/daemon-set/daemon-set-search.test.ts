import { describe, expect, test } from "vitest";
import { worstCaseOfDaemonSet } from "../../../src/kinds/daemon-set/worst-case-of-daemon-set.js";
import { searchDaemonSet } from "./daemon-set-search.js";

/** A few seconds on an idle machine; a busy one may take its time. */
const TIMEOUT = 120_000;
const SECONDS = [0, 1, 2, 3];

/** Every small DaemonSet on so many nodes: exactly one of its limits is above 0. */
function setsOn(nodes: number) {
  const limits = (nodes < 4 ? [1, 2, 3] : [1]).flatMap((pods) => [
    { maxSurge: pods, maxUnavailable: 0 },
    { maxSurge: 0, maxUnavailable: pods },
  ]);
  return limits
    .flatMap((limit) => [null, ...SECONDS].map((startupSeconds) => ({ nodes, ...limit, startupSeconds })))
    .flatMap((set) => SECONDS.map((minReadySeconds) => ({ ...set, minReadySeconds })));
}

describe("every schedule of a small update, searched, loses at most and exactly the worst case", () => {
  for (const nodes of [1, 2, 3, 4]) {
    test(`on ${nodes} nodes, with a surge and without`, { timeout: TIMEOUT }, () => {
      for (const set of setsOn(nodes)) {
        const found = searchDaemonSet(set);
        const ungated = worstCaseOfDaemonSet({ ...set, gated: false });
        expect({ ...set, worstCase: ungated }).toEqual({ ...set, worstCase: found });
        // A gate makes a pod count only once it serves: to the controller the same as no warm-up at all.
        if (set.startupSeconds === 0) {
          const gated = worstCaseOfDaemonSet({ ...set, gated: true, startupSeconds: null });
          expect({ ...set, gated }).toEqual({ ...set, gated: found });
        }
      }
    });
  }
});
