import { describeValue } from "../../rollout/describe-value.js";
import {
  type IntOrString,
  MAX_INT32,
  type ParsedIntOrPercent,
  parseIntOrPercent,
} from "../../rollout/int-or-percent.js";

/**
 * Reads maxSurge or maxUnavailable as Argo Rollouts does: intstr.GetValueFromIntOrPercent takes any text for a
 * percentage, with a sign or without, so that "1" is 1 % while 1 is one pod.
 */
export function parseArgoLimit(written: unknown): ParsedIntOrPercent {
  if (typeof written !== "string") return parseIntOrPercent(written);
  const amount = /^[0-9]+%?$/.test(written) ? Number.parseInt(written, 10) : Number.NaN;
  if (amount <= MAX_INT32) return { ok: true, kind: "percent", amount };
  const expected = 'a whole number of pods, or a percentage such as "25%" or "25", is expected';
  return { ok: false, message: `is ${describeValue(written)}, but ${expected}` };
}

/** Returns the limit as Kubernetes would write it; what has a fault stays as it is. */
export function asIntOrPercent(written: IntOrString): IntOrString {
  return typeof written === "string" && !written.endsWith("%") ? `${written}%` : written;
}
