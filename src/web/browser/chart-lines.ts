import { COUNTS } from "../../rollout-link/rollout-settings.js";
import type { WorstCaseCurve, WorstCaseStep } from "../../simulation/index.js";
import type { ComputedRollout } from "./compute-rollout.js";
import type { CourseStep } from "./course-steps.js";

export interface Point {
  x: number;
  y: number;
}

/** A chart's lines as corners: each holds its height until the next. */
export interface ChartLines {
  /** the rollout as written, the same with the probe, and the budget; in pods */
  asWritten: Point[];
  withProbe: Point[];
  budget: Point[];
  /** the x axis goes from 0 to here, in seconds, and a little to the left */
  xEnd: number;
  yStart: number;
  yEnd: number;
}

/** The whole rollout, or the part in which what is written is not back to where it began. */
export type Stretch = "whole" | "first";

/** So much of the x axis lies before 0. */
export const LEAD = 0.03;
/** So much longer than what happens is the time that is drawn. */
const TAIL = 1.06;
/** Seconds; less would magnify nothing. */
const SHORTEST = 10;

/** Serving pods over time, a little before the begin and after the end included. */
export function courseLines(
  rollout: ComputedRollout,
  steps: readonly CourseStep[],
  stretch: Stretch,
): ChartLines {
  const { settings, budget, withProbe } = rollout;
  const { replicas } = settings;
  const xEnd = stretch === "first" ? firstStretch(rollout) : wholeStretch(rollout);
  const within = steps.filter(({ seconds }) => seconds <= xEnd);
  const line = (heightOf: (step: CourseStep) => number): Point[] => {
    const corners = within.map((step) => ({ x: step.seconds, y: heightOf(step) }));
    // All serve until it begins, so that the fall at 0 can be seen.
    return [{ x: -xEnd * LEAD, y: replicas }, ...corners, { x: xEnd, y: corners.at(-1)?.y ?? replicas }];
  };
  const promised = replicas - budget;
  const lines = {
    asWritten: line(({ asWritten }) => asWritten),
    withProbe: withProbe === null ? [] : line((step) => step.withProbe as number),
    budget: level(promised, -xEnd * LEAD, xEnd),
  };
  return { ...lines, xEnd, ...heights([...lines.asWritten, ...lines.withProbe, ...lines.budget]) };
}

function wholeStretch({ asWritten, withProbe, startupSeconds }: ComputedRollout): number {
  const ends = [asWritten, withProbe].map((course) => course?.points.at(-1)?.seconds ?? 0);
  return Math.max(SHORTEST, ...[...ends, startupSeconds].map((end) => end * TAIL));
}

function firstStretch({ asWritten, startupSeconds }: ComputedRollout): number {
  return Math.max(SHORTEST, ...[asWritten.recoveredSeconds ?? 0, startupSeconds].map((end) => end * TAIL));
}

/** Whether the first part would be too narrow to be seen in the whole. */
export function hasFirstStretch(rollout: ComputedRollout): boolean {
  return firstStretch(rollout) < wholeStretch(rollout) / 4;
}

/** From 0, unless a few of very many pods are all that changes. */
function heights(points: readonly Point[]): Pick<ChartLines, "yStart" | "yEnd"> {
  const [lowest, yEnd] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))];
  const shown = yEnd - lowest;
  const few = shown > 0 && shown < yEnd / 8;
  return { yStart: few ? Math.max(0, lowest - shown) : 0, yEnd };
}

function level(y: number, from: number, to: number): Point[] {
  return [
    { x: from, y },
    { x: to, y },
  ];
}

/** Every step of a curve, the last one too where the others were cut. */
export function curveSteps({ steps, last }: WorstCaseCurve): WorstCaseStep[] {
  return steps.at(-1)?.fromSeconds === last.fromSeconds ? steps : [...steps, last];
}

/** The worst case by start-up time, as far as a start-up time can be set. */
export function curveLines({ curve, startupSeconds, budget }: ComputedRollout): ChartLines {
  const steps = curveSteps(curve);
  const last = steps.at(-1)?.fromSeconds ?? 0;
  const xEnd = Math.min(COUNTS.startupSeconds.most, Math.max(SHORTEST, startupSeconds * 1.25, last * 1.25));
  // A part of a second counts as a whole one: the line rises as soon as the second before its step is over.
  const corners = steps
    .map(({ fromSeconds, worstCase }) => ({ x: Math.max(0, fromSeconds - 1), y: worstCase }))
    .filter(({ x }) => x <= xEnd);
  const asWritten = [...corners, { x: xEnd, y: corners.at(-1)?.y ?? budget }];
  const yEnd = Math.max(1, ...asWritten.map(({ y }) => y));
  return { asWritten, withProbe: [], budget: level(budget, 0, xEnd), xEnd, yStart: 0, yEnd };
}
