import { intOrPercentToPods } from "../../rollout/int-or-percent.js";
import type { LowestServing, RolloutTimeline } from "../../simulation/index.js";
import type { ComputedRollout } from "./compute-rollout.js";
import type { CourseStep } from "./course-steps.js";
import { duration } from "./duration.js";

/** The page's words about a rollout; each is one sentence or two of plain text. */
export interface PageWords {
  /** over every schedule */
  worstCase: string;
  /** the rest that is to be said of it; may be empty */
  worstCaseMore: string;
  breakEven: string;
  /** the pods that both limits come to */
  limits: string;
  /** about the course that is drawn */
  asWritten: string;
  /** null where there is only one course */
  withProbe: string | null;
  /** the most important of all that, for a reader who hears it */
  summary: string;
}

export function rolloutWords(rollout: ComputedRollout): PageWords {
  const { asWritten, withProbe, settings } = rollout;
  const written = courseWords(asWritten, settings.replicas);
  const probed = withProbe === null ? null : courseWords(withProbe, settings.replicas);
  return {
    worstCase: worstCaseWords(rollout),
    worstCaseMore: mendingWords(rollout),
    breakEven: breakEvenWords(rollout),
    limits: limitWords(rollout),
    asWritten: `${written} ${endWords(asWritten, settings.replicas)}`,
    withProbe:
      probed === null ? null : `${probed} ${endWords(withProbe as RolloutTimeline, settings.replicas)}`,
    summary: `Worst case ${rollout.worstCase} of ${settings.replicas}. As written: ${written}${probed === null ? "" : ` With the probe: ${probed}`}`,
  };
}

function worstCaseWords({ settings, budget, worstCase }: ComputedRollout): string {
  const lost = capital(lossOf(worstCase, settings.replicas));
  const holds = worstCase <= budget ? " It holds." : "";
  return `${lost} can be out of service at once; the budget allows ${budget === 0 ? "none" : budget}.${holds}`;
}

function mendingWords(rollout: ComputedRollout): string {
  const { settings, budget, worstCase, worstCaseInTime, startupSeconds } = rollout;
  const raised = raisedWords(rollout);
  if (worstCase <= budget) return raised;
  const mended = `With a readiness probe on every serving container: ${lossOf(budget, settings.replicas)}.`;
  if (settings.startupSeconds !== null) return `${raised}${raised === "" ? "" : " "}${mended}`;
  const known =
    worstCaseInTime < worstCase
      ? ` If it is at most ${duration(startupSeconds)}: ${lossOf(worstCaseInTime, settings.replicas)}.`
      : "";
  return `${raised}${raised === "" ? "" : " "}${mended} The app's start-up time is not stated, so any time is counted.${known}`;
}

/** The pods that the change adds start cold as well, so what is promised is promised of the ones before it. */
function raisedWords({ settings, guaranteed }: ComputedRollout): string {
  const { replicas, replicasBefore } = settings;
  if (guaranteed === null) return "";
  const least =
    guaranteed === 0 ? "it can be that none serves" : `${pods(guaranteed)} or more serve at every moment`;
  return `While the replicas go from ${replicasBefore} to ${replicas}, ${least}.`;
}

function breakEvenWords({ settings, budget, curve }: ComputedRollout): string {
  const { replicas, gated } = settings;
  if (gated) return "Kubernetes waits for a probe, so this holds however long the app takes to start.";
  if (budget === replicas) return "The budget is every pod: the strategy itself lets all of them go at once.";
  const { breakEvenSeconds, last } = curve;
  const held =
    breakEvenSeconds === null
      ? "serves as soon as it runs"
      : `starts in at most ${duration(breakEvenSeconds)}`;
  const all =
    last.worstCase === replicas && last.fromSeconds > 1
      ? ` From ${duration(last.fromSeconds)} on ${allOf(replicas)} can be out.`
      : "";
  return `Within its budget only if the app ${held}.${all}`;
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
  const { serving } = lowest;
  if (serving >= replicas) return `${allOf(replicas)} ${serves(replicas)} all the time.`;
  if (replicas === 1) return `the only pod does not serve, ${howLong(lowest)}.`;
  return `at the lowest ${serving} of ${pods(replicas)} ${serves(serving)}, ${howLong(lowest)}.`;
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
    : `${complete}; ${allOf(replicas)} ${serves(replicas)} again from ${duration(recoveredSeconds)} on.`;
}

/** Returns what holds from a step on, for a reader who looks at one moment. */
export function stepWords(step: CourseStep, next: CourseStep | undefined, replicas: number): string {
  const when =
    next === undefined
      ? `From ${duration(step.seconds)} on`
      : `From ${duration(step.seconds)} to ${duration(next.seconds)}`;
  const probed = step.withProbe === null ? "" : `, with the probe ${step.withProbe}`;
  return `${when}: as written ${step.asWritten} of ${replicas} ${serves(step.asWritten)}${probed}.`;
}

function pods(count: number): string {
  return `${count} ${count === 1 ? "pod" : "pods"}`;
}

function lossOf(count: number, replicas: number): string {
  if (count === 0) return "no pod";
  return count === 1 && replicas === 1 ? "the only pod" : `${count} of ${pods(replicas)}`;
}

function allOf(replicas: number): string {
  return replicas === 1 ? "the only pod" : `all ${replicas} pods`;
}

function serves(count: number): string {
  return count === 1 ? "serves" : "serve";
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
