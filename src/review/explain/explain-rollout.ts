/**
 * The arithmetic of one workload in lines of plain text, from the numbers that `rollout/` computed: what was written,
 * what it resolves to, and which case gives the worst case.
 */
import type { Judgement } from "../../rules/judge-workload.js";
import { isGated } from "../../workload/workload.js";
import { EXPLANATIONS, type SettledRollout } from "./explanations.js";

export function explainRollout(judgement: Judgement, startupSeconds: number | null): string[] {
  const { workload, analysis, recreated } = judgement;
  const { rollout } = analysis;
  const { atReplicas: replicas, worstCase, replicas: range } = rollout;
  if (replicas === null || worstCase === null || range === null)
    return ["No numbers: the rollout's settings cannot be read."];
  const lines = [replicasLine(range, replicas)];
  if (recreated !== null) {
    const why = `${recreated} changed: the object is deleted and created again`;
    return [...lines, `${why}, worst case = replicas = ${worstCase}`];
  }
  const explanation = EXPLANATIONS[workload.kind];
  const settled: SettledRollout = { ...judgement, rollout, replicas, worstCase, startupSeconds };
  const outright = explanation.outright(settled);
  if (outright !== null) return [...lines, outright];
  lines.push(...explanation.limits(settled), ...gateLines(settled));
  if (rollout.serving && !rollout.gated) {
    lines.push(explanation.ungated(settled));
    lines.push(`with a probe on each: worst case = budget = ${analysis.gatedWorstCase}`);
  }
  return lines;
}

function replicasLine(range: { min: number; max: number; source: string }, at: number): string {
  if (range.source === "autoscaler")
    return `replicas ${range.min} to ${range.max} by its autoscaler; the largest share is lost at ${at}`;
  if (range.source === "default")
    return `replicas not written: Kubernetes' default of ${at}; the live number may differ`;
  return `replicas = ${at}`;
}

function gateLines({ workload, serving, rollout, worstCase }: SettledRollout): string[] {
  if (!rollout.serving)
    return [`no container serves traffic, as far as is known: worst case = budget = ${worstCase}`];
  if (rollout.gated) {
    const why = workload.hasReadinessGates
      ? "the pod has readiness gates"
      : "every serving container has a probe that Kubernetes waits for";
    return [`${why}: worst case = budget = ${worstCase}`];
  }
  const ungated = serving.containers.filter((container) => !isGated(container)).length;
  return [
    `${ungated} of ${serving.containers.length} serving containers without a readiness or startup probe`,
  ];
}
