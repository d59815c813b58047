import type { WorstCaseStep } from "../../simulation/index.js";
import { type CourseStep, courseStretches } from "./course-steps.js";
import { duration } from "./duration.js";
import { textElement } from "./page-elements.js";

/** People do not read more rows. */
const MAX_ROWS = 200;

/** Shows both courses as the rows of a table; tells whether some steps came together in one row. */
export function showCourse(body: HTMLTableSectionElement, steps: readonly CourseStep[]): boolean {
  const rows = courseStretches(steps, MAX_ROWS).map(({ from, until, asWritten, withProbe }) =>
    row([span(from, until), `${asWritten}`, withProbe === null ? "–" : `${withProbe}`]),
  );
  body.replaceChildren(...rows);
  return steps.length > MAX_ROWS;
}

/** Shows a curve as the rows of a table, the first so many steps and the last; tells whether some were left out. */
export function showCurve(body: HTMLTableSectionElement, steps: readonly WorstCaseStep[]): boolean {
  const shown = steps.length > MAX_ROWS ? [...steps.slice(0, MAX_ROWS - 1), ...steps.slice(-1)] : steps;
  const rows = shown.map(({ fromSeconds, worstCase }) => {
    const next = steps.find((step) => step.fromSeconds > fromSeconds);
    return row([span(fromSeconds, next === undefined ? null : next.fromSeconds - 1), `${worstCase}`]);
  });
  body.replaceChildren(...rows);
  return steps.length > shown.length;
}

function span(from: number, until: number | null): string {
  if (until === null) return `${duration(from)} and more`;
  return from === until ? duration(from) : `${duration(from)} to ${duration(until)}`;
}

function row([first, ...rest]: readonly [string, ...string[]]): HTMLElement {
  const made = document.createElement("tr");
  const head = textElement("th", first);
  head.setAttribute("scope", "row");
  made.append(head, ...rest.map((text) => textElement("td", text)));
  return made;
}
