/** Nanoseconds and above, as Go's time.ParseDuration names them, in seconds. */
const UNITS: Record<string, number> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3_600,
};
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;

/** Texts that say a duration are short. */
const MAX_LENGTH = 100;

/**
 * Returns the seconds of a pause as Argo reads it: a number, a text with one, or a duration such as "1h30m"
 * (DurationSeconds in pkg/apis/rollouts/v1alpha1/types.go); null for what is none.
 */
export function pauseSeconds(duration: unknown): number | null {
  if (typeof duration === "number") return duration;
  if (typeof duration !== "string" || duration.length > MAX_LENGTH) return null;
  if (/^[-+]?\d+$/.test(duration)) {
    const seconds = Number(duration);
    return Math.abs(seconds) < 2 ** 31 ? seconds : null;
  }
  const sign = duration.startsWith("-") ? -1 : 1;
  const text = duration.replace(/^[-+]/, "");
  let seconds = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const part = PART.exec(text);
    if (part === null) return null;
    seconds += Number(part[1]) * (UNITS[part[2] as string] as number);
  }
  // A cast to a whole number of seconds cuts what is below one.
  return text === "" ? null : Math.trunc(sign * seconds);
}
