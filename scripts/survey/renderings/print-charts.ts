/** What a survey of charts found, in words. */
import type { Comparison } from "./compare-output.js";
import type { KeyPlace } from "./line-facts.js";
import { isRendererFailure } from "./renderer-limits.js";
import type { ChartRecord, SetRecord } from "./survey-charts.js";

/** Examples of one kind that are printed. */
const MAX_SHOWN = 40;

/** Prints the summary; gives 1 where there is none, the renderer gave no answer, a place is wrong or bytes differ, else 0. */
export function printCharts(records: readonly ChartRecord[]): number {
  const repos = new Set(records.map(({ repo }) => repo));
  const sets = records.flatMap(({ repo, folder, sets }) =>
    sets.map((set) => ({ ...set, where: `${repo} ${folder} ${set.set ?? "own values"}` })),
  );
  const own = sets.filter(({ set }) => set === null);
  const isRendered = ({ failure }: SetRecord) => failure === null;
  const byAny = records.filter((one) => one.sets.some(isRendered));
  console.log(`charts ${records.length} of ${repos.size} repositories, sets ${sets.length}`);
  console.log(`  rendered with their own values ${share(own.filter(isRendered).length, records.length)}`);
  console.log(`  rendered with any of the repository's sets ${share(byAny.length, records.length)}`);
  console.log(`  not loaded ${records.filter(({ failure }) => failure !== null).length}`);
  const rendered = sets.filter(isRendered);
  console.log(`templates rendered ${sum(rendered, ({ templates }) => templates)}`);
  list(
    "untrusted maps",
    sets.flatMap(({ where, untrusted }) => untrusted.map((name) => `${where}: ${name}`)),
  );
  const lines = (pick: (lines: SetRecord["lines"]) => number) => sum(sets, (set) => pick(set.lines));
  console.log(
    `lines of literal text compared ${lines((one) => one.compared)}, not comparable ${lines((one) => one.unchecked)}, ` +
      `computed ${lines((one) => one.computed)}, without a place ${lines((one) => one.unmapped)}`,
  );
  const wrong = sets.flatMap(({ where, lines: { wrong } }) =>
    wrong.map(
      ({ file, line, source, rendered }) =>
        `${where}: ${file}:${line}\n      ${source.trim()}\n      ${rendered.trim()}`,
    ),
  );
  list("wrong places", wrong);
  console.log(`containers ${sum(sets, ({ containers }) => containers)}`);
  for (const key of ["name", "image", "ports"] as const) {
    const counts = counted(sets.flatMap(({ keys }) => Object.entries(keys[key]) as [KeyPlace, number][]));
    console.log(`  ${key}: ${counts}`);
  }
  list("failures with own values", reasons(records, own));
  list("failures with other sets", [
    ...sets
      .filter((one) => one.set !== null && one.failure !== null)
      .map(({ where, failure, message }) => `${failure}: ${where}: ${message}`),
  ]);
  const isDifferent = printComparison(
    "the module and Helm 4",
    sets.map(({ where, native }) => ({ where, found: native })),
  );
  printComparison(
    "Helm 4 and Helm 3",
    sets.map(({ where, majors, helm3 }) => ({
      where: `${where}${helm3.length > 0 ? " (told)" : ""}`,
      found: majors,
    })),
  );
  list(
    "told of Helm 3",
    sets.flatMap(({ where, helm3, majors }) =>
      helm3.map((words) => `${where} (${majors?.result ?? "not compared"}): ${words}`),
    ),
  );
  const times = rendered.map(({ milliseconds }) => milliseconds).sort((left, right) => left - right);
  const at = (part: number) => times[Math.floor(part * (times.length - 1))] ?? 0;
  console.log(`milliseconds of a set: median ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)}`);
  const isUnanswered = sets.some(({ failure }) => isRendererFailure(failure));
  return records.length === 0 || isUnanswered || wrong.length > 0 || isDifferent ? 1 : 0;
}

function reasons(records: readonly ChartRecord[], own: readonly (SetRecord & { where: string })[]): string[] {
  return [
    ...records.flatMap(({ repo, folder, failure }) =>
      failure === null ? [] : [`not loaded: ${repo} ${folder}: ${failure}`],
    ),
    ...own.flatMap(({ where, failure, message }) =>
      failure === null ? [] : [`${failure}: ${where}: ${message}`],
    ),
  ].sort();
}

export function printComparison(
  what: string,
  all: readonly { where: string; found: Comparison | null }[],
): boolean {
  const found = all.flatMap(({ where, found }) => (found === null ? [] : [{ where, ...found }]));
  if (found.length === 0) return false;
  console.log(`${what}: ${counted(found.map(({ result }) => [result, 1]))}`);
  console.log(`  equal documents ${sum(found, ({ documents }) => documents)}`);
  const others = found.filter(({ result }) => result === "different" || result === "one-fails");
  list(
    `  ${what} differ`,
    others.map(({ where, result, detail }) => `${result}: ${where}\n${detail.replace(/^/gm, "      ")}`),
  );
  return others.length > 0;
}

export function list(title: string, items: readonly string[]): void {
  console.log(`${title}: ${items.length}`);
  for (const item of items.slice(0, MAX_SHOWN)) console.log(`    ${item.replace(/\n(?! )/g, " ")}`);
  if (items.length > MAX_SHOWN) console.log(`    … ${items.length - MAX_SHOWN} more`);
}

export function counted(pairs: readonly (readonly [string, number])[]): string {
  const counts = new Map<string, number>();
  for (const [key, count] of pairs) counts.set(key, (counts.get(key) ?? 0) + count);
  return [...counts]
    .sort()
    .map(([key, count]) => `${key} ${count}`)
    .join(", ");
}

function sum<Item>(items: readonly Item[], pick: (item: Item) => number): number {
  return items.reduce((total, item) => total + pick(item), 0);
}

function share(count: number, all: number): string {
  return `${count} of ${all}, ${((100 * count) / Math.max(1, all)).toFixed(1)} %`;
}
