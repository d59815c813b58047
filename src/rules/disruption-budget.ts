import { kindOf } from "../kinds/kinds.js";
import { canonicalJson } from "../manifest/json-value.js";
import type { ManifestObject } from "../manifest/manifest.js";
import { evictablePods } from "../rollout/evictable-pods.js";
import { pods } from "../rollout/pods-in-words.js";
import { andList } from "../words/list.js";
import { quoted } from "../words/quote.js";
import { isSameNamespace, objectName, workloadName } from "../workload/names.js";
import { autoscalersOf } from "../workload/neighbours/autoscalers-of.js";
import { readDisruptionBudget } from "../workload/neighbours/disruption-budgets.js";
import { matchesSelector } from "../workload/neighbours/label-selector.js";
import { isOfOtherRendering } from "../workload/neighbours/renderings.js";
import type { DisruptionBudget } from "../workload/neighbours.js";
import type { Sight } from "../workload/sight/sight.js";
import type { Workload } from "../workload/workload.js";
import type { OwnObjectRule, Verdict } from "./rule.js";

/** A PodDisruptionBudget that never lets one of its pods be evicted: a node that runs one cannot be drained. */
export const disruptionBudget: OwnObjectRule = {
  name: "disruption-budget",
  text: {
    severity: "warning",
    title: "A PodDisruptionBudget that allows no eviction",
    help: "However many of the pods are healthy, none of them may be evicted: draining a node that runs one waits until the pod ends or is deleted, or the budget changes, and so does an upgrade of the nodes. Run one pod more than minAvailable, or write maxUnavailable: 1. Where a person has to be asked before each drain, it is meant, and can be waived.",
  },
  check(object, { isWhole, before, sight, sightBefore }) {
    const budget = isWhole && object.kind === "PodDisruptionBudget" ? readDisruptionBudget(object) : null;
    if (budget === null) return [];
    const selected = sight === null ? null : selectedBy(budget, sight);
    if (sight === null || selected === null) return allowsNone(budget) ? [verdictOn(budget, ANY_POD)] : [];
    // Pods of nothing in sight are a controller's own, and whoever wrote that none of them goes has chosen it.
    if (selected.length === 0) return hasLimit(budget) ? [] : [verdictOn(budget, ANY_POD)];
    for (const { workloads, where } of byNamespace(budget, selected)) {
      const verdict = verdictIn(workloads, where, budget, sight);
      if (verdict !== null)
        return [{ ...verdict, wasThere: isLeftAsItWas(budget, selected, before, sightBefore) }];
    }
    return [];
  },
};

/** Returns what is said of a budget among the workloads that it selects in one namespace. */
function verdictIn(
  workloads: readonly Workload[],
  where: string,
  budget: DisruptionBudget,
  sight: Sight,
): Verdict | null {
  const most = mostPods(workloads, sight);
  if (most !== null)
    return most === 0 || evictablePods(budget, most) !== 0
      ? null
      : verdictOn(budget, podsOf(workloads, most), most, where);
  if (workloads.some((workload) => kindOf(workload).rollout.countedBy === "nodes")) return null;
  return allowsNone(budget) ? verdictOn(budget, ANY_POD) : null;
}

/** Workloads that a budget selects where all of them are in one namespace. */
interface Selection {
  workloads: readonly Workload[];
  /** which namespace the budget has to be applied in for that, in words; empty where the files say so themselves */
  where: string;
}

/** A budget selects pods of its own namespace, and one that is not written is whatever the deployer's is. */
function byNamespace(budget: DisruptionBudget, selected: readonly Workload[]): Selection[] {
  const written = new Set(selected.flatMap(({ namespace }) => namespace ?? []));
  // Helm has a namespace for what writes none, and a chart may well write the same one.
  const isFilled = budget.object.document.manifest.origin.rendering !== undefined;
  if (isFilled || budget.namespace !== null || written.size === 0)
    return [{ workloads: selected, where: "" }];
  return [...written].map((namespace) => ({
    workloads: selected.filter((one) => one.namespace === null || one.namespace === namespace),
    where: `, if it is applied in their namespace ${quoted(namespace)}, as it writes none itself`,
  }));
}

const ANY_POD = "a pod that it selects";

/**
 * Whether the base could not be judged, such as for a number of pods that was written elsewhere, although all that is read
 * here of the budget and of its workloads is as it was.
 */
function isLeftAsItWas(
  budget: DisruptionBudget,
  selected: readonly Workload[],
  before: ManifestObject | null,
  sightBefore: Sight | null,
): boolean {
  const budgetBefore = before === null ? null : readDisruptionBudget(before);
  const selectedBefore =
    budgetBefore === null || sightBefore === null ? null : selectedBy(budgetBefore, sightBefore);
  if (budgetBefore === null || sightBefore === null || selectedBefore === null) return false;
  return (
    mostPods(selectedBefore, sightBefore) === null &&
    readingOf(budgetBefore, selectedBefore) === readingOf(budget, selected)
  );
}

function readingOf(
  { minAvailable, maxUnavailable, selector }: DisruptionBudget,
  selected: readonly Workload[],
): string {
  const workloads = selected.map(({ kind, name, podLabels, spec }) => [kind, name, podLabels, spec.replicas]);
  return canonicalJson([minAvailable, maxUnavailable, selector, workloads]);
}

const MAX_PODS = 2 ** 31 - 1;

/** Whether it allows no eviction at any number of pods. */
function allowsNone(budget: DisruptionBudget): boolean {
  return [1, 2, 100, MAX_PODS].every((count) => evictablePods(budget, count) === 0);
}

function hasLimit({ minAvailable, maxUnavailable }: DisruptionBudget): boolean {
  return minAvailable != null || maxUnavailable != null;
}

/** Returns the workloads whose pods it selects; null where it selects others, whose number is not known. */
function selectedBy(
  { namespace, selector, object }: DisruptionBudget,
  { workloads, others }: Sight,
): Workload[] | null {
  const selects = (one: { namespace: string | null }, labels: Record<string, string>) =>
    isSameNamespace(namespace, one.namespace) && matchesSelector(selector, labels);
  if (others.some((one) => selects(one, one.labels))) return null;
  return workloads.filter((one) => selects(one, one.podLabels) && !isOfOtherRendering(object, one));
}

/** Returns the most pods that there can be of all of them; null where that is not known. */
function mostPods(workloads: readonly Workload[], { neighbours }: Sight): number | null {
  let sum = 0;
  for (const workload of workloads) {
    const { rollout } = kindOf(workload);
    const written = workload.spec.replicas ?? rollout.defaultReplicas;
    if (rollout.countedBy !== "replicas" || !Number.isInteger(written)) return null;
    if (neighbours.countedByKustomize.has(workload.name ?? "")) return null;
    const ranges = autoscalersOf(workload, neighbours).map(({ range }) => range);
    if (ranges.some(({ ok }) => !ok)) return null;
    const counts = ranges.flatMap((range) => (range.ok ? range.max : []));
    sum += Math.max(written as number, ...counts);
  }
  return sum;
}

function podsOf(workloads: readonly Workload[], most: number): string {
  const whose = andList(workloads.slice(0, 3).map(workloadName));
  const more = workloads.length > 3 ? " and others" : "";
  return most === 1 ? `the only pod of ${whose}` : `any of the ${pods(most)} of ${whose}${more}`;
}

/** `most` is the number of its pods; null where that is not known. */
function verdictOn(budget: DisruptionBudget, what: string, most: number | null = null, where = ""): Verdict {
  const field = (["minAvailable", "maxUnavailable"] as const).find((one) => budget[one] != null);
  const limit = field === undefined ? "it has no limit" : `${field}: ${budget[field]}`;
  const isLiteral = hasLimit(budget) && allowsNone(budget);
  const isRounded = !isLiteral && most !== null && String(budget.minAvailable).endsWith("%");
  const why = isRounded ? `, and ${budget.minAvailable} of ${most} rounds up to ${most}` : "";
  const mending = isLiteral
    ? "If whoever drains is to ask first, that is meant."
    : `maxUnavailable: 1${field === undefined ? "" : " in its place"} lets ${most === 1 ? "it" : "one"} go.`;
  return {
    severity: "warning",
    container: null,
    subject: "eviction",
    path: ["spec", ...(field === undefined ? [] : [field])],
    message: `${objectName({ kind: "PodDisruptionBudget", name: budget.name })} never lets ${what} be evicted (${limit}${why})${where}: draining a node that runs one waits until the pod ends or is deleted, or the budget changes. ${mending}`,
  };
}
