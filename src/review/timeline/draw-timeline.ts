import { type RolloutTimeline, servingAt } from "../../simulation/index.js";

/** One row of a drawing: a rollout's serving pods over time. */
interface TimelineRow {
  /** at most 10 characters */
  label: string;
  timeline: RolloutTimeline;
}

const LABEL_WIDTH = 12;
/** With the labels 52 columns: a phone shows about as many. */
const CHART_WIDTH = 40;
/** The columns that are drawn after the last mark. */
const TAIL = 2;

/**
 * Returns serving pods over time as lines of text for a monospaced font, at most 60 columns: seconds, then a line for each
 * row. A number stands right under the second from which on so many pods serve; between two marks the scale follows
 * the time as far as the numbers leave room for it. Where there are more changes than fit, the number is the fewest
 * that serve until the next mark, and a last line says so. null where not even the marks of the lowest points fit.
 */
export function drawTimeline(rows: readonly TimelineRow[]): string[] | null {
  const series = rows.map(({ timeline }) => stepsOf(timeline));
  const all = [...new Set(series.flatMap((steps) => steps.map(({ seconds }) => seconds)))];
  const marks = thinned(
    all.toSorted((left, right) => left - right),
    series,
  );
  if (marks === null) return null;
  const columns = columnsOf(marks, series);
  const lines = rows.map(({ label }, index) =>
    drawRow(label, fewestBetween(marks, series[index] as Step[]), columns),
  );
  const note = marks.length < all.length ? ["(not every change fits: the fewest from each second on)"] : [];
  return [drawSeconds(marks, columns), ...lines, ...note];
}

/** So many pods serve from a second on. */
interface Step {
  seconds: number;
  serving: number;
}

function stepsOf({ points }: RolloutTimeline): Step[] {
  return points
    .map((point) => ({ seconds: point.seconds, serving: servingAt(point) }))
    .filter(({ serving }, index, all) => all[index - 1]?.serving !== serving);
}

/** Returns the marks that fit, or null. The one with the shortest stretch before it goes first, a lowest point never. */
function thinned(all: readonly number[], series: readonly Step[][]): number[] | null {
  const kept = new Set([0, all.at(-1) as number, ...series.flatMap(lowestMarks)]);
  const marks = [...all];
  while (widthOf(marks, series) > CHART_WIDTH) {
    let shortest = -1;
    for (const [index, mark] of marks.entries()) {
      if (kept.has(mark)) continue;
      if (shortest < 0 || lengthBefore(marks, index) < lengthBefore(marks, shortest)) shortest = index;
    }
    if (shortest < 0) return null;
    marks.splice(shortest, 1);
  }
  return marks;
}

function lengthBefore(marks: readonly number[], index: number): number {
  return (marks[index] as number) - (marks[index - 1] as number);
}

/** Returns where a row is at its lowest for the first time, and where it leaves that for the last time. */
function lowestMarks(steps: readonly Step[]): number[] {
  const lowest = Math.min(...steps.map(({ serving }) => serving));
  const first = steps.find(({ serving }) => serving === lowest);
  const after = steps[steps.findLastIndex(({ serving }) => serving === lowest) + 1];
  return [first, after].flatMap((step) => (step === undefined ? [] : [step.seconds]));
}

/** Returns the fewest pods of a row that serve between each mark and the next. */
function fewestBetween(marks: readonly number[], steps: readonly Step[]): number[] {
  return marks.map((mark, index) => {
    const until = marks[index + 1] ?? Number.POSITIVE_INFINITY;
    const within = steps.filter(({ seconds }) => seconds > mark && seconds < until);
    const at = steps.findLast(({ seconds }) => seconds <= mark) as Step;
    return Math.min(...[at, ...within].map(({ serving }) => serving));
  });
}

/** Columns that a mark needs for its second and its numbers. */
function roomFor(mark: number, series: readonly Step[][]): number {
  const widest = Math.max(...series.flatMap((steps) => steps.map(({ serving }) => `${serving}`.length)));
  return Math.max(`${mark}`.length, widest) + 1;
}

function widthOf(marks: readonly number[], series: readonly Step[][]): number {
  return marks.reduce((width, mark) => width + roomFor(mark, series), 0) + TAIL;
}

/** Returns where each mark stands: as much room as it needs, and what is left by the time until the next. */
function columnsOf(marks: readonly number[], series: readonly Step[][]): number[] {
  const left = CHART_WIDTH - widthOf(marks, series);
  const last = marks.at(-1) as number;
  let needed = 0;
  return marks.map((mark) => {
    const column = needed + (last === 0 ? 0 : Math.floor((left * mark) / last));
    needed += roomFor(mark, series);
    return column;
  });
}

function drawSeconds(marks: readonly number[], columns: readonly number[]): string {
  let line = "second".padEnd(LABEL_WIDTH);
  for (const [index, mark] of marks.entries())
    line = `${line.padEnd(LABEL_WIDTH + (columns[index] as number))}${mark}`;
  return line;
}

function drawRow(label: string, numbers: readonly number[], columns: readonly number[]): string {
  let chart = "";
  for (const [index, number] of numbers.entries()) {
    if (index > 0 && number === numbers[index - 1]) continue;
    chart = `${chart.padEnd(columns[index] as number, "-")}${number}`;
  }
  const end = (columns.at(-1) as number) + `${numbers.at(-1)}`.length + TAIL;
  return `${label.padEnd(LABEL_WIDTH)}${chart.padEnd(end, "-")}`;
}
