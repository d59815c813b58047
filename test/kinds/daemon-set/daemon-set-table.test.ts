import { describe, expect, test } from "vitest";
import { daemonSetRollout, outcomeOfDaemonSet } from "../../../src/kinds/daemon-set/daemon-set-rollout.js";
import { analyzeRollout } from "../../../src/rollout/analyze-rollout.js";
import { onAnyNodes } from "../../../src/rollout/unknown-nodes.js";
import { minorVersion } from "../../rollout/minor-version.js";
import { lostNodesByHand, shareByHand } from "./daemon-set-oracle.js";

const upTo = (last: number) => Array.from({ length: last + 1 }, (_, index) => index);
const LIMITS: (number | string)[] = [
  ...upTo(13).slice(1),
  ...upTo(100)
    .slice(1)
    .map((pods) => `${pods}%`),
];
const TIMINGS = [true, false].flatMap((gated) =>
  [null, 0, 1, 10, 45].flatMap((startupSeconds) =>
    [0, 1, 7, 10, 45, 60].map((minReadySeconds) => ({ gated, startupSeconds, minReadySeconds })),
  ),
);
const pairsOf = (limit: number | string) => [
  { maxSurge: limit, maxUnavailable: 0 },
  { maxSurge: 0, maxUnavailable: limit },
];
const podsOf = (limit: number | string, nodes: number) =>
  typeof limit === "number" ? limit : shareByHand(Number.parseInt(limit, 10), nodes);

describe("budget and worst case of every limit, probe and timing", () => {
  for (const nodes of upTo(12)) {
    test(`on ${nodes} nodes`, () => {
      let combinations = 0;
      for (const strategy of LIMITS.flatMap(pairsOf)) {
        const surge = podsOf(strategy.maxSurge, nodes);
        const unavailable = podsOf(strategy.maxUnavailable, nodes);
        for (const timing of TIMINGS) {
          const outcome = outcomeOfDaemonSet(strategy, timing.minReadySeconds, nodes, timing);
          const byHand = { nodes, surge, unavailable, ...timing };
          const worstCase = lostNodesByHand(byHand);
          const budget = lostNodesByHand({ ...byHand, gated: true });
          // One assertion a combination would take minutes; this one only speaks where they differ.
          if (outcome?.worstCase !== worstCase || outcome.budget !== budget)
            expect({ nodes, ...strategy, ...timing, outcome }).toEqual({ worstCase, budget });
          combinations++;
        }
      }
      expect(combinations).toBe(2 * LIMITS.length * TIMINGS.length);
    });
  }
});

describe("a DaemonSet on nodes that nobody has counted", () => {
  const NODES = upTo(200).slice(1);

  test.each(["1", "3", "1%", "10%", "34%", "99%", "100%"])(
    "with a limit of %s says what holds on any number",
    (written) => {
      const limit = written.endsWith("%") ? written : Number(written);
      for (const strategy of pairsOf(limit)) {
        for (const { minReadySeconds, ...timing } of TIMINGS) {
          const spec = { minReadySeconds, updateStrategy: { rollingUpdate: strategy } };
          const reading = daemonSetRollout.read({
            apiVersion: "apps/v1",
            spec,
            version: minorVersion(36),
            holdsHostPorts: false,
          });
          const found = onAnyNodes(reading, timing)!;
          const outcomes = NODES.map((nodes) => ({ nodes, ...reading.outcomeAt!(nodes, timing)! }));
          const gated = NODES.map((nodes) => reading.outcomeAt!(nodes, { ...timing, gated: true })!);
          const context = JSON.stringify({ strategy, minReadySeconds, timing, found });
          const all = outcomes.every(({ nodes, worstCase }) => worstCase === nodes);
          const none = outcomes.every(({ worstCase }) => worstCase === 0);
          expect(found.worstShare, context).toBe(all ? 1 : none ? 0 : null);
          expect(found.worstCase, context).toBe(none ? 0 : null);
          expect(found.gateHelps, context).toBe(
            outcomes.some(({ worstCase }, index) => worstCase > gated[index]!.worstCase),
          );
          if (found.mostPods !== null)
            expect(Math.max(...outcomes.map(({ worstCase }) => worstCase)), context).toBe(found.mostPods);
          if (found.budget !== null)
            expect(Math.max(...outcomes.map(({ budget }) => budget!)), context).toBe(found.budget);
        }
      }
    },
  );

  const analyze = (spec: Record<string, unknown>, conditions: { gated?: boolean; recreated?: boolean }) =>
    analyzeRollout(
      daemonSetRollout.read({
        apiVersion: "apps/v1",
        spec,
        version: minorVersion(36),
        holdsHostPorts: false,
      }),
      { replicas: "unknown", startupSeconds: null, gated: false, recreated: false, ...conditions },
    );

  test("has no number of replicas and no worst case, and all of them may go where it is ungated", () => {
    expect(analyze({}, {})).toEqual({
      replicas: null,
      strategy: "RollingUpdate",
      maxSurge: 0,
      maxUnavailable: 1,
      minReadySeconds: 0,
      budget: 1,
      worstCase: null,
      worstShare: 1,
      atReplicas: null,
      unknownNodes: { limit: "1", mostPods: null, hollow: true },
    });
    expect(analyze({}, { gated: true })).toMatchObject({
      worstCase: null,
      worstShare: null,
      unknownNodes: { limit: "1", mostPods: 1, hollow: false },
    });
  });

  test("loses nothing under OnDelete, and all of them where it is created again", () => {
    const onDelete = { updateStrategy: { type: "OnDelete", rollingUpdate: { maxUnavailable: 3 } } };
    expect(analyze(onDelete, {})).toMatchObject({
      strategy: "OnDelete",
      budget: null,
      worstCase: 0,
      worstShare: 0,
    });
    expect(analyze(onDelete, { recreated: true })).toMatchObject({
      budget: null,
      worstCase: null,
      worstShare: 1,
    });
    expect(analyze({}, { gated: true, recreated: true })).toMatchObject({ budget: null, worstShare: 1 });
  });

  test("has nothing where its strategy is refused", () => {
    expect(analyze({ updateStrategy: { rollingUpdate: { maxSurge: 1 } } }, {})).toMatchObject({
      maxSurge: null,
      budget: null,
      worstCase: null,
      worstShare: null,
      unknownNodes: null,
    });
  });
});
