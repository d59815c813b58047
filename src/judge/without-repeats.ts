import { get, type JsonObject, type KeyPath } from "../manifest/json-value.js";
import type { RuleName } from "../policy/rule-names.js";

/** What it takes to know a verdict on the same place. */
interface Placed {
  rule: RuleName;
  path: KeyPath;
  object?: unknown;
}

/** Rules that say more of what they refuse than that it is refused. */
const CLOSER: ReadonlySet<RuleName> = new Set([
  "manifest-shape",
  "unknown-field",
  "invalid-rollout",
  "probe-target",
  "probe-timing",
]);

/** One fault, one finding: a refusal is left to a rule that knows more of the same place. */
export function withoutRepeats<T extends Placed>(verdicts: readonly T[], value: JsonObject): T[] {
  const closer = verdicts.filter(({ rule }) => CLOSER.has(rule));
  return verdicts.filter(
    (verdict) =>
      verdict.rule !== "refused-object" ||
      !closer.some(
        (other) => isSamePlace(verdict.path, other.path) || isMisspelling(verdict.path, other, value),
      ),
  );
}

/** One of the two stands at the other's place or below it. */
function isSamePlace(one: KeyPath, other: KeyPath): boolean {
  return Array.from(
    { length: Math.min(one.length, other.length) },
    (_, index) => one[index] === other[index],
  ).every(Boolean);
}

/** Something is missing beside a field that nobody knows: the one may well be meant as the other. */
function isMisspelling(path: KeyPath, { rule, path: other }: Placed, value: JsonObject): boolean {
  return (
    rule === "unknown-field" &&
    path.length === other.length &&
    get(value, ...path) === undefined &&
    path.slice(0, -1).every((key, index) => other[index] === key)
  );
}
