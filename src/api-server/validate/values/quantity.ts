/** Amounts such as 500m and 1Gi: ParseQuantity in pkg/api/resource/quantity.go of apimachinery. */

const DECIMAL: Record<string, bigint> = {
  n: -9n,
  u: -6n,
  m: -3n,
  "": 0n,
  k: 3n,
  M: 6n,
  G: 9n,
  T: 12n,
  P: 15n,
  E: 18n,
};
const BINARY: Record<string, bigint> = { Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n };
const FORM = /^([+-]?)(\d*)(?:\.(\d*))?(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,3}))?$/;

/** More digits than any amount has. */
const MOST_DIGITS = 40;

/** Returns an amount in billionths, rounded away from 0 as Kubernetes does; null for what is none. */
export function parseQuantity(value: unknown): bigint | null {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || text.length > MOST_DIGITS) return null;
  const match = FORM.exec(text);
  if (match === null) return null;
  const [, sign, whole = "", part = "", suffix = "", exponent] = match;
  if (whole === "" && part === "") return null;
  const digits = BigInt(`${whole}${part}`);
  const power =
    (exponent === undefined ? (DECIMAL[suffix] ?? 0n) : BigInt(exponent)) - BigInt(part.length) + 9n;
  const amount = scaled(digits * (1n << (BINARY[suffix] ?? 0n)), power);
  return sign === "-" ? -amount : amount;
}

function scaled(digits: bigint, power: bigint): bigint {
  if (power >= 0n) return digits * 10n ** power;
  const divisor = 10n ** -power;
  return (digits + divisor - 1n) / divisor;
}

/** One whole unit, in billionths. */
export const ONE = 10n ** 9n;
