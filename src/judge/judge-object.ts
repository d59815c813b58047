import type { ManifestObject } from "../manifest/manifest.js";
import type { Policy } from "../policy/policy.js";
import { misnamedObject } from "../rules/manifest-shape.js";
import { refusedNeighbour } from "../rules/refused-object.js";
import type { ObjectRule, ObjectSurroundings } from "../rules/rule.js";
import { OBJECT_RULES } from "../rules/rules.js";
import { unreachedService } from "../rules/sight/unreached-service.js";
import { unknownInNeighbour } from "../rules/unknown-field.js";
import { named, type RuleVerdict } from "./judge-workload.js";
import { withoutRepeats } from "./without-repeats.js";

/** Rules that go by the object itself. */
const RULES: readonly ObjectRule[] = [
  { name: "manifest-shape", check: (object, { isWhole }) => misnamedObject(object, isWhole) },
  { name: "unknown-field", check: unknownInNeighbour },
  { name: "refused-object", check: refusedNeighbour },
];

/** Those that go by what stands around an object. */
const RULES_IN_SIGHT: readonly ObjectRule[] = [
  { name: "service-mismatch", check: unreachedService },
  ...OBJECT_RULES,
];

/** Asks every rule that judges objects beside workloads. */
export function judgeObject(
  object: ManifestObject,
  around: ObjectSurroundings,
  policy: Policy,
): RuleVerdict[] {
  return ask([...RULES, ...RULES_IN_SIGHT], object, around, policy);
}

/** Asks of an object only what it misses of what stands around it. */
export function judgeInSight(
  object: ManifestObject,
  around: ObjectSurroundings,
  policy: Policy,
): RuleVerdict[] {
  return ask(RULES_IN_SIGHT, object, around, policy);
}

function ask(
  rules: readonly ObjectRule[],
  object: ManifestObject,
  around: ObjectSurroundings,
  policy: Policy,
): RuleVerdict[] {
  const verdicts = rules.flatMap(({ name, check }) =>
    check(object, around, policy).map((verdict) => named(name, verdict, policy.rules[name])),
  );
  return withoutRepeats(verdicts, object.value).filter(({ rule }) => policy.rules[rule] !== "off");
}
