/** Verdicts on objects that are no workloads: what the API server makes of a Service, an autoscaler or a budget. */
import { refusalsOf } from "../api-server/refusals-of.js";
import type { ManifestObject } from "../manifest/manifest.js";
import { refusingMinors } from "../policy/kubernetes-version.js";
import type { Policy } from "../policy/policy.js";
import type { RuleName } from "../policy/rule-names.js";
import { named, type RuleVerdict } from "./judge-workload.js";
import { verdictsOn } from "./refused-object.js";
import type { Verdict } from "./rule.js";
import { unknownFields, verdictOn } from "./unknown-field.js";

/** A rule of workloads that other objects are held to as well. */
interface ObjectRule {
  name: RuleName;
  check(object: ManifestObject, policy: Policy): Verdict[];
}

const OBJECT_RULES: readonly ObjectRule[] = [
  {
    name: "refused-object",
    check({ apiVersion, kind, value }, policy) {
      const refusals = refusalsOf(apiVersion, kind, value, refusingMinors(policy), { whole: false });
      return verdictsOn(refusals, { value, kind, refusedBy: "The API server", workload: null }, policy);
    },
  },
  {
    name: "unknown-field",
    check: (object, policy) =>
      unknownFields(object, policy).map((field) => verdictOn(field, object, "warning", null)),
  },
];

/** Asks every rule that judges objects beside workloads. */
export function judgeObject(object: ManifestObject, policy: Policy): RuleVerdict[] {
  return OBJECT_RULES.flatMap(({ name, check }) => {
    const override = policy.rules[name];
    return override === "off" ? [] : check(object, policy).map((verdict) => named(name, verdict, override));
  });
}
