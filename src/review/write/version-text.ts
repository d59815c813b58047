import type { RolloutAnalysis } from "../../rollout/rollout-analysis.js";
import { andList } from "../../words/list.js";

/** A number of pods on some versions; null where their API server refuses the object. */
interface OnVersions {
  versions: readonly string[];
  count: number | null;
}

/** "10 of 10 in 1.35.0 to 1.35.3 and 1.37, else 1 of 10": the given number first, and last where it is refused. */
function versionText(
  numbers: readonly OnVersions[],
  first: number | null,
  textOf: (count: number) => string,
): string {
  const known = numbers
    .flatMap(({ versions, count }) => (count === null ? [] : [{ versions, count }]))
    .toSorted(
      (left, right) =>
        Number(right.count === first) - Number(left.count === first) || right.count - left.count,
    );
  const refused = numbers.filter(({ count }) => count === null);
  const parts = known.map(({ versions, count }, index) =>
    refused.length === 0 && index > 0 && index === known.length - 1
      ? `else ${textOf(count)}`
      : `${textOf(count)} in ${andList(versions)}`,
  );
  return [...parts, ...refused.map(({ versions }) => `refused in ${andList(versions)}`)].join(", ");
}

/** Returns a worst case with the versions that it holds on, where they differ; `textOf` writes one of them. */
export function worstCaseOnVersions(
  { worstCase, worstCaseBy }: RolloutAnalysis,
  textOf: (worstCase: number) => string,
): string {
  if (worstCaseBy === null) return worstCase === null ? "–" : textOf(worstCase);
  return versionText(
    worstCaseBy.map((one) => ({ versions: one.versions, count: one.worstCase })),
    worstCase,
    textOf,
  );
}

/** Returns a budget with the versions that it holds on, where they differ. */
export function budgetOnVersions({ budget, budgetBy }: RolloutAnalysis): string {
  if (budgetBy === null) return `${budget}`;
  return versionText(
    budgetBy.map((one) => ({ versions: one.versions, count: one.budget })),
    budget,
    String,
  );
}
