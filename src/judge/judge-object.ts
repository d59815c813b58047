import type { ManifestObject } from "../manifest/manifest.js";
import type { Policy } from "../policy/policy.js";
import type { RuleName } from "../policy/rule-names.js";
import { misnamedObject } from "../rules/manifest-shape.js";
import { type ObjectSurroundings, refusedNeighbour } from "../rules/refused-object.js";
import type { Verdict } from "../rules/rule.js";
import { unknownInNeighbour } from "../rules/unknown-field.js";
import { named, type RuleVerdict } from "./judge-workload.js";
import { withoutRepeats } from "./without-repeats.js";

/** A rule of workloads that other objects are held to as well. */
interface ObjectRule {
  name: RuleName;
  check(object: ManifestObject, around: ObjectSurroundings, policy: Policy): Verdict[];
}

const OBJECT_RULES: readonly ObjectRule[] = [
  { name: "manifest-shape", check: (object, { isWhole }) => misnamedObject(object, isWhole) },
  { name: "unknown-field", check: unknownInNeighbour },
  { name: "refused-object", check: refusedNeighbour },
];

/** Asks every rule that judges objects beside workloads. */
export function judgeObject(
  object: ManifestObject,
  around: ObjectSurroundings,
  policy: Policy,
): RuleVerdict[] {
  const verdicts = OBJECT_RULES.flatMap(({ name, check }) =>
    check(object, around, policy).map((verdict) => named(name, verdict, policy.rules[name])),
  );
  return withoutRepeats(verdicts, object.value).filter(({ rule }) => policy.rules[rule] !== "off");
}
