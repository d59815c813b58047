/**
 * The arithmetic of one workload in lines of plain text, from the numbers that `rollout/` computed: what was written,
 * what it resolves to, and which case gives the worst case.
 */

import type { Judgement } from "../../judge/judge-workload.js";
import type { SettledRollout } from "../../kinds/kind.js";
import { kindOf } from "../../kinds/kinds.js";
import { type KubernetesVersion, nameVersions } from "../../policy/kubernetes-version.js";
import { lossOf } from "../../rollout/pods-in-words.js";
import { andList } from "../../words/list.js";
import { serviceName } from "../../workload/names.js";
import { countingAutoscalers } from "../../workload/neighbours/counted-range.js";
import { isGated } from "../../workload/workload.js";
import { disruptionBudgetLines } from "./disruption-budget-lines.js";

export function explainRollout(judgement: Judgement): string[] {
  return [...onEachVersion(judgement), ...disruptionBudgetLines(judgement)];
}

/** The worst version's lines first. Where versions give other numbers, each speaks under its name. */
function onEachVersion(judgement: Judgement): string[] {
  const { analysis } = judgement;
  const { worstCaseBy, budgetBy } = analysis.rollout;
  if (worstCaseBy === null && budgetBy === null) return arithmeticOf(judgement);
  const told = new Map<string, { lines: string[]; versions: KubernetesVersion[] }>();
  const worst = analysis.byVersion.filter(({ versions }) => versions === analysis.versions);
  for (const one of [...worst, ...analysis.byVersion.filter((other) => !worst.includes(other))]) {
    const lines = arithmeticOf({ ...judgement, analysis: { ...analysis, ...one } });
    const known = told.get(lines.join("\n"));
    if (known === undefined) told.set(lines.join("\n"), { lines, versions: [...one.versions] });
    else known.versions.push(...one.versions);
  }
  const groups = [...told.values()];
  // All begin with the replicas, as a rule with the same ones.
  const [lead] = groups[0]?.lines ?? [];
  const isShared = groups.every(({ lines }) => lines[0] === lead);
  return [
    ...(isShared && lead !== undefined ? [lead] : []),
    ...groups.flatMap(({ lines, versions }) => [
      `Kubernetes ${andList(nameVersions(versions))}:`,
      ...lines.slice(isShared ? 1 : 0).map((line) => `  ${line}`),
    ]),
  ];
}

function arithmeticOf(judgement: Judgement): string[] {
  const { workload, analysis, change } = judgement;
  const { recreated } = change;
  const { rollout } = analysis;
  const { worstCase, unknownNodes } = rollout;
  const replicas = replicasLine(judgement);
  if (analysis.refused) {
    const who = kindOf(workload).rollout.refusedBy.replace(/^The/, "the");
    return [`No numbers: ${who} refuses it, so nothing rolls out.`];
  }
  const why = unknownFor(judgement);
  if (why !== null) return [`No numbers: ${why}.`];
  if (replicas === null || (worstCase === null && unknownNodes === null))
    return ["No numbers: the rollout's settings cannot be read."];
  const lines = [replicas];
  const lost = lossOf(rollout);
  const worst = worstCase === null ? lost : `${worstCase}`;
  if (recreated !== null) {
    const why = `${recreated} changed: the object is deleted and created again`;
    return [...lines, `${why}, worst case = ${unknownNodes === null ? "replicas = " : ""}${worst}`];
  }
  const explanation = kindOf(workload).explanation;
  const settled: Judgement & SettledRollout = { ...judgement, rollout, worst, lost };
  const outright = explanation.outright(settled);
  if (analysis.unreached) {
    const limits = outright === null ? explanation.limits(settled) : [];
    return [...lines, ...limits, ...unreachedLines(settled)];
  }
  if (outright !== null) return [...lines, outright];
  lines.push(...explanation.limits(settled), ...gateLines(settled));
  if (rollout.serving && !rollout.gated) {
    lines.push(explanation.ungated(settled));
    const gated = unknownNodes === null ? ` = ${analysis.gatedWorstCase}` : "";
    lines.push(`with a probe on each: worst case = budget${gated}`);
    if (rollout.guaranteed !== null)
      lines.push(
        `replicas raised from ${judgement.change.raisedFrom} in the same change: sure to serve at every moment = max(0, ${judgement.change.raisedFrom} - ${worst}) = ${rollout.guaranteed}`,
      );
  }
  return lines;
}

/** Returns why the pods of settings without a fault cannot be counted; null where they can, or where there is a fault. */
function unknownFor({ workload, analysis }: Judgement): string | null {
  const { rollout } = kindOf(workload);
  const { unknown } = rollout.read(analysis.written);
  if (unknown !== undefined) return unknown;
  const isUncounted = rollout.countedBy === "replicas" && analysis.rollout.replicas === null;
  return isUncounted && workload.spec.replicas == null && workload.containers.length > 0
    ? "replicas is not written and has no default, so only the cluster knows it"
    : null;
}

/** Returns why no traffic reaches the pods, however ready they are. */
function unreachedLines({ change, rollout, worst }: Judgement & SettledRollout): string[] {
  const { unknownNodes } = rollout;
  const cost = (pods: string) => `worst case = ${unknownNodes === null ? `${pods} = ` : ""}${worst}`;
  const [turned] = change.turnedServices;
  if (turned !== undefined)
    return [
      `${serviceName(turned)} stops routing to every old pod before there is a new one: ${cost("replicas")}`,
    ];
  const lost = change.lostServices.filter(({ whole, auxiliary }) => whole && !auxiliary);
  const worstOne = lost.find(({ atOnce }) => atOnce) ?? lost[0];
  if (worstOne === undefined) return [];
  return worstOne.atOnce
    ? [`${serviceName(worstOne)} routes to none of the pods: ${cost("replicas")}`]
    : [`${serviceName(worstOne)} routes to none of the new pods: ${cost("pods replaced")}`];
}

function replicasLine({ workload, neighbours, analysis }: Judgement): string | null {
  const { replicas, atReplicas: at, unknownNodes } = analysis.rollout;
  if (unknownNodes !== null)
    return "nodes not known: one pod on each of them (nodes in the policy turns shares into numbers)";
  if (replicas === null || at === null) return null;
  const { min, max, source } = replicas;
  if (source === "autoscaler") {
    const { minor } = analysis.written.version;
    const owners = countingAutoscalers(workload, neighbours, minor).length;
    const by = owners > 1 ? `its ${owners} autoscalers` : "its autoscaler";
    return min === max
      ? `replicas = ${at} by ${by}`
      : `replicas ${min} to ${max} by ${by}; the largest share is lost at ${at}`;
  }
  if (source === "default")
    return `replicas not written: Kubernetes' default of ${at}; the live number may differ`;
  return source === "nodes" ? `nodes in the policy: ${at}, one pod on each` : `replicas = ${at}`;
}

function gateLines({ workload, serving, rollout, worst }: Judgement & SettledRollout): string[] {
  if (!rollout.serving)
    return [`no container serves traffic, as far as is known: worst case = budget = ${worst}`];
  if (rollout.gated) {
    const why = workload.hasReadinessGates
      ? "the pod has readiness gates"
      : "every serving container has a probe that Kubernetes waits for";
    return [`${why}: worst case = budget = ${worst}`];
  }
  const ungated = serving.containers.filter((container) => !isGated(container)).length;
  return [
    `${ungated} of ${serving.containers.length} serving containers without a readiness or startup probe`,
  ];
}
