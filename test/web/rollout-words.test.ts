import { describe, expect, it, test } from "vitest";
import { EXAMPLE, type RolloutSettings } from "../../src/rollout-link/rollout-settings.js";
import { computeRollout } from "../../src/web/browser/compute-rollout.js";
import { courseSteps } from "../../src/web/browser/course-steps.js";
import { type PageWords, rolloutWords, stepWords } from "../../src/web/browser/rollout-words.js";

const wordsOf = (given: Partial<RolloutSettings>): PageWords =>
  rolloutWords(computeRollout({ ...EXAMPLE, ...given }));

const ROWS: [string, Partial<RolloutSettings>, Partial<PageWords>][] = [
  [
    "the example",
    {},
    {
      worstCase: "3 of 3 pods can be out of service at once; the budget allows 1.",
      worstCaseMore:
        "With a readiness probe on every serving container: 1 of 3 pods. The app's start-up time is not stated, so any time is counted.",
      breakEven: "Within its budget only if the app serves as soon as it runs.",
      limits:
        "maxSurge 34% of 3 is 2 pods more, maxUnavailable 34% of 3 is 1 pod fewer: at most 5 run, and 2 or more count as available.",
      asWritten:
        "at the lowest 0 of 3 pods serve, for 30 s. Kubernetes calls it complete after 0 s; all 3 pods serve again from 30 s on.",
      withProbe:
        "at the lowest 2 of 3 pods serve, for 30 s. Kubernetes calls it complete after 30 s; all 3 pods serve again from 30 s on.",
      summary:
        "Worst case 3 of 3. As written: at the lowest 0 of 3 pods serve, for 30 s. With the probe: at the lowest 2 of 3 pods serve, for 30 s.",
    },
  ],
  [
    "a wait, of an app whose start-up time nobody knows",
    { replicas: 10, maxSurge: 1, maxUnavailable: 1, minReadySeconds: 20 },
    {
      worstCase: "10 of 10 pods can be out of service at once; the budget allows 1.",
      worstCaseMore:
        "With a readiness probe on every serving container: 1 of 10 pods. The app's start-up time is not stated, so any time is counted. If it is at most 30 s: 3 of 10 pods.",
      breakEven:
        "Within its budget only if the app starts in at most 19 s. From 100 s on all 10 pods can be out.",
    },
  ],
  [
    "a wait above the start-up time that is known",
    { minReadySeconds: 31, startupSeconds: 30 },
    {
      worstCase: "1 of 3 pods can be out of service at once; the budget allows 1. It holds.",
      worstCaseMore: "",
      breakEven:
        "Within its budget only if the app starts in at most 30 s. From 31 s on all 3 pods can be out.",
    },
  ],
  [
    "a gate as it is written",
    { gated: true, startupSeconds: 600 },
    {
      worstCase: "1 of 3 pods can be out of service at once; the budget allows 1. It holds.",
      worstCaseMore: "",
      breakEven: "Kubernetes waits for a probe, so this holds however long the app takes to start.",
      withProbe: null,
      summary: "Worst case 1 of 3. As written: at the lowest 2 of 3 pods serve, for 10 min.",
    },
  ],
  [
    "a single pod that is started before it is missed",
    { replicas: 1, maxSurge: "25%", maxUnavailable: "25%", startupSeconds: 40 },
    {
      worstCase: "The only pod can be out of service at once; the budget allows none.",
      worstCaseMore: "With a readiness probe on every serving container: no pod.",
      limits:
        "maxSurge 25% of 1 is 1 pod more, maxUnavailable 25% of 1 is 0 pods fewer: at most 2 run, and 1 or more count as available.",
      asWritten:
        "the only pod does not serve, for 40 s. Kubernetes calls it complete after 0 s; the only pod serves again from 40 s on.",
      withProbe: "the only pod serves all the time. Kubernetes calls it complete after 40 s.",
    },
  ],
  [
    "limits that both come to 0",
    { replicas: 7, maxSurge: "0%", maxUnavailable: "1%", startupSeconds: 17, minReadySeconds: 5 },
    {
      worstCase: "4 of 7 pods can be out of service at once; the budget allows 1.",
      limits:
        "maxSurge 0% of 7 is 0 pods more, maxUnavailable 1% of 7 is 1 pod fewer (0, raised to 1 as maxSurge is 0 too): at most 7 run, and 6 or more count as available.",
    },
  ],
  [
    "a strategy that lets every pod go",
    { maxUnavailable: "100%", startupSeconds: 5 },
    {
      worstCase: "3 of 3 pods can be out of service at once; the budget allows 3. It holds.",
      breakEven: "The budget is every pod: the strategy itself lets all of them go at once.",
    },
  ],
  [
    "an app that serves at once",
    { startupSeconds: 0 },
    {
      worstCase: "1 of 3 pods can be out of service at once; the budget allows 1. It holds.",
      worstCaseMore: "",
    },
  ],
];

describe("the words", () => {
  it.each(ROWS)("of %s", (_, settings, words) => expect(wordsOf(settings)).toMatchObject(words));
});

test("a moment is told with how long it lasts", () => {
  const rollout = computeRollout({ ...EXAMPLE, replicas: 4, minReadySeconds: 10 });
  const steps = courseSteps(rollout);
  const words = steps.map((step, index) => stepWords(step, steps[index + 1], 4));
  expect([words[0], words[1], words.at(-1)]).toEqual([
    "From 0 s to 10 s: as written 3 of 4 serve, with the probe 3.",
    "From 10 s to 30 s: as written 0 of 4 serve, with the probe 3.",
    "From 70 s on: as written 4 of 4 serve, with the probe 4.",
  ]);
  const alone = computeRollout({ ...EXAMPLE, replicas: 1, gated: true });
  expect(stepWords(courseSteps(alone)[0]!, undefined, 1)).toBe("From 0 s on: as written 1 of 1 serves.");
});
