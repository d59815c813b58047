import type { Judgement } from "../../judge/judge-workload.js";
import { onlyPod, pods } from "../../rollout/pods-in-words.js";
import { ASSUMED_STARTUP_SECONDS } from "../../rollout-link/rollout-settings.js";
import { delayOfHollowProbes } from "../../rules/common/read-probe.js";
import { worstCaseCurve } from "../../simulation/index.js";
import { isGated } from "../../workload/workload.js";
import type { Finding } from "../findings/finding.js";
import { drawTimeline } from "./draw-timeline.js";
import { suggestedProbes } from "./suggested-probes.js";
import { isFollowed, isHollow, isSimulated, type Timelines, timelinesOf } from "./timelines-of.js";

/**
 * Returns a hollow budget in lines of plain text: up to which start-up time it holds, then one rollout over time, as
 * written and with the suggested probes. Empty where the budget holds, or where nothing simulates the kind. `findings`
 * are the review's.
 */
export function showRollout(judgement: Judgement, findings: readonly Finding[]): string[] {
  if (!isSimulated(judgement) || !isHollow(judgement)) return [];
  return [...curveLines(judgement), ...drawing(judgement, findings)];
}

/** Returns up to which start-up time the budget holds, and from which on nothing is left. */
function curveLines({ analysis, serving }: Judgement): string[] {
  const { atReplicas: replicas, maxSurge, maxUnavailable, minReadySeconds, gated } = analysis.rollout;
  if (replicas === null || maxSurge === null || maxUnavailable === null || minReadySeconds === null)
    return [];
  // A pod is ready no earlier than that, and available minReadySeconds later.
  const delay = Math.max(0, ...serving.containers.map(delayOfHollowProbes));
  const waits = minReadySeconds + delay;
  const curve = worstCaseCurve({ replicas, maxSurge, maxUnavailable, minReadySeconds: waits, gated });
  if (curve.breakEvenSeconds === null) return ["within its budget only if the app serves as soon as it runs"];
  const all = replicas === 1 ? onlyPod(analysis.rollout) : `all ${pods(replicas)}`;
  const end =
    curve.last.worstCase === replicas ? `; from ${curve.last.fromSeconds} s on ${all} can be out` : "";
  return [`within its budget only if the app starts in at most ${curve.breakEvenSeconds} s${end}`];
}

function drawing(judgement: Judgement, findings: readonly Finding[]): string[] {
  if (!isFollowed(judgement)) return [];
  const known = judgement.policy.startupSeconds;
  const startupSeconds = known ?? ASSUMED_STARTUP_SECONDS;
  const timelines = timelinesOf(judgement, startupSeconds, suggestedProbes(judgement, findings));
  if (timelines === null || !losesMore(judgement, timelines)) return [];
  const { asWritten, withProbes } = timelines;
  const lines = drawTimeline([
    { label: "as written", timeline: asWritten },
    ...(withProbes === null ? [] : [{ label: "with probe", timeline: withProbes }]),
  ]);
  if (lines === null) return [];
  const replicas = pods(judgement.analysis.rollout.atReplicas as number);
  const mixed = judgement.serving.containers.some(isGated);
  return [
    "",
    `Serving, of ${replicas}, if the app starts in ${startupSeconds} s${known === null ? " (assumed)" : ""}:`,
    ...(mixed ? ["(what has a probe is taken to serve at once)"] : []),
    ...lines,
    "All pods alike; the worst case above is over every course.",
  ];
}

/** A usual course that keeps the budget would only raise the question what is wrong. */
function losesMore({ analysis, change }: Judgement, { asWritten }: Timelines): boolean {
  const { atReplicas, budget, guaranteed } = analysis.rollout;
  // Pods that are yet to be added are none that is lost.
  const from = (guaranteed === null ? atReplicas : change.raisedFrom) as number;
  return from - asWritten.lowest.serving > (budget as number);
}
