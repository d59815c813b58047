const SUFFIX: Record<string, [base: bigint, exponent: bigint]> = {
  n: [10n, -9n],
  u: [10n, -6n],
  m: [10n, -3n],
  "": [10n, 0n],
  k: [10n, 3n],
  M: [10n, 6n],
  G: [10n, 9n],
  T: [10n, 12n],
  P: [10n, 15n],
  E: [10n, 18n],
  Ki: [2n, 10n],
  Mi: [2n, 20n],
  Gi: [2n, 30n],
  Ti: [2n, 40n],
  Pi: [2n, 50n],
  Ei: [2n, 60n],
};

/**
 * Returns a resource quantity in one notation, so that `0.5` and `500m` are equal (apimachinery/pkg/api/resource). A
 * value that is no quantity comes back as it is.
 */
export function canonicalQuantity(value: unknown): unknown {
  if (typeof value !== "string" && typeof value !== "number") return value;
  const match = /^([+-]?)(\d{0,18})(?:\.(\d{0,9}))?(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,2}))?$/.exec(
    String(value),
  );
  if (match === null || (match[2] === "" && !match[3])) return value;
  const [, sign, whole, fraction = "", suffix = "", exponentText] = match;
  const digits = BigInt(`${whole}${fraction.padEnd(9, "0")}`); // in units of 10^-9
  const [base, exponent] =
    exponentText === undefined ? (SUFFIX[suffix] as [bigint, bigint]) : [10n, BigInt(exponentText)];
  // Another 10^-9 keeps the smallest suffixes whole.
  const nano =
    exponent >= 0n ? digits * base ** exponent * 10n ** 9n : (digits * 10n ** 9n) / base ** -exponent;
  return `${sign === "-" ? "-" : ""}${nano}e-18`;
}
