import type { RuleName } from "./rule-names.js";

/** A finding that the repository accepts, with a reason and a last day. */
export interface Waiver {
  /** `Kind/name` or `Kind/namespace/name`; `*` stands for any characters of one part */
  workload: string;
  /** a glob of paths; null for every path */
  path: string | null;
  rule: RuleName;
  reason: string;
  /** the last day on which it holds, `YYYY-MM-DD` in UTC */
  until: string;
  /** 1-based; the path is that of a policy, or of the object that bears it as an annotation */
  writtenAt: { path: string; line: number; column: number };
}

/** The parts of a workload that a waiver names it by. */
export interface Waivable {
  kind: string;
  namespace: string | null;
  name: string | null;
}

/** Whether a waiver's `workload` names a workload. Without a namespace it holds in each; with one, only where that is written. */
export function namesWorkload(pattern: string, { kind, namespace, name }: Waivable): boolean {
  const parts = pattern.split("/");
  const wanted = parts.length === 3 ? [kind, namespace ?? "", name ?? ""] : [kind, name ?? ""];
  return (
    parts.length === wanted.length && parts.every((part, at) => matchesStars(part, wanted[at] as string))
  );
}

/** Steps from star to star and never back, so that no name of a pull request can make it slow. */
function matchesStars(pattern: string, text: string): boolean {
  const [first, ...others] = pattern.split("*") as [string, ...string[]];
  const last = others.pop();
  if (last === undefined) return pattern === text;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}

/** A waiver is announced as ending where it has so many days left, or fewer. */
export const ANNOUNCED_DAYS = 14;

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Whole days that a waiver still holds after `asOf` (`YYYY-MM-DD`): 0 on its last day, negative once it has ended. */
export function daysLeft({ until }: Pick<Waiver, "until">, asOf: string): number {
  return (startOf(until) - startOf(asOf)) / DAY_MS;
}

/** "ends in 10 days, on 2026-06-25" or "ended on 2026-06-14", by the days that are left. */
export function endWords({ until }: Pick<Waiver, "until">, left: number): string {
  if (left < 0) return `ended on ${until}`;
  const when = left === 0 ? "today" : left === 1 ? "tomorrow" : `in ${left} days`;
  return `ends ${when}, on ${until}`;
}

function startOf(day: string): number {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  return Date.UTC(year, month - 1, date);
}
