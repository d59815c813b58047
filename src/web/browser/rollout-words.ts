import { intOrPercentToPods } from "../../rollout/int-or-percent.js";
import type { LowestServing, RolloutTimeline } from "../../rollout/simulation/index.js";
import type { ComputedRollout } from "./compute-rollout.js";
import type { CourseStep } from "./course-steps.js";
import { duration } from "./duration.js";

/** What the page says of a rollout; each is one sentence or two of plain text. */
export interface RolloutWords {
  /** over every schedule */
  worstCase: string;
  breakEven: string;
  /** what both limits come to */
  limits: string;
  /** of the course that is drawn */
  asWritten: string;
  /** null where there is only one course */
  withProbe: string | null;
  /** the most important of all that, for somebody who hears it */
  summary: string;
}

export function rolloutWords(rollout: ComputedRollout): RolloutWords {
  const { asWritten, withProbe, settings } = rollout;
  const written = courseWords(asWritten, settings.replicas);
  const probed = withProbe === null ? null : courseWords(withProbe, settings.replicas);
  return {
    worstCase: worstCaseWords(rollout),
    breakEven: breakEvenWords(rollout),
    limits: limitWords(rollout),
    asWritten: `${written} ${endWords(asWritten, settings.replicas)}`,
    withProbe:
      probed === null ? null : `${probed} ${endWords(withProbe as RolloutTimeline, settings.replicas)}`,
    summary: `Worst case ${rollout.worstCase} of ${settings.replicas}. As written: ${written}${probed === null ? "" : ` With the probe: ${probed}`}`,
  };
}

function worstCaseWords({
  settings,
  budget,
  worstCase,
  worstCaseInTime,
  startupSeconds,
}: ComputedRollout): string {
  const { replicas, gated } = settings;
  const allowed = `the budget allows ${budget === 0 ? "none" : budget}`;
  const said = `${of(worstCase, replicas)} can be out of service at once; ${allowed}.`;
  if (gated || worstCase <= budget) return `${said} The budget holds.`;
  const mended = `With a readiness probe on every serving container: ${of(budget, replicas)}.`;
  if (settings.startupSeconds !== null) return `${said} ${mended}`;
  const known =
    worstCaseInTime < worstCase
      ? ` If it takes at most ${duration(startupSeconds)}: ${of(worstCaseInTime, replicas)}.`
      : "";
  return `${said} Nobody has said how long the app takes to start.${known} ${mended}`;
}

function breakEvenWords({ settings, budget, curve }: ComputedRollout): string {
  const { replicas, gated } = settings;
  if (gated)
    return "Kubernetes waits for a probe, so the worst case is the budget however long the app takes to start.";
  if (budget === replicas) return "The budget is every pod: the strategy itself lets all of them go at once.";
  if (curve.breakEvenSeconds === null) return "Within its budget only if the app serves as soon as it runs.";
  const all =
    curve.last.worstCase === replicas
      ? ` From ${duration(curve.last.fromSeconds)} on ${replicas === 1 ? "the only pod" : `all ${replicas} pods`} can be out.`
      : "";
  return `Within its budget only if the app starts in at most ${duration(curve.breakEvenSeconds)}.${all}`;
}

function limitWords({ settings, maxSurge, maxUnavailable, budget }: ComputedRollout): string {
  const { replicas } = settings;
  const surge = `maxSurge ${resolved(settings.maxSurge, replicas)}${pods(maxSurge)} more`;
  const unavailable = `maxUnavailable ${resolved(settings.maxUnavailable, replicas)}${pods(maxUnavailable)} fewer`;
  const raised = isRaised(settings, maxUnavailable) ? " (0, raised to 1 as maxSurge is 0 too)" : "";
  return `${surge}, ${unavailable}${raised}: at most ${replicas + maxSurge} run, and ${replicas - budget} or more count as available.`;
}

/** ResolveFenceposts: where both limits come to 0, one pod may go. */
function isRaised({ maxUnavailable, replicas }: ComputedRollout["settings"], resolvedTo: number): boolean {
  return intOrPercentToPods(maxUnavailable, replicas, "down") !== resolvedTo;
}

// A number of pods is what it says; a percentage comes to something.
function resolved(limit: number | string, replicas: number): string {
  return typeof limit === "number" ? "is " : `${limit} of ${replicas} is `;
}

/** How low a course goes, and for how long. */
function courseWords({ lowest }: RolloutTimeline, replicas: number): string {
  if (lowest.serving >= replicas) return `${all(replicas)} serve${replicas === 1 ? "s" : ""} all the time.`;
  return `at the lowest ${lowest.serving} of ${pods(replicas)} serve${lowest.serving === 1 ? "s" : ""}, ${howLong(lowest)}.`;
}

function howLong({ seconds, spans }: LowestServing): string {
  if (seconds === null) return "and it stays so";
  return `for ${duration(seconds)}${spans.length > 1 ? ` in all, in ${spans.length} stretches` : ""}`;
}

/** When Kubernetes calls a course complete, and when it is. */
function endWords({ completeSeconds, recoveredSeconds, lowest }: RolloutTimeline, replicas: number): string {
  const complete =
    completeSeconds === null
      ? "Kubernetes never calls it complete"
      : `Kubernetes calls it complete after ${duration(completeSeconds)}`;
  if (lowest.serving >= replicas) return `${complete}.`;
  return recoveredSeconds === null
    ? `${complete}, and not all serve again.`
    : `${complete}; ${all(replicas)} serve${replicas === 1 ? "s" : ""} again from ${duration(recoveredSeconds)} on.`;
}

/** What holds from a step on, for whoever looks at one moment. */
export function stepWords(step: CourseStep, next: CourseStep | undefined, replicas: number): string {
  const when =
    next === undefined
      ? `From ${duration(step.seconds)} on`
      : `From ${duration(step.seconds)} to ${duration(next.seconds)}`;
  const probed = step.withProbe === null ? "" : `, with the probe ${step.withProbe}`;
  return `${when}: as written ${step.asWritten} of ${replicas} serve${probed}.`;
}

function pods(count: number): string {
  return `${count} ${count === 1 ? "pod" : "pods"}`;
}

function of(count: number, replicas: number): string {
  return `${count} of ${pods(replicas)}`;
}

function all(replicas: number): string {
  return replicas === 1 ? "the only pod" : `all ${replicas} pods`;
}
