import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { podMilestones } from "../../src/simulation/pods/pod-milestones.js";
import type { PodCourse, ProbeCourse } from "../../src/simulation/scenario.js";
import { podOf } from "./scenarios.js";

const probe = (rest: Partial<ProbeCourse> = {}): ProbeCourse => ({
  initialDelaySeconds: 0,
  periodSeconds: 10,
  timeoutSeconds: 1,
  successThreshold: 1,
  failureThreshold: 3,
  ...rest,
});
const readiness = (startupSeconds: number | null, rest: Partial<ProbeCourse> = {}): PodCourse =>
  podOf({ startupSeconds, readinessProbe: probe(rest) });
const startup = (startupSeconds: number | null, rest: Partial<ProbeCourse> = {}): PodCourse =>
  podOf({ startupSeconds, startupProbe: probe(rest) });

/** [what it shows, pod, second at which it is ready] */
const READY: [string, PodCourse, number | null][] = [
  ["without a probe as soon as it runs", podOf({ startupSeconds: 30 }), 0],
  ["with one at the first run that the app answers", readiness(12), 20],
  ["at a run on the very second at which it serves", readiness(20), 20],
  ["not before the initial delay", readiness(2, { initialDelaySeconds: 30 }), 30],
  [
    "at the next run after the initial delay",
    readiness(31, { initialDelaySeconds: 30, periodSeconds: 5 }),
    35,
  ],
  ["later where the runs come later", readiness(12, { offsetSeconds: 4 }), 14],
  ["after as many successes as it takes", readiness(12, { successThreshold: 3 }), 40],
  ["never where the app never serves", readiness(null), null],
  ["early where the port is open before the app can serve", readiness(30, { answersSeconds: 4 }), 10],
  ["never where nothing answers that probe", readiness(3, { answersSeconds: null }), null],
  ["within a run that hangs until the app serves", readiness(12, { hangs: true, timeoutSeconds: 5 }), 12],
  ["at the next run where the hanging one timed out", readiness(12, { hangs: true, timeoutSeconds: 2 }), 20],
  ["not by a run that times out on that very second", readiness(12, { hangs: true, timeoutSeconds: 2 }), 20],
  [
    "one hanging run after the other",
    readiness(31, { hangs: true, periodSeconds: 5, timeoutSeconds: 8 }),
    31,
  ],
  [
    "with the run that waited behind a hanging one as its second success",
    readiness(31, { hangs: true, periodSeconds: 5, timeoutSeconds: 8, successThreshold: 2 }),
    31,
  ],
  [
    "and the third at the regular time",
    readiness(31, { hangs: true, periodSeconds: 5, timeoutSeconds: 8, successThreshold: 3 }),
    35,
  ],
  [
    "with the second success at the next run where none waits",
    readiness(3, { hangs: true, timeoutSeconds: 5, successThreshold: 2 }),
    10,
  ],
  ["with a startup probe alone at its success", startup(12), 20],
  ["at the last run before that gives up", startup(20), 20],
  ["never once it has given up", startup(20.001), null],
  ["sooner given up where each run hangs", startup(35, { hangs: true, timeoutSeconds: 12 }), 35],
  ["and not a run later", startup(36, { hangs: true, timeoutSeconds: 12 }), null],
  [
    "with both first the one, then the other",
    podOf({ startupSeconds: 12, startupProbe: probe({ periodSeconds: 7 }), readinessProbe: probe() }),
    20,
  ],
  [
    "with both never where the startup probe gives up",
    podOf({ startupSeconds: 50, startupProbe: probe(), readinessProbe: probe() }),
    null,
  ],
  [
    "with its slowest container",
    { containers: [{ startupSeconds: 1 }, { startupSeconds: 25, readinessProbe: probe() }] },
    30,
  ],
  ["without containers as soon as it runs", { containers: [] }, 0],
  ["when its readiness gates are true", { ...readiness(12), readinessGateSeconds: 7.5 }, 27.5],
  ["never while a readiness gate is not", { ...readiness(12), readinessGateSeconds: null }, null],
];

describe("a pod is ready", () => {
  test.each(READY)("%s", (_, pod, at) => {
    expect(podMilestones(pod).readyAt).toBe(at === null ? null : at * 1000);
  });

  test("after it has been scheduled, its images pulled and its containers started", () => {
    const delays = { schedulingSeconds: 0.1, pullSeconds: 0.2, startSeconds: 1 };
    expect(podMilestones({ ...readiness(12), ...delays })).toEqual({
      scheduledAt: 100,
      runningAt: 1300,
      readyAt: 21_300,
      servesAt: 13_300,
    });
  });
});

describe("a pod serves", () => {
  const container = (startupSeconds: number | null, serving = true) => ({ startupSeconds, serving });

  test.each([
    ["with the last of its serving containers", [container(3), container(12), container(40, false)], 12_000],
    ["never where one of them never does", [container(3), container(null)], null],
    [
      "never where its startup probe gives up, however it is reached",
      [{ startupSeconds: 50, startupProbe: probe() }],
      null,
    ],
    ["at once where none of them does", [container(30, false)], 0],
  ])("%s", (_, containers, at) => {
    expect(podMilestones({ containers }).servesAt).toBe(at);
  });
});

/** The worker's loop, run by run: a tick that comes while a run hangs starts the next one at once. */
function successByHand(course: ProbeCourse, answers: number, attempts: number): number | null {
  const { periodSeconds, timeoutSeconds, successThreshold, initialDelaySeconds, hangs } = course;
  let [now, tick, failures, successes] = [initialDelaySeconds, initialDelaySeconds + periodSeconds, 0, 0];
  for (;;) {
    const succeeds = answers <= now || (hangs === true && answers < now + timeoutSeconds);
    const end = succeeds ? Math.max(now, answers) : hangs === true ? now + timeoutSeconds : now;
    if (succeeds) successes += 1;
    else failures += 1;
    if (successes === successThreshold) return end;
    if (failures === attempts) return null;
    const waiting = tick <= end && end > now;
    if (waiting) {
      while (tick <= end) tick += periodSeconds;
      now = end;
    } else {
      now = tick;
      tick += periodSeconds;
    }
  }
}

test("a probe's success is where its runs, followed one by one, come to it", () => {
  const courses = fc.record({
    initialDelaySeconds: fc.nat(20),
    periodSeconds: fc.integer({ min: 1, max: 12 }),
    timeoutSeconds: fc.integer({ min: 1, max: 20 }),
    successThreshold: fc.constant(1),
    failureThreshold: fc.integer({ min: 1, max: 8 }),
    hangs: fc.boolean(),
  });
  fc.assert(
    fc.property(courses, fc.nat(90), fc.integer({ min: 1, max: 4 }), (course, answers, successThreshold) => {
      const seconds = (at: number | null) => (at === null ? null : at * 1000);
      const { failureThreshold } = course;
      const byStartup = podMilestones(podOf({ startupSeconds: answers, startupProbe: course })).readyAt;
      expect(byStartup).toBe(seconds(successByHand(course, answers, failureThreshold)));
      const readinessProbe = { ...course, successThreshold };
      const byReadiness = podMilestones(podOf({ startupSeconds: answers, readinessProbe })).readyAt;
      expect(byReadiness).toBe(seconds(successByHand(readinessProbe, answers, Number.POSITIVE_INFINITY)));
    }),
    { numRuns: 3000 },
  );
});
