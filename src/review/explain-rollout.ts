import { get } from "../manifest/json-value.js";
import type { Policy } from "../policy/policy.js";
import { deploymentDefaults } from "../rollout/deployment-defaults.js";
import { describeValue } from "../rollout/describe-value.js";
import { parseIntOrPercent, percentToPods } from "../rollout/int-or-percent.js";
import type { Judgement } from "../rules/judge-workload.js";
import { podsOf } from "../rules/words.js";
import { isGated } from "../workload/workload.js";

/**
 * The arithmetic of one workload in lines of plain text, from the numbers that `rollout/` computed: what was
 * written, what it resolves to, and which case gives the worst case.
 */
export function explainRollout({ workload, analysis, serving, policy, recreated }: Judgement): string[] {
  const { rollout, gatedWorstCase } = analysis;
  const { atReplicas: replicas, worstCase, budget, replicas: range } = rollout;
  if (replicas === null || worstCase === null || range === null)
    return ["No numbers: the rollout's settings cannot be read."];
  const lines = [replicasLine(range, replicas)];
  if (recreated)
    return [
      ...lines,
      `selector changed: the object is deleted and created again, worst case = replicas = ${worstCase}`,
    ];
  if (rollout.strategy === "Recreate") {
    return [
      ...lines,
      `Recreate: every old pod is stopped before the first new one starts, worst case = replicas = ${worstCase}`,
    ];
  }
  lines.push(
    limitLine(workload.apiVersion, workload.spec.strategy, "maxSurge", "ceil", replicas, rollout.maxSurge),
  );
  lines.push(
    limitLine(
      workload.apiVersion,
      workload.spec.strategy,
      "maxUnavailable",
      "floor",
      replicas,
      rollout.maxUnavailable,
    ),
  );
  lines.push(`budget = min(maxUnavailable, replicas) = ${budget}`);
  if (!rollout.serving)
    return [...lines, `no container serves traffic, as far as is known: worst case = budget = ${worstCase}`];
  if (rollout.gated) {
    const why = workload.hasReadinessGates
      ? "the pod has readiness gates"
      : "every serving container has a probe that Kubernetes waits for";
    return [...lines, `${why}: worst case = budget = ${worstCase}`];
  }
  const ungated = serving.containers.filter((container) => !isGated(container)).length;
  lines.push(
    `${ungated} of ${serving.containers.length} serving containers without a readiness or startup probe`,
  );
  lines.push(ungatedLine(rollout.minReadySeconds ?? 0, policy, worstCase, replicas));
  lines.push(`with a probe on each: worst case = budget = ${gatedWorstCase}`);
  return lines;
}

function replicasLine(range: { min: number; max: number; source: string }, at: number): string {
  if (range.source === "autoscaler")
    return `replicas ${range.min} to ${range.max} by its autoscaler; the largest share is lost at ${at}`;
  if (range.source === "default")
    return `replicas not written: Kubernetes' default of ${at}; the live number may differ`;
  return `replicas = ${at}`;
}

function limitLine(
  apiVersion: string,
  strategy: unknown,
  field: "maxSurge" | "maxUnavailable",
  rounding: "ceil" | "floor",
  replicas: number,
  resolved: number | null,
): string {
  const written = get(strategy, "rollingUpdate", field);
  const value = written ?? deploymentDefaults(apiVersion)[field];
  const origin = written == null ? " (default)" : "";
  if (typeof value !== "string") return `${field}${origin} = ${resolved}`;
  const text = describeValue(value).replace(/^the text "(.*)"$/, "$1");
  // deployment_util.go, ResolveFenceposts: where both round to 0, one pod may go.
  const raised = field === "maxUnavailable" && resolved === 1 && isZeroPods(value, replicas);
  return `${field}${origin} = ${rounding}(${text} of ${replicas}) = ${raised ? "0, raised to 1 as maxSurge is 0 too" : resolved}`;
}

function isZeroPods(percent: string, replicas: number): boolean {
  const parsed = parseIntOrPercent(percent);
  return parsed.ok && percentToPods(parsed.amount, replicas, "down") === 0;
}

function ungatedLine(
  minReadySeconds: number,
  { startupSeconds, startupSource }: Policy,
  worstCase: number,
  replicas: number,
): string {
  const lost = podsOf(worstCase, replicas);
  if (startupSeconds === null)
    return `start-up time unknown: every new pod may count as available before it serves, worst case = ${lost}`;
  const annotated = startupSource === "annotation";
  const start = `start-up ${startupSeconds} s${annotated ? " (annotation surefoot/startup-seconds)" : ""}`;
  if (startupSeconds === 0)
    return `the app serves at once (${annotated ? "annotation surefoot/startup-seconds" : "startupSeconds"} 0): worst case = budget = ${worstCase}`;
  if (minReadySeconds === 0)
    return `${start}, minReadySeconds 0: a new pod counts as available ${startupSeconds} s before it serves, worst case = ${lost}`;
  return `${start}, minReadySeconds ${minReadySeconds}: min(replicas, budget + floor(${startupSeconds} / ${minReadySeconds}) x (maxSurge + maxUnavailable)) = ${worstCase}`;
}
