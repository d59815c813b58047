import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { EXAMPLE, type RolloutSettings } from "../../src/rollout-link/rollout-settings.js";
import { servingAt, worstCaseOfRollingUpdate } from "../../src/simulation/index.js";
import {
  type ChartLines,
  courseLines,
  curveLines,
  curveSteps,
  hasFirstStretch,
  type Point,
} from "../../src/web/browser/chart-lines.js";
import { type ComputedRollout, computeRollout } from "../../src/web/browser/compute-rollout.js";
import { courseSteps, courseStretches, stepAt } from "../../src/web/browser/course-steps.js";

const compute = (given: Partial<RolloutSettings>) => computeRollout({ ...EXAMPLE, ...given });
const settings = fc
  .record({
    replicas: fc.integer({ min: 1, max: 60 }),
    maxSurge: fc.integer({ min: 0, max: 20 }),
    maxUnavailable: fc.integer({ min: 0, max: 20 }),
    minReadySeconds: fc.integer({ min: 0, max: 40 }),
    startupSeconds: fc.integer({ min: 0, max: 120 }),
    gated: fc.boolean(),
    otherProbesSeconds: fc.constantFrom(0, 7),
  })
  .filter(({ maxSurge, maxUnavailable }) => maxSurge + maxUnavailable > 0);

/** The height of a line at a moment: that of the last corner before it, or at it. */
const heightAt = (line: readonly Point[], x: number, isWithin = (corner: number) => corner <= x): number =>
  line.findLast((corner) => isWithin(corner.x))!.y;

function expectInside({ xEnd, yStart, yEnd, ...lines }: ChartLines): void {
  for (const line of [lines.asWritten, lines.withProbe, lines.budget]) {
    for (const [index, { x, y }] of line.entries()) {
      expect(x).toBeGreaterThanOrEqual(line[index - 1]?.x ?? -xEnd);
      expect(y).toBeGreaterThanOrEqual(yStart);
      expect(y).toBeLessThanOrEqual(yEnd);
    }
    if (line.length > 0) expect(line.at(-1)!.x).toBe(xEnd);
  }
  expect(yEnd).toBeGreaterThan(yStart);
}

describe("a course", () => {
  it("is drawn as the simulation gives it, from all that serve before it to its end", () => {
    fc.assert(
      fc.property(settings, fc.constantFrom("whole", "first"), (given, stretch) => {
        const rollout = compute(given);
        const steps = courseSteps(rollout);
        const lines = courseLines(rollout, steps, stretch as "whole" | "first");
        expectInside(lines);
        expect(lines.asWritten[0]).toEqual({ x: expect.any(Number), y: given.replicas });
        expect(lines.asWritten[0]!.x).toBeLessThan(0);
        const drawn = [
          [lines.asWritten, rollout.asWritten],
          [lines.withProbe, rollout.withProbe],
        ] as const;
        for (const [line, timeline] of drawn) {
          for (const point of timeline?.points ?? [])
            if (point.seconds < lines.xEnd) expect(heightAt(line, point.seconds)).toBe(servingAt(point));
        }
        expect(lines.budget[0]!.y).toBe(given.replicas - rollout.budget);
      }),
      { numRuns: 200 },
    );
  });

  it("whose beginning is all that matters can be looked at without the rest", () => {
    const long = compute({ replicas: 100, maxSurge: 1, maxUnavailable: 0 });
    expect(hasFirstStretch(long)).toBe(true);
    const [whole, first] = (["whole", "first"] as const).map((part) =>
      courseLines(long, courseSteps(long), part),
    );
    expect([whole!.xEnd, first!.xEnd]).toEqual([3180, 31.8]);
    expect(hasFirstStretch(compute({}))).toBe(false);
  });

  it("of which a few of very many pods change is drawn large, and one that falls far from 0", () => {
    const few = compute({
      replicas: 1000,
      maxSurge: 1,
      maxUnavailable: 0,
      minReadySeconds: 600,
      startupSeconds: 3600,
    });
    expect(courseLines(few, courseSteps(few), "whole")).toMatchObject({ yStart: 989, yEnd: 1001 });
    const example = compute({});
    expect(courseLines(example, courseSteps(example), "whole")).toMatchObject({ yStart: 0, yEnd: 3 });
    const still = compute({ replicas: 1000, maxSurge: 1, maxUnavailable: 0, startupSeconds: 0 });
    expect(courseLines(still, courseSteps(still), "whole")).toMatchObject({ yStart: 0, yEnd: 1000 });
  });

  it.each([
    ["begins and ends within ten seconds", { startupSeconds: 0, replicas: 1 }, 10],
    ["takes an hour", { startupSeconds: 3600 }, 3816],
    [
      "takes weeks",
      { replicas: 1000, maxSurge: 1, maxUnavailable: 0, minReadySeconds: 600, startupSeconds: 3600 },
      4_452_000,
    ],
  ])("that %s has an axis as long", (_, given, xEnd) => {
    const rollout = compute({ initialDelaySeconds: 0, ...given });
    expect(courseLines(rollout, courseSteps(rollout), "whole").xEnd).toBeCloseTo(xEnd, 0);
  });
});

describe("a curve", () => {
  it("is the formula's at every whole second", () => {
    fc.assert(
      fc.property(settings, (given) => {
        const { maxSurge, maxUnavailable, ...rollout } = compute(given);
        const lines = curveLines({ ...rollout, maxSurge, maxUnavailable } as ComputedRollout);
        expectInside(lines);
        for (let startup = 0; startup <= lines.xEnd; startup++) {
          const expected = worstCaseOfRollingUpdate({
            ...given,
            maxSurge,
            maxUnavailable,
            startupSeconds: startup,
          });
          const height =
            startup === 0 ? lines.asWritten[0]!.y : heightAt(lines.asWritten, startup, (x) => x < startup);
          expect(height, `${startup} s`).toBe(expected);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("ends where a start-up time can be set no longer", () => {
    const { xEnd, yEnd } = curveLines(
      compute({ replicas: 1000, maxSurge: 1, maxUnavailable: 0, minReadySeconds: 600 }),
    );
    expect([xEnd, yEnd]).toEqual([3600, 6]);
  });

  it("has its last step, though not all that come before it", () => {
    const { curve } = compute({ replicas: 1000, maxSurge: 1, maxUnavailable: 0, minReadySeconds: 1 });
    expect(curve.steps).toHaveLength(1000);
    expect(curveSteps(curve).at(-1)).toEqual({ fromSeconds: 1000, worstCase: 1000 });
    expect(curveSteps(compute({}).curve)).toEqual([
      { fromSeconds: 0, worstCase: 1 },
      { fromSeconds: 1, worstCase: 3 },
    ]);
  });
});

describe("steps", () => {
  const steps = [0, 10, 20, 30, 40].map((seconds) => ({
    seconds,
    asWritten: seconds / 10,
    withProbe: 9 - seconds / 10,
  }));

  it("are found by their moment", () => {
    expect([-1, 0, 9.9, 10, 39, 40, 99].map((seconds) => stepAt(steps, seconds))).toEqual([
      0, 0, 0, 1, 3, 4, 4,
    ]);
  });

  it("come together where there are too many, each stretch with its fewest", () => {
    expect(courseStretches(steps, 5)).toHaveLength(5);
    expect(courseStretches(steps, 3)).toEqual([
      { from: 0, until: 20, asWritten: 0, withProbe: 8 },
      { from: 20, until: 40, asWritten: 2, withProbe: 6 },
      { from: 40, until: null, asWritten: 4, withProbe: 5 },
    ]);
    const single = steps.map((step) => ({ ...step, withProbe: null }));
    expect(courseStretches(single, 3)[0]).toMatchObject({ withProbe: null });
  });
});

test("with the probe of other containers to wait for, a pod counts later", () => {
  const first = (given: Partial<RolloutSettings>) =>
    compute({ replicas: 4, maxUnavailable: 0, maxSurge: 1, ...given }).asWritten;
  expect(first({}).completeSeconds).toBe(0);
  expect(first({ otherProbesSeconds: 12 }).completeSeconds).toBe(48);
});
