/**
 * The arithmetic of one workload in lines of plain text, from the numbers that `rollout/` computed: what was written,
 * what it resolves to, and which case gives the worst case.
 */

import type { Judgement } from "../../judge/judge-workload.js";
import type { SettledRollout } from "../../kinds/kind.js";
import { kindOf } from "../../kinds/kinds.js";
import { type KubernetesVersion, nameVersions } from "../../policy/kubernetes-version.js";
import { lossOf } from "../../rollout/pods-in-words.js";
import { needsFreeNode } from "../../rules/common/free-node.js";
import { andList, count } from "../../words/list.js";
import { injectedGateWords } from "../../workload/balancers/in-words.js";
import { injectedGate } from "../../workload/balancers/injected-gate.js";
import { objectName, serviceName } from "../../workload/names.js";
import { countingAutoscalers } from "../../workload/neighbours/counted-range.js";
import { isOperatorsProxy } from "../../workload/servers/proxies.js";
import { forwardingInWords, openTargetInWords } from "../../workload/serving/in-words.js";
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
  const undecided = undecidedLines(judgement);
  if (worstCase === null && undecided.length > 0)
    return [`No worst case: it hangs on which container answers.`, ...undecided];
  const protocols = judgement.serving.datagrams.join(" and ");
  const isReadable = rollout.budget !== null || kindOf(workload).rollout.countedBy === "nodes";
  if (worstCase === null && unknownNodes === null && protocols !== "" && isReadable)
    return [
      `No worst case: it is reached over ${protocols} only, which no probe speaks, and not every container is gated.`,
    ];
  const why = unknownFor(judgement);
  if (why !== null) return [`No numbers: ${why}.`];
  if (replicas === null || (worstCase === null && unknownNodes === null))
    return ["No numbers: the rollout's settings cannot be read."];
  const lines = [replicas];
  const lost = lossOf(rollout);
  const worst = worstCase === null ? lost : `${worstCase}`;
  if (change.replaces !== null) {
    const old = objectName(change.replaces.workload);
    const loss = `${unknownNodes === null ? "replicas = " : ""}${worst}`;
    return [...lines, `${old} is deleted, and nothing waits for the pods in its place: worst case = ${loss}`];
  }
  if (recreated !== null) {
    const cause =
      change.unmetFilledLabels.length > 0
        ? `${recreated} does not match the new labels`
        : `${recreated} changed`;
    const why = `${cause}: the object is deleted and created again`;
    return [...lines, `${why}, worst case = ${unknownNodes === null ? "replicas = " : ""}${worst}`];
  }
  const explanation = kindOf(workload).explanation;
  const settled: Judgement & SettledRollout = { ...judgement, rollout, worst, lost };
  const outright = explanation.outright(settled);
  if (analysis.unreached) {
    const limits = outright === null ? explanation.limits(settled) : [];
    return [...lines, ...limits, ...unreachedLines(settled)];
  }
  if (change.letsGoOfPods)
    return [
      ...lines,
      `selector changed: it lets go of the pods that run, and they run on: worst case = ${worst}`,
    ];
  if (outright !== null) return [...lines, outright];
  lines.push(...explanation.limits(settled), ...gateLines(settled));
  if (needsFreeNode(workload, rollout))
    lines.push(
      "each pod takes a port of its node: where every node has an old pod, the new one stays Pending and the rollout waits",
    );
  const { covered, total } = rollout.coverage.gate;
  if (rollout.serving && !rollout.gated && covered < total) {
    lines.push(explanation.ungated(settled));
    const gated = unknownNodes === null ? ` = ${analysis.gatedWorstCase}` : "";
    lines.push(`with ${probeOnEach(judgement)}: worst case = budget${gated}`);
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
  if (worstOne === undefined) return [`nothing in the new pods serves any more: ${cost("pods replaced")}`];
  if (worstOne.doubt === "deleted") return [`${serviceName(worstOne)} is deleted: ${cost("replicas")}`];
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

function gateLines(settled: Judgement & SettledRollout): string[] {
  const { workload, serving, rollout, worst, neighbours, policy } = settled;
  if (serving.datagrams.length > 0 && !rollout.gated)
    return [`${serving.datagrams.join(" and ")} only, whoever answers it: worst case = ${worst}`];
  if (!rollout.serving && serving.datagrams.length === 0)
    return [`no container serves traffic, as far as is known: worst case = budget = ${worst}`];
  if (rollout.gated) {
    const injected = injectedGate(workload, neighbours, policy.injectedReadinessGates);
    const why = workload.hasReadinessGates
      ? "the pod has readiness gates"
      : injected !== null && !serving.containers.every(isGated)
        ? `Kubernetes waits for ${injectedGateWords(injected)}`
        : serving.containers.some(({ heldByDapr }) => heldByDapr)
          ? "Dapr's injected sidecar gets ready only once the app's port is open, and Kubernetes waits for it"
          : serving.containers.every(isGated)
            ? serving.containers.some(({ askedBySibling }) => askedBySibling)
              ? "every serving container is asked by a probe that Kubernetes waits for, its own or that of another container of the pod"
              : "every serving container has a probe that Kubernetes waits for"
            : "a probe that proves nothing has a delay longer than the app's known start";
    return [
      ...serving.forwardings.map(forwardingInWords),
      `${why}: worst case = budget = ${worst}`,
      ...undecidedLines({ serving }),
    ];
  }
  const { covered, total } = rollout.coverage.gate;
  if (covered === total) return [...undecidedLines({ serving }), `whichever it is, worst case = ${worst}`];
  const lacking = `${total - covered} of ${total} serving containers without a readiness or startup probe`;
  return [
    ...serving.forwardings.map(forwardingInWords),
    hasHollow(serving) ? `${lacking} that proves something` : lacking,
    ...undecidedLines({ serving }),
  ];
}

/** Whether a container that Kubernetes does not wait for has a probe, which proves nothing then. */
function hasHollow({ containers }: Judgement["serving"]): boolean {
  return containers.some(
    (container) =>
      !isGated(container) &&
      (container.probes.readinessProbe !== undefined || container.probes.startupProbe !== undefined),
  );
}

/** Returns what would hold the budget: a probe that asks a proxy of metrics alone tells nothing of the app. */
function probeOnEach({ serving }: Judgement): string {
  const each = hasHollow(serving) ? "such a probe on each" : "a probe on each";
  const isBehind = serving.containers.some((one) => !isGated(one) && isOperatorsProxy(one));
  return isBehind ? `${each}, at a proxy of metrics one that asks the app behind it` : each;
}

/** Ports of one workload that have a line of their own. */
const MAX_UNDECIDED = 5;

/** Returns what is not known of the containers that serve. */
function undecidedLines({ serving }: Pick<Judgement, "serving">): string[] {
  const lines = serving.unknown.slice(0, MAX_UNDECIDED).map(openTargetInWords);
  const left = serving.unknown.length - lines.length;
  return left > 0 ? [...lines, `and so it is with ${count(left, "more port")}`] : lines;
}
