import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawTimeline } from "../../../src/review/timeline/draw-timeline.js";
import type { RolloutTimeline } from "../../../src/simulation/index.js";
import { podOf, SEED_PROBE, seed, timelineOf } from "../../simulation/scenarios.js";

type Steps = [seconds: number, serving: number][];

/** A timeline that has nothing but its serving pods, the last of which are all that are asked for. */
function timeline(steps: Steps): RolloutTimeline {
  const none = { pods: 0, ready: 0, available: 0, serving: 0, terminating: 0 };
  const points = steps.map(([seconds, serving]) => ({ seconds, old: none, new: { ...none, serving } }));
  const lowest = { serving: Math.min(...steps.map(([, serving]) => serving)), spans: [], seconds: null };
  return { points, completeSeconds: 0, recoveredSeconds: steps.at(-1)?.[0] ?? 0, lowest };
}

const draw = (asWritten: Steps, withProbe?: Steps) =>
  drawTimeline([
    { label: "as written", timeline: timeline(asWritten) },
    ...(withProbe === undefined ? [] : [{ label: "with probe", timeline: timeline(withProbe) }]),
  ]);

const ROWS: [string, Steps, Steps | undefined, string[] | null][] = [
  [
    "both rows change at one second",
    [
      [0, 0],
      [30, 3],
    ],
    [
      [0, 2],
      [30, 3],
    ],
    [
      "second      0                                  30",
      "as written  0----------------------------------3--",
      "with probe  2----------------------------------3--",
    ],
  ],
  [
    "a row that does not change is a line",
    [
      [0, 0],
      [12.5, 1],
    ],
    [[0, 1]],
    [
      "second      0                                12.5",
      "as written  0--------------------------------1--",
      "with probe  1-----------------------------------",
    ],
  ],
  [
    "without a suggestion there is one row",
    [
      [0, 8],
      [20, 4],
      [45, 10],
    ],
    undefined,
    [
      "second      0              20                  45",
      "as written  8--------------4-------------------10--",
    ],
  ],
  [
    "marks stand apart however close they are",
    [
      [0, 10],
      [1, 9],
      [2, 8],
      [3, 7],
      [600, 10],
    ],
    undefined,
    [
      "second      0  1  2  3                        600",
      "as written  10-9--8--7------------------------10--",
    ],
  ],
  ["nothing happens", [[0, 3]], undefined, ["second      0", "as written  3--"]],
  [
    "of too many changes the fewest between two marks are shown",
    [
      [0, 20],
      [10, 19],
      [20, 18],
      [30, 17],
      [40, 16],
      [50, 15],
      [60, 14],
      [70, 13],
      [71, 14],
      [80, 13],
      [90, 12],
      [100, 13],
      [110, 14],
      [120, 15],
      [130, 16],
      [140, 17],
      [150, 20],
    ],
    undefined,
    [
      "second      0  20 40 60 80 90 100 120 130 140 150",
      "as written  19-17-15-13----12-13--15--16--17--20--",
      "(not every change fits: the fewest from each second on)",
    ],
  ],
  [
    "what cannot be drawn is left out",
    [
      [0, 5],
      [1e12, 4],
      [2e12, 5],
    ],
    [
      [0, 5],
      [1.5e12, 3],
      [1.7e12, 5],
    ],
    null,
  ],
];

describe("a timeline as text", () => {
  test.each(ROWS)("%s", (_, asWritten, withProbe, lines) => {
    expect(draw(asWritten, withProbe)).toEqual(lines);
  });

  test("shows the seed's rollout before and after", () => {
    const gated = podOf({ startupSeconds: 30, readinessProbe: SEED_PROBE });
    const rows = [
      { label: "as written", timeline: timelineOf(seed()) },
      { label: "with probe", timeline: timelineOf(seed({ newPods: [gated] })) },
    ];
    expect(drawTimeline(rows)).toEqual(ROWS[0]?.[3]);
  });

  test("fits 60 columns, and each number stands under its second", () => {
    const steps: fc.Arbitrary<Steps> = fc
      .uniqueArray(fc.nat(5000), { minLength: 0, maxLength: 30 })
      .chain((times) => {
        const seconds = [0, ...times.filter((time) => time > 0)].sort((left, right) => left - right);
        const counts = fc.array(fc.nat(200), { minLength: seconds.length, maxLength: seconds.length });
        return counts.map((numbers) =>
          seconds.map((second, index): [number, number] => [second, numbers[index] as number]),
        );
      });
    fc.assert(
      fc.property(steps, steps, (asWritten, withProbe) => {
        const lines = draw(asWritten, withProbe) as string[];
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
        expect(lines.length).toBeLessThanOrEqual(4);
        const [axis, ...rows] = lines as [string, string, string];
        for (const [index, row] of [asWritten, withProbe].entries())
          expectExact(axis, rows[index] as string, row);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Every number of a row is the fewest of its steps from the second above it until the second of the next mark. */
function expectExact(axis: string, line: string, steps: Steps): void {
  const marks = [...axis.slice(12).matchAll(/\S+/g)].map(
    ({ index, 0: text }) => [index, Number(text)] as const,
  );
  const numbers = new Map([...line.slice(12).matchAll(/\d+/g)].map(({ index, 0: text }) => [index, text]));
  let shown = -1;
  for (const [at, [column, second]] of marks.entries()) {
    const until = marks[at + 1]?.[1] ?? Number.POSITIVE_INFINITY;
    shown = Number(numbers.get(column) ?? shown);
    const before = steps.findLast(([seconds]) => seconds <= second) as [number, number];
    const within = steps.filter(([seconds]) => seconds > second && seconds < until);
    expect(shown).toBe(Math.min(...[before, ...within].map(([, serving]) => serving)));
    numbers.delete(column);
  }
  expect([...numbers]).toEqual([]);
}
