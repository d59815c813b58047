/**
 * The value of a scalar, as go.yaml.in/yaml/v2 finds it (resolve.go), which sigs.k8s.io/yaml and so kubectl read with.
 * Whole numbers beyond 2^53 lose their last digits here.
 */

export type ScalarValue = string | number | boolean | null;

const WORDS = new Map<string, ScalarValue>([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map(
    (word) => [word, true] as const,
  ),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map(
    (word) => [word, false] as const,
  ),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, Number.NaN] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map(
    (word) => [word, Number.POSITIVE_INFINITY] as const,
  ),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

/** First characters of the words and of numbers: whatever else begins a scalar makes it text. */
const HINT = /^[-+.\d~yYnNtTfFoO]/;

/** Returns the value of an unquoted scalar without a tag. */
export function resolvePlain(text: string): ScalarValue {
  if (text === "") return null;
  if (!HINT.test(text)) return text;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const code = text.charCodeAt(0);
  if (code === 46) return pointFloat(text);
  return code < 58 ? number(text) : text;
}

const INT = /^([-+]?)(?:0[bB]([01]+)|0[oO]([0-7]+)|0[xX]([\da-fA-F]+)|0([0-7]*)|([1-9]\d*))$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
/** Go's ParseInt takes this with base 2 although a sign stands behind the prefix. */
const SIGNED_BINARY = /^0b([-+])([01]+)$/;

/** A scalar that begins with a digit or a sign loses every `_`, wherever it stands. */
function number(text: string): ScalarValue {
  const plain = text.includes("_") ? text.replaceAll("_", "") : text;
  if (SHORT_DECIMAL.test(plain)) return Number(plain);
  const whole = exactInteger(plain);
  if (whole !== null) return Number(whole);
  if (!FLOAT.test(plain)) return text;
  const value = Number(plain);
  return Number.isFinite(value) ? value : text;
}

const SHORT_DECIMAL = /^(?:0|[-+]?[1-9]\d{0,14})$/;

const MAX_INT64 = 2n ** 63n - 1n;
const MAX_UINT64 = 2n ** 64n - 1n;

/** Returns a scalar as the whole number that it is to Go's ParseInt and ParseUint with base 0; null where it is none. */
export function exactInteger(text: string): bigint | null {
  const plain = text.includes("_") ? text.replaceAll("_", "") : text;
  const found = INT.exec(plain);
  if (found === null) {
    const [, sign, digits] = SIGNED_BINARY.exec(plain) ?? [];
    return digits === undefined ? null : inRange(`0b${digits}`, sign as string);
  }
  const [, sign = "", binary, octal, hex, oldOctal, decimal] = found;
  if (binary !== undefined) return inRange(`0b${binary}`, sign);
  if (hex !== undefined) return inRange(`0x${hex}`, sign);
  if (decimal !== undefined) return inRange(decimal, sign);
  return inRange(`0o0${octal ?? oldOctal}`, sign);
}

/** Go takes an int64, or a uint64 without a sign. */
function inRange(digits: string, sign: string): bigint | null {
  // Longer than any of them, and BigInt's time grows faster than its text.
  if (digits.length > 200) return null;
  const value = BigInt(digits);
  if (sign === "") return value > MAX_UINT64 ? null : value;
  if (sign === "-") return value > MAX_INT64 + 1n ? null : -value;
  return value > MAX_INT64 ? null : value;
}

const POINT_FLOAT = /^\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?$/;

/** Here Go's ParseFloat itself decides, and it takes a `_` between digits. */
function pointFloat(text: string): ScalarValue {
  if (!POINT_FLOAT.test(text)) return text;
  const value = Number(text.replaceAll("_", ""));
  return Number.isFinite(value) ? value : text;
}
