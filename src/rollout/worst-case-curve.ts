import { MAX_INT32 } from "./int-or-percent.js";
import { type RollingUpdateWorstCase, worstCaseOfRollingUpdate } from "./worst-case-of-rolling-update.js";

/** The worst case from a start-up time on, until the next step. */
export interface WorstCaseStep {
  /** whole seconds; a start-up time with a part of a second counts as the next whole one */
  fromSeconds: number;
  worstCase: number;
}

/** The worst case of one Deployment by the time that its app takes to start. */
export interface WorstCaseCurve {
  /** in order, the first at 0, where the worst case is the budget; at most MAX_STEPS, the first ones */
  steps: WorstCaseStep[];
  /** the step after which the worst case does not rise any more; it stands in `steps` too unless they were cut */
  last: WorstCaseStep;
  /**
   * the longest start-up time, in whole seconds, at which the worst case is still the budget; null where any start-up
   * time above 0 breaks it, or none does. `last` tells those apart: none does where it is at 0.
   */
  breakEvenSeconds: number | null;
}

/** A Deployment of thousands of replicas and a surge of one has as many steps; a reader looks at no more. */
export const MAX_STEPS = 1000;

/**
 * W as a function of the start-up time T, exact and in closed form: the formula of worst-case.ts only changes where
 * T reaches a multiple of minReadySeconds, and each time by (maxSurge + maxUnavailable) pods.
 */
export function worstCaseCurve(deployment: Omit<RollingUpdateWorstCase, "startupSeconds">): WorstCaseCurve {
  const stepAt = (fromSeconds: number): WorstCaseStep => ({
    fromSeconds,
    worstCase: worstCaseOfRollingUpdate({ ...deployment, startupSeconds: fromSeconds }),
  });
  const first = stepAt(0);
  const rises = risesOf(deployment, first.worstCase);
  // Without a wait any start-up time above 0 costs every pod, and the first whole second stands for all of them.
  const width = Math.max(1, deployment.minReadySeconds);
  const shown = Math.min(rises, MAX_STEPS - 1);
  const steps = Array.from({ length: shown }, (_, index) => stepAt((index + 1) * width));
  return {
    steps: [first, ...steps],
    last: rises === 0 ? first : stepAt(rises * width),
    breakEvenSeconds: rises === 0 || width === 1 ? null : width - 1,
  };
}

/** Returns how often the curve rises, within the seconds that a start-up time can have (int32). */
function risesOf(deployment: Omit<RollingUpdateWorstCase, "startupSeconds">, budget: number): number {
  const { replicas, maxSurge, gated, minReadySeconds } = deployment;
  if (gated || budget === replicas) return 0;
  if (minReadySeconds === 0) return 1;
  // worst-case.ts: each wait more of start-up costs what the strategy can move at once.
  const rises = Math.ceil((replicas - budget) / (maxSurge + budget));
  return Math.min(rises, Math.floor(MAX_INT32 / minReadySeconds));
}
