/** Whether the decoder takes a value for a type that is neither a list nor a mapping. null it takes for every type. */
import type { LeafKind } from "./field-types.js";

/** A type for a sentence: that belongs there. */
export const LEAF_WORDS: Record<LeafKind, string> = {
  string: "a text",
  boolean: "true or false",
  int32: "a whole number",
  int64: "a whole number",
  number: "a number",
  bytes: "a text in Base64",
  "int-or-string": "a whole number or a text",
  quantity: "a quantity such as “500m” or “1Gi”",
  time: "a time such as “2026-01-31T12:00:00Z”",
  any: "anything",
};

export function fitsLeaf(kind: LeafKind, value: unknown): boolean {
  switch (kind) {
    case "string":
    case "bytes":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "int32":
      return isInt32(value);
    case "int64":
      // A double cannot tell the largest one from the one above it.
      return Number.isInteger(value) && Math.abs(value as number) <= 2 ** 63;
    case "number":
      return typeof value === "number";
    case "int-or-string":
      return typeof value === "string" || isInt32(value);
    case "quantity":
      return typeof value === "number" || (typeof value === "string" && isQuantity(value));
    case "time":
      return typeof value === "string" && isTime(value);
    case "any":
      return true;
  }
}

function isInt32(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= -(2 ** 31) && (value as number) < 2 ** 31;
}

/**
 * `parseQuantityString` and `suffixHandler.interpret` in `pkg/api/resource`: digits, a point, a suffix or an exponent, each
 * of which may be left out, so that `m` and `.` are 0. White space around is trimmed in the JSON, where kubectl has
 * escaped some of it.
 */
function isQuantity(text: string): boolean {
  // People write no number so long: it passes before it is looked at for long.
  if (text.length > 200) return true;
  const trimmed = text.replace(SPACE_AROUND, "");
  return trimmed !== "" && /^[+-]?\d*(?:\.\d*)?(?:[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d{1,18})?$/.test(trimmed);
}

/** The white space of Go's `strings.TrimSpace` that no writer of JSON escapes. */
const SPACE_AROUND =
  /^[ \u0085\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+|[ \u0085\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+$/g;

/** RFC 3339 as Go's `time.Parse` reads it: the letters in capitals, any number of digits of a second. */
function isTime(text: string): boolean {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,]\d+)?(?:Z|[+-](?:[01]\d|2[0-4]):(?:[0-5]\d|60))$/.exec(
      text,
    );
  if (match === null) return false;
  const [, year, month, day, hour, minute, second] = match.map(Number) as [number, ...number[]];
  const leap = (year as number) % 4 === 0 && ((year as number) % 100 !== 0 || (year as number) % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][(month as number) - 1] ?? 0;
  return (
    (day as number) >= 1 &&
    (day as number) <= days &&
    (hour as number) < 24 &&
    (minute as number) < 60 &&
    (second as number) < 60
  );
}
