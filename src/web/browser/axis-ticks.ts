/** Where an axis has its marks: at round numbers, as a reader counts time and pods. */

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];
const SECONDS = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 5, 10, 20, 50].map((days) => days * DAY),
];
const PODS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const UNITS = [
  ["d", DAY],
  ["h", HOUR],
  ["min", MINUTE],
] as const;

/** Round moments from 0 to `end`, seconds: two at least, and `most` at most, which is 2 or more. */
export function timeTicks(end: number, most: number): number[] {
  return ticks(SECONDS, 0, end, most);
}

/** A moment in the unit in which all the others are whole, too: "0", "90 s", "10 min". `step` lies between them. */
export function timeTick(seconds: number, step: number): string {
  if (seconds === 0) return "0";
  const [unit, length] = UNITS.find(([, each]) => step % each === 0) ?? ["s", 1];
  return `${seconds / length} ${unit}`;
}

/** Round numbers of pods: two at least, and `most` at most, which is 2 or more. */
export function podTicks(from: number, to: number, most: number): number[] {
  return ticks(PODS, from, to, most);
}

/** The multiples of the first step that are not too many; where those are too few, the first ones of the step before. */
function ticks(steps: readonly number[], from: number, to: number, most: number): number[] {
  const numberOf = (step: number): number => Math.floor(to / step) - Math.ceil(from / step) + 1;
  const fitting = steps.findIndex((step) => numberOf(step) <= most);
  const index = fitting < 0 ? steps.length - 1 : fitting;
  const step = steps[numberOf(steps[index] as number) < 2 ? Math.max(0, index - 1) : index] as number;
  const first = Math.ceil(from / step);
  const length = Math.min(most, numberOf(step));
  return Array.from({ length }, (_, place) => (first + place) * step);
}
