import { describeValue } from "./describe-value.js";

/** A number of pods, or a text such as "25%": apimachinery's util/intstr/intstr.go. */
export type IntOrString = number | string;

/** Whether a share of the pods becomes the next higher or the next lower whole number. */
type Rounding = "up" | "down";

export type ParsedIntOrPercent =
  | { ok: true; kind: "int" | "percent"; amount: number }
  /** the message continues a sentence that begins with the field's name */
  | { ok: false; message: string };

/** The largest value of Go's int32, in which Kubernetes holds replicas, seconds and counts of pods. */
export const MAX_INT32 = 2 ** 31 - 1;

const ALLOWED = 'a whole number of pods or a percentage such as "25%"';

/**
 * Reads maxSurge or maxUnavailable as the API server does: ValidatePositiveIntOrPercent in
 * pkg/apis/apps/validation/validation.go, after decoding by intstr.go.
 */
export function parseIntOrPercent(value: unknown): ParsedIntOrPercent {
  if (typeof value === "number") return parseInteger(value);
  if (typeof value === "string") return parsePercent(value);
  return refuse(value, `but ${ALLOWED} is expected`);
}

/** `percent` of `total` as whole pods, exact where the result is below 2^53; both are whole and not negative. */
export function percentToPods(percent: number, total: number, rounding: Rounding): number {
  // In floating point 0.07 * 100 is above 7 already, and products of two int32 exceed 2^53.
  const hundredths = BigInt(percent) * BigInt(total);
  return Number((hundredths + (rounding === "up" ? 99n : 0n)) / 100n);
}

/** Returns the controller's pods for a value at `total` replicas: GetScaledValueFromIntOrPercent in intstr.go. */
export function intOrPercentToPods(
  value: IntOrString,
  total: number,
  rounding: Rounding,
): number | { error: string } {
  const parsed = parseIntOrPercent(value);
  if (!parsed.ok) return { error: parsed.message };
  const pods = parsed.kind === "int" ? parsed.amount : percentToPods(parsed.amount, total, rounding);
  // ResolveFenceposts casts to int32: a larger number would wrap around there.
  return pods <= MAX_INT32
    ? pods
    : { error: `is ${describeValue(value)}, which is more than ${MAX_INT32} pods at ${total} replicas` };
}

function parseInteger(value: number): ParsedIntOrPercent {
  if (!Number.isInteger(value)) return refuse(value, `but pods come whole: ${ALLOWED} is expected`);
  if (value < 0) return refuse(value, "but a number of pods cannot be negative: 0 or more is allowed");
  if (value > MAX_INT32) return refuse(value, `but the field holds at most ${MAX_INT32}`);
  return { ok: true, kind: "int", amount: value };
}

function parsePercent(value: string): ParsedIntOrPercent {
  if (/^[0-9]+%$/.test(value)) {
    const amount = Number(value.slice(0, -1));
    // The API server takes any number of digits, but the controller then fails to convert them.
    if (amount > MAX_INT32) return refuse(value, `but at most ${MAX_INT32}% can be counted`);
    return { ok: true, kind: "percent", amount };
  }
  if (/^[0-9]+$/.test(value)) {
    return refuse(
      value,
      `but Kubernetes takes text only as digits followed by %: write ${shown(value)} without quotes to mean pods`,
    );
  }
  return refuse(value, `but ${ALLOWED}, whole digits followed by %, is expected`);
}

function shown(digits: string): string {
  return digits.length <= 10 ? digits : "the number";
}

function refuse(value: unknown, reason: string): ParsedIntOrPercent {
  return { ok: false, message: `is ${describeValue(value)}, ${reason}` };
}
