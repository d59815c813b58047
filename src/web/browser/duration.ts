const UNITS = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
] as const;

/** Seconds in words, exact: "90 s", "2 min 30 s", "1 h", "3 d 2 h 5 s". Up to two minutes they stay seconds. */
export function duration(seconds: number): string {
  if (seconds <= 120) return `${seconds} s`;
  const parts: string[] = [];
  let rest = seconds;
  for (const [unit, length] of UNITS) {
    const whole = Math.floor(rest / length);
    if (whole > 0) parts.push(`${whole} ${unit}`);
    rest -= whole * length;
  }
  return [...parts, ...(rest > 0 ? [`${rest} s`] : [])].join(" ");
}
