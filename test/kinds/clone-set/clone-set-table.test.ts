import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  cloneSetRollout,
  resolveCloneSetLimits,
  worstCaseOfCloneSet,
} from "../../../src/kinds/clone-set/clone-set-rollout.js";
import { readCloneSetStrategy } from "../../../src/kinds/clone-set/read-clone-set-strategy.js";
import { worstCaseOverRange } from "../../../src/rollout/analyze-rollout.js";
import { minorVersion } from "../../rollout/minor-version.js";
import { type CloneSetRun, goneAfter } from "./clone-set-controller.js";

const FIRST = "apps.kruise.io/v1alpha1";
const SECOND = "apps.kruise.io/v1beta1";
const upTo = (last: number, from = 0) => Array.from({ length: last - from + 1 }, (_, index) => from + index);

describe("the limits of a CloneSet", () => {
  it.each([
    // maxUnavailable is rounded up without a surge, and down with one.
    [{}, 1, [1, 0, 1]],
    [{}, 5, [5, 0, 1]],
    [{}, 6, [6, 0, 2]],
    [{ maxSurge: 1 }, 4, [4, 1, 0]],
    [{ maxSurge: 1 }, 6, [6, 1, 1]],
    [{ maxSurge: "0%" }, 6, [6, 0, 2]],
    [{ maxSurge: "10%", maxUnavailable: 0 }, 11, [11, 2, 0]],
    [{ maxUnavailable: 9 }, 4, [4, 0, 9]],
    // A partition is rounded up, and only "100%" keeps every pod of several.
    [{ partition: 2 }, 5, [3, 0, 1]],
    [{ partition: 9 }, 5, [0, 0, 1]],
    [{ partition: "10%" }, 5, [4, 0, 1]],
    [{ partition: "90%" }, 5, [1, 0, 1]],
    [{ partition: "100%" }, 5, [0, 0, 1]],
    [{ partition: "90%" }, 1, [0, 0, 1]],
  ])("%j of %i pods", (updateStrategy, replicas, [replaced, maxSurge, maxUnavailable]) => {
    const { strategy } = readCloneSetStrategy({ apiVersion: FIRST, spec: { updateStrategy } });
    expect(resolveCloneSetLimits(strategy!, replicas)).toEqual({ replaced, maxSurge, maxUnavailable });
  });
});

describe("the worst case of a CloneSet", () => {
  const runs: CloneSetRun[] = [false, true].flatMap((inPlace) =>
    upTo(8, 1).flatMap((replicas) =>
      upTo(replicas).flatMap((kept) =>
        upTo(4).flatMap((surge) =>
          upTo(4).flatMap((unavailable) =>
            surge + unavailable > 0 ? [{ replicas, kept, surge, unavailable, inPlace }] : [],
          ),
        ),
      ),
    ),
  );
  const said = ({ replicas, kept, surge, unavailable }: CloneSetRun, timing: [boolean, number | null]) =>
    worstCaseOfCloneSet({
      replaced: replicas - kept,
      maxSurge: surge,
      maxUnavailable: unavailable,
      gated: timing[0],
      startupSeconds: timing[1],
      minReadySeconds: 1,
    });

  test("is what its controller lets go, gated", () => {
    for (const run of runs) expect([run, said(run, [true, null])]).toEqual([run, goneAfter(run, 0)]);
  });

  test("is every pod that is updated, ungated with an unknown start-up time", () => {
    for (const run of runs) expect([run, said(run, [false, null])]).toEqual([run, goneAfter(run, 100)]);
  });

  test("is never below what its controller lets go, with a known one, and seldom above", () => {
    let above = 0;
    for (const run of runs) {
      for (const times of upTo(4)) {
        const [gone, worst] = [goneAfter(run, times), said(run, [false, times])];
        if (gone > worst) expect({ run, times, gone, worst }).toEqual("never below");
        if (gone < worst) above++;
      }
    }
    // Near its end a rollout surges no further than to the pods that are left.
    expect([above, runs.length * 5]).toEqual([16, 10560]);
  });
});

const limits = fc.oneof(
  fc.nat(30),
  fc.nat(100).map((percent) => `${percent}%`),
);

test("a range of replicas has the worst case that asking at every number of them finds", () => {
  const cases = fc.record({
    min: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 900 })),
    width: fc.oneof(fc.nat(120), fc.nat(1500)),
    partition: fc.oneof(
      fc.constant(0),
      fc.nat(900),
      fc.nat(100).map((percent) => `${percent}%`),
    ),
    maxSurge: limits,
    maxUnavailable: limits,
    gated: fc.boolean(),
    startupSeconds: fc.option(fc.nat(40)),
    minReadySeconds: fc.nat(20),
  });
  fc.assert(
    fc.property(cases, ({ min, width, gated, startupSeconds, minReadySeconds, ...updateStrategy }) => {
      const reading = cloneSetRollout.read({
        apiVersion: FIRST,
        spec: { updateStrategy, minReadySeconds },
        version: minorVersion(36),
        holdsHostPorts: false,
      });
      if (reading.outcomeAt === null) return;
      const timing = { gated, startupSeconds };
      const replicas = { min, max: min + width, source: "autoscaler" as const };
      let [maxPods, maxShare] = [0, { worstCase: 0, replicas: min }];
      for (let count = min; count <= min + width; count++) {
        const { worstCase } = reading.outcomeAt(count, timing)!;
        maxPods = Math.max(maxPods, worstCase);
        if (worstCase * maxShare.replicas > maxShare.worstCase * count)
          maxShare = { worstCase, replicas: count };
      }
      const found = worstCaseOverRange(reading, { ...timing, replicas, recreated: false });
      // Of equal shares the smallest number is told, which asking in another order may miss.
      expect(found?.maxPods).toBe(maxPods);
      expect((found?.maxShare.worstCase ?? 0) * maxShare.replicas).toBe(
        maxShare.worstCase * (found?.maxShare.replicas ?? 0),
      );
    }),
    { numRuns: 600 },
  );
});

describe("what OpenKruise refuses", () => {
  const faultsOf = (updateStrategy: unknown, more: Record<string, unknown> = {}, apiVersion = FIRST) =>
    cloneSetRollout
      .validate({
        apiVersion,
        spec: { updateStrategy, ...more },
        version: minorVersion(36),
        holdsHostPorts: false,
      })
      .map(({ field }) => field);

  it.each([
    [{}, []],
    [null, []],
    [{ type: "" }, []],
    [{ type: "InPlaceIfPossible", maxSurge: 1 }, []],
    [{ type: "InPlaceOnly", maxSurge: "0%" }, []],
    [{ maxUnavailable: 0, maxSurge: "1%" }, []],
    ["ReCreate", ["updateStrategy"]],
    [{ type: "Recreate" }, ["updateStrategy.type"]],
    [{ type: "RollingUpdate" }, ["updateStrategy.type"]],
    [{ type: "InPlaceOnly", maxSurge: 1 }, ["updateStrategy.maxSurge"]],
    [{ maxUnavailable: 0 }, ["updateStrategy.maxUnavailable"]],
    [{ maxUnavailable: "0%", maxSurge: "0%" }, ["updateStrategy.maxUnavailable"]],
    [{ maxUnavailable: -1 }, ["updateStrategy.maxUnavailable"]],
    [{ partition: "half" }, ["updateStrategy.partition"]],
    [{ partition: -1 }, ["updateStrategy.partition"]],
  ])("%j", (updateStrategy, fields) => {
    expect(faultsOf(updateStrategy)).toEqual(fields);
  });

  it("takes limits of 0 where there is no pod", () => {
    expect(faultsOf({ maxUnavailable: 0 }, { replicas: 0 })).toEqual([]);
  });

  it.each([
    [{ type: "RollingUpdate", rollingUpdate: { podUpdatePolicy: "InPlaceOnly" } }, []],
    [{ type: "ReCreate" }, ["updateStrategy.type"]],
    [{ rollingUpdate: { podUpdatePolicy: "Recreate" } }, ["updateStrategy.rollingUpdate.podUpdatePolicy"]],
    [{ rollingUpdate: { maxUnavailable: 0 } }, ["updateStrategy.rollingUpdate.maxUnavailable"]],
    [{ rollingUpdate: 1 }, ["updateStrategy.rollingUpdate"]],
  ])("in the second version, whose settings stand a level deeper: %j", (updateStrategy, fields) => {
    expect(faultsOf(updateStrategy, {}, SECOND)).toEqual(fields);
  });

  it("reads the same settings in both versions", () => {
    const settings = { maxUnavailable: 2, maxSurge: "30%", partition: 1 };
    const old = readCloneSetStrategy({
      apiVersion: FIRST,
      spec: { updateStrategy: { ...settings, type: "InPlaceIfPossible" } },
    });
    const rollingUpdate = { ...settings, podUpdatePolicy: "InPlaceIfPossible" };
    expect(readCloneSetStrategy({ apiVersion: SECOND, spec: { updateStrategy: { rollingUpdate } } })).toEqual(
      old,
    );
    expect(old.strategy).toMatchObject({ ...settings, type: "InPlaceIfPossible" });
  });
});
