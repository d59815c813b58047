import type { RolloutSettings } from "../../rollout-link/rollout-settings.js";
import { courseLines, curveLines, curveSteps, hasFirstStretch, type Stretch } from "./chart-lines.js";
import { type ComputedRollout, computeRollout } from "./compute-rollout.js";
import { type CourseStep, courseSteps, stepAt } from "./course-steps.js";
import { createChart } from "./draw-chart.js";
import { duration } from "./duration.js";
import { element } from "./page-elements.js";
import { type PageWords, rolloutWords, stepWords } from "./rollout-words.js";
import { showCourse, showCurve } from "./show-tables.js";

/** Everything of the page that shows a rollout. */
interface RolloutView {
  /** Shows settings within their bounds; the most important of it in words. */
  show(settings: RolloutSettings): string;
  /** Draws anew in the colours that hold now. */
  redraw(): void;
}

export function createRolloutView(): RolloutView {
  const course = createChart(element("course", HTMLCanvasElement), pointAt);
  const curve = createChart(element("curve", HTMLCanvasElement));
  const moment = element("moment", HTMLInputElement);
  const stretch = element("stretch", HTMLSelectElement);
  let rollout: ComputedRollout | null = null;
  let steps: CourseStep[] = [];

  function show(settings: RolloutSettings): string {
    rollout = computeRollout(settings);
    steps = courseSteps(rollout);
    const words = rolloutWords(rollout);
    showWords(rollout, words);
    element("course-thinned").hidden = !showCourse(element("course-rows", HTMLTableSectionElement), steps);
    const curveRows = element("curve-rows", HTMLTableSectionElement);
    element("curve-thinned").hidden = !showCurve(curveRows, curveSteps(rollout.curve));
    element("stretch-choice").hidden = !hasFirstStretch(rollout);
    moment.max = `${steps.length - 1}`;
    drawCourse();
    curve.draw(
      curveLines(rollout),
      { x: rollout.startupSeconds, y: rollout.worstCaseInTime },
      { x: "start-up time of the app", y: `pods out at worst, of ${settings.replicas}` },
    );
    return words.summary;
  }

  /** The course, and what holds at the moment that is looked at. */
  function drawCourse(): void {
    if (rollout === null) return;
    const index = Number(moment.value);
    const step = steps[index] as CourseStep;
    const words = stepWords(step, steps[index + 1], rollout.settings.replicas);
    element("moment-words").textContent = words;
    moment.setAttribute("aria-valuetext", words);
    const part = element("stretch-choice").hidden ? "whole" : (stretch.value as Stretch);
    const lines = courseLines(rollout, steps, part);
    element("course-cut").hidden = lines.yStart === 0;
    course.draw(
      lines,
      { x: step.seconds, y: null },
      { x: "time since the rollout began", y: `pods that serve, of ${rollout.settings.replicas}` },
    );
  }

  function pointAt(seconds: number): void {
    const index = `${stepAt(steps, seconds)}`;
    if (rollout === null || index === moment.value) return;
    moment.value = index;
    drawCourse();
  }

  moment.addEventListener("input", drawCourse);
  stretch.addEventListener("input", drawCourse);
  return {
    show,
    redraw() {
      course.redraw();
      curve.redraw();
    },
  };
}

function showWords({ settings, worstCase, budget, startupSeconds }: ComputedRollout, words: PageWords): void {
  const { name } = settings;
  const write = (id: string, text: string): void => {
    element(id).textContent = text;
  };
  document.title = `${name === null ? "A rollout" : `Rollout of ${name}`} · Surefoot`;
  write("whose", name === null ? "A rollout over time" : `The rollout of ${name} over time`);
  write("worst-case", words.worstCase);
  write("worst-case-more", words.worstCaseMore);
  element("verdict").dataset.state = worstCase > budget ? "hollow" : "held";
  write("break-even", words.breakEven);
  write("limits", words.limits);
  write("course-startup", duration(startupSeconds));
  write("as-written-words", words.asWritten);
  write("with-probe-words", words.withProbe ?? "");
  for (const each of document.querySelectorAll<HTMLElement>("[data-with-probe]"))
    each.hidden = words.withProbe === null;
  element("course").setAttribute("aria-label", `Pods that serve over time. ${words.asWritten}`);
  element("curve").setAttribute("aria-label", `The worst case by start-up time. ${words.breakEven}`);
}
