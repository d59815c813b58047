import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kubernetesVersions } from "../../src/policy/kubernetes-version.js";
import { type TogetherPart, worstTogether } from "../../src/rollout/worst-together.js";

const [OLD] = kubernetesVersions({ kubernetes: "1.30" });
const [NEW] = kubernetesVersions({ kubernetes: "1.37" });
type Version = NonNullable<typeof OLD>;

/** A workload of `min` to `max` pods that loses so many of each number of them, the same on all versions. */
function part(
  [min, max]: [number, number],
  lossAt: (replicas: number) => number | null,
  versions = [OLD, NEW] as Version[],
): TogetherPart {
  const rollout = { replicas: { min, max, source: "manifest" as const }, worstCase: lossAt(max) };
  return { byVersion: [{ versions, rollout, lossAt }] };
}
const fixed = (replicas: number, worstCase: number | null) => part([replicas, replicas], () => worstCase);

describe("what several workloads lose together", () => {
  it.each<[string, TogetherPart[], unknown]>([
    ["adds up", [fixed(2, 1), fixed(3, 3)], { maxPods: 4, maxShare: { worstCase: 4, replicas: 5 } }],
    [
      "is nothing of nothing",
      [fixed(2, 0), fixed(3, 0)],
      { maxPods: 0, maxShare: { worstCase: 0, replicas: 5 } },
    ],
    ["is no number where that of one is none", [fixed(2, 1), fixed(3, null)], null],
    ["is no number of none", [], null],
    [
      "is at the number of replicas with the largest share of all, and not of each alone",
      // A quarter, rounded down: the first alone loses its largest share at 4 already.
      [part([2, 10], (count) => Math.floor(count / 4)), fixed(2, 0)],
      { maxPods: 2, maxShare: { worstCase: 2, replicas: 10 } },
    ],
    [
      "leaves out the pods of one that can have none and loses none",
      [part([0, 5], () => 0), fixed(4, 4)],
      { maxPods: 4, maxShare: { worstCase: 4, replicas: 4 } },
    ],
    [
      "is that of an autoscaler alone where the others have no pods",
      [part([0, 3], (count) => count), part([0, 3], () => 0)],
      { maxPods: 3, maxShare: { worstCase: 3, replicas: 3 } },
    ],
    ["is not asked of more numbers than anybody has", [part([1, 9_000], () => 1), fixed(1, 1)], null],
  ])("%s", (_, parts, expected) => {
    expect(worstTogether(parts)).toEqual(expected);
  });

  it("is that of the version that loses most, and never mixes two", () => {
    const onEach = (old: number | null, now: number | null): TogetherPart => ({
      byVersion: [
        ...part([4, 4], () => old, [OLD as Version]).byVersion,
        ...part([4, 4], () => now, [NEW as Version]).byVersion,
      ],
    });
    const loss = (worstCase: number) => ({ maxPods: worstCase, maxShare: { worstCase, replicas: 8 } });
    expect(worstTogether([onEach(1, 3), onEach(4, 1)])).toEqual(loss(5));
    expect(worstTogether([onEach(3, 1), fixed(4, 2)])).toEqual(loss(5));
    // A version that refuses one of them rolls nothing out there.
    expect(worstTogether([onEach(null, 1), onEach(4, 2)])).toEqual(loss(3));
  });

  it("is the worst of every combination of replicas", () => {
    const workload = fc
      .tuple(fc.nat(4), fc.nat(9), fc.nat(3), fc.nat(100))
      .map(([min, width, pods, percent]) =>
        part([min, min + width], (count) => Math.min(count, pods + Math.floor((count * percent) / 100))),
      );
    fc.assert(
      fc.property(fc.array(workload, { minLength: 1, maxLength: 3 }), (parts) => {
        expect(worstTogether(parts)).toEqual(byHand(parts));
      }),
      { numRuns: 500 },
    );
  });
});

/** The same by trying all of them, the shares compared crosswise. */
function byHand(parts: readonly TogetherPart[]) {
  let sums = [{ worstCase: 0, replicas: 0 }];
  for (const { byVersion } of parts) {
    const [{ rollout, lossAt }] = byVersion as [TogetherPart["byVersion"][number]];
    const { min, max } = rollout.replicas as { min: number; max: number };
    sums = sums.flatMap(({ worstCase, replicas }) =>
      Array.from({ length: max - min + 1 }, (_, step) => ({
        worstCase: worstCase + (lossAt(min + step) as number),
        replicas: replicas + min + step,
      })),
    );
  }
  const shares = sums.map(({ worstCase, replicas }) => (replicas === 0 ? 0 : worstCase / replicas));
  const largest = Math.max(...shares);
  const maxPods = Math.max(...sums.map(({ worstCase }) => worstCase));
  const found = worstTogether(parts);
  const share =
    found === null || found.maxShare.replicas === 0 ? 0 : found.maxShare.worstCase / found.maxShare.replicas;
  // Several sums can have the largest share: any of them will do, and the pods must be one of them.
  expect(share).toBeCloseTo(largest, 12);
  expect(found?.maxPods).toBe(maxPods);
  expect(sums).toContainEqual(found?.maxShare);
  return found;
}
