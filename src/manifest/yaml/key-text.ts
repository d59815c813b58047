import { exactInteger, type ScalarValue } from "./resolve-scalar.js";

/**
 * Returns the text of a key that is no text in YAML, since JSON knows no other keys (sigs.k8s.io/yaml, yaml.go,
 * convertToJSONableObject). Null where it can be no key: null, and numbers beyond an int64.
 */
export function keyText(value: ScalarValue, written: string): string | null {
  if (value === null) return null;
  if (typeof value !== "number") return String(value);
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
  const whole = exactInteger(written);
  if (whole === null) return float32Text(value);
  return whole > MAX_INT64 ? null : String(whole);
}

const MAX_INT64 = 2n ** 63n - 1n;

/** Go's FormatFloat(value, 'g', -1, 32): the fewest digits that tell a float32 from its neighbours. */
function float32Text(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single > 0 ? ".inf" : "-.inf";
  if (single === 0) return Object.is(single, -0) ? "-0" : "0";
  let digits = 1;
  while (digits < 9 && Math.fround(Number(single.toPrecision(digits))) !== single) digits += 1;
  const [mantissa = "", exponent = "0"] = single.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return single.toFixed(Math.max(0, digits - 1 - power));
  return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
