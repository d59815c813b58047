import {
  Chart,
  type ChartDataset,
  type ChartOptions,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from "chart.js";
import { podTicks, timeTick, timeTicks } from "./axis-ticks.js";
import { type ChartLines, LEAD, type Point } from "./chart-lines.js";

Chart.register(LineController, LineElement, PointElement, LinearScale);

interface ChartWords {
  /** the words at the axes */
  x: string;
  y: string;
}

/** A moment, or a point of a line. */
interface Mark {
  x: number;
  y: number | null;
}

/** A chart on a canvas, in the colours and the fonts of the page around it. */
interface DrawnChart {
  /** Draws lines with a mark. */
  draw(lines: ChartLines, mark: Mark, words: ChartWords): void;
  /** Draws the same anew: the page has other colours or fonts. */
  redraw(): void;
}

/** Makes a chart; `onPoint` hears where on the x axis a reader points. */
export function createChart(canvas: HTMLCanvasElement, onPoint?: (x: number) => void): DrawnChart {
  const chart = new Chart<"line", Point[]>(canvas, {
    type: "line",
    data: { datasets: [] },
    options: {
      ...{ animation: false, parsing: false, normalized: true, responsive: true, maintainAspectRatio: false },
      events: onPoint === undefined ? [] : ["mousemove", "click", "touchstart", "touchmove"],
      onHover(event, _, { scales }) {
        const x = event.x === null ? undefined : scales.x?.getValueForPixel(event.x);
        if (x !== undefined) onPoint?.(x);
      },
    },
  });
  let last: Parameters<DrawnChart["draw"]> | null = null;
  const draw: DrawnChart["draw"] = (lines, mark, words) => {
    last = [lines, mark, words];
    const look = lookOf(canvas);
    chart.data.datasets = datasets(lines, mark, look);
    chart.options.scales = scales(lines, words, look);
    chart.update();
  };
  return { draw, redraw: () => last !== null && draw(...last) };
}

/** The colours and the font of the style sheet. */
interface Look {
  asWritten: string;
  withProbe: string;
  budget: string;
  text: string;
  grid: string;
  font: { family: string; size: number };
}

function lookOf(canvas: HTMLCanvasElement): Look {
  const style = getComputedStyle(canvas);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ...{ asWritten: colour("as-written"), withProbe: colour("with-probe"), budget: colour("faint") },
    ...{ text: colour("text"), grid: colour("line") },
    font: { family: style.fontFamily, size: Number.parseFloat(style.fontSize) },
  };
}

type Line = ChartDataset<"line", Point[]>;

/** With more corners than this a line is a band on any screen, and dashes would be specks in it. */
const MOST_DASHED = 400;

/** Dashes tell the lines apart where colours do not. The first is drawn on top. */
function datasets(lines: ChartLines, mark: Mark, look: Look): Line[] {
  const line = (data: Point[], borderColor: string, dash: number[], borderWidth: number): Line => ({
    ...{ data, borderColor, borderWidth, stepped: true, pointRadius: 0, pointHitRadius: 0 },
    borderDash: data.length > MOST_DASHED ? [] : dash,
    // A line on the frame keeps its whole width.
    clip: borderWidth,
  });
  const { x, y } = mark;
  const dot = y === null ? [] : [{ x, y }];
  const upright = [
    { x, y: lines.yStart },
    { x, y: top(lines) },
  ];
  return [
    { data: dot, pointRadius: 6, pointBackgroundColor: look.text, pointBorderColor: look.grid, clip: false },
    line(lines.withProbe, look.withProbe, [8, 4], 3),
    line(lines.asWritten, look.asWritten, [], 3),
    line(lines.budget, look.budget, [2, 4], 2),
    { ...line(upright, look.text, [1, 3], 1), stepped: false },
  ];
}

type Scales = NonNullable<ChartOptions<"line">["scales"]>;

function scales({ xEnd, yStart, yEnd }: ChartLines, words: ChartWords, look: Look): Scales {
  const { font, text: color, grid } = look;
  const axis = (
    title: string,
    [min, max]: [number, number],
    ticks: (most: number) => number[],
    write: (tick: number, step: number) => string,
  ): Scales[string] => ({
    ...{ type: "linear", min, max },
    grid: { color: grid },
    border: { color: grid },
    title: { display: true, text: title, color, font },
    ticks: {
      ...{ color, font, autoSkip: false, maxRotation: 0 },
      callback: (tick, _, [first, second]) => write(Number(tick), (second?.value ?? 0) - (first?.value ?? 0)),
    },
    afterBuildTicks(scale) {
      const { width, height } = scale.chart;
      const room = scale.isHorizontal() ? width / (font.size * 6) : height / (font.size * 3);
      scale.ticks = ticks(Math.max(2, Math.floor(room))).map((value) => ({ value }));
    },
  });
  return {
    x: axis(words.x, [-xEnd * LEAD, xEnd], (most) => timeTicks(xEnd, most), timeTick),
    y: axis(words.y, [yStart, top({ yStart, yEnd })], (most) => podTicks(yStart, yEnd, most), String),
  };
}

/** The highest line must not lie on the frame. */
function top({ yStart, yEnd }: Pick<ChartLines, "yStart" | "yEnd">): number {
  return yEnd + (yEnd - yStart) * 0.05;
}
