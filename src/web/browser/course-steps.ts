import { type RolloutTimeline, servingAt } from "../../simulation/index.js";
import type { ComputedRollout } from "./compute-rollout.js";

/** So many pods serve from a moment on, until the next step. Seconds from the rollout's begin. */
export interface CourseStep {
  seconds: number;
  asWritten: number;
  /** null where there is only one course */
  withProbe: number | null;
}

/** Both courses step by step, in order; the first step is at 0, and each differs from the one before. */
export function courseSteps({ asWritten, withProbe }: ComputedRollout): CourseStep[] {
  const [written, probed] = [servingSteps(asWritten), withProbe === null ? [] : servingSteps(withProbe)];
  const moments = [...new Set([...written, ...probed].map(({ seconds }) => seconds))];
  const [atWritten, atProbed] = [reader(written), reader(probed)];
  return moments
    .toSorted((left, right) => left - right)
    .map((seconds) => ({
      seconds,
      asWritten: atWritten(seconds) as number,
      withProbe: atProbed(seconds),
    }));
}

interface ServingStep {
  seconds: number;
  serving: number;
}

function servingSteps({ points }: RolloutTimeline): ServingStep[] {
  return points
    .map((point) => ({ seconds: point.seconds, serving: servingAt(point) }))
    .filter(({ serving }, index, all) => all[index - 1]?.serving !== serving);
}

/** How many serve at moments that are asked for in order; null where there are no steps. */
function reader(steps: readonly ServingStep[]): (seconds: number) => number | null {
  let index = 0;
  return (seconds) => {
    while ((steps[index + 1]?.seconds ?? Number.POSITIVE_INFINITY) <= seconds) index += 1;
    return steps[index]?.serving ?? null;
  };
}

/** The step that holds at a moment. */
export function stepAt(steps: readonly CourseStep[], seconds: number): number {
  const next = steps.findIndex((step) => step.seconds > seconds);
  return next < 0 ? steps.length - 1 : Math.max(0, next - 1);
}

/** A stretch of the courses, with the fewest pods that serve in it. `until` is null for the last. */
interface CourseStretch {
  from: number;
  until: number | null;
  asWritten: number;
  withProbe: number | null;
}

/** At most `most` stretches: the steps themselves, or as many as come together in each. */
export function courseStretches(steps: readonly CourseStep[], most: number): CourseStretch[] {
  const size = Math.ceil(steps.length / most);
  const stretches: CourseStretch[] = [];
  for (let first = 0; first < steps.length; first += size) {
    const part = steps.slice(first, first + size);
    const probed = part.flatMap(({ withProbe }) => withProbe ?? []);
    stretches.push({
      from: (part[0] as CourseStep).seconds,
      until: steps[first + size]?.seconds ?? null,
      asWritten: Math.min(...part.map(({ asWritten }) => asWritten)),
      withProbe: probed.length === 0 ? null : Math.min(...probed),
    });
  }
  return stretches;
}
