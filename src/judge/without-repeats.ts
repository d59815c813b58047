import type { JsonObject, KeyPath } from "../manifest/json-value.js";
import type { RuleName } from "../policy/rule-names.js";
import { isMisspelling, isSamePlace, isVolumeBelow } from "../rules/common/same-fault.js";

/** The parts of a verdict that tell whether another is on the same place. */
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
        (other) =>
          isSamePlace(verdict.path, other.path) ||
          (other.rule === "unknown-field" &&
            (isMisspelling(verdict.path, other.path, value) ||
              isVolumeBelow(verdict.path, other.path, value))),
      ),
  );
}
