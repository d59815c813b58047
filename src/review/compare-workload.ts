/** One workload of the change, judged at the base and at the head. */

import { type Judgement, judgeWorkload } from "../judge/judge-workload.js";
import { canonicalJson } from "../manifest/json-value.js";
import { byPlace } from "../manifest/problem.js";
import type { Policy } from "../policy/policy.js";
import { asApplied } from "../workload/change/as-applied.js";
import { changeFacts, NO_CHANGE } from "../workload/change/change-facts.js";
import type { Surroundings } from "../workload/change/held-services.js";
import { withLiveDefaults } from "../workload/change/live-defaults.js";
import { objectChanged, rollsPods, type WorkloadPair } from "../workload/change/pair-workloads.js";
import { autoscalersOf } from "../workload/neighbours/autoscalers-of.js";
import { servicesOf } from "../workload/neighbours/services-of.js";
import { placeholderIn } from "../workload/read-workload.js";
import type { Neighbours, Workload } from "../workload/workload.js";
import { type ComparedBase, comparableBase } from "./findings/comparable-base.js";
import { type ObjectSettings, policyFor, readObjectSettings } from "./object-settings.js";
import type { WorkloadReport } from "./review-plan.js";

export interface ComparedWorkload {
  report: WorkloadReport;
  before: Judgement | null;
  after: Judgement | null;
  /** what the findings at the head are compared with */
  compared: ComparedBase;
  settings: ObjectSettings;
}

/** Judges a pair that the change concerns; null for one that it leaves as it was. */
export function compareWorkload(
  written: WorkloadPair,
  around: Surroundings,
  policy: Policy,
  isHiddenAtBase: boolean,
): ComparedWorkload | null {
  const change = changeOf(written, around);
  if (change === null) return null;
  const pair = withLiveDefaults(written);
  const settings = readObjectSettings(pair);
  const local = policyFor(policy, settings);
  const before = judgeable(pair.before) ? judgeWorkload(pair.before, around.base, local, NO_CHANGE) : null;
  const facts = changeFacts(pair, around);
  // An object that the API server refused is not in the cluster, so no change of it can break a rule.
  const told = before?.analysis.refused ? { ...facts, recreated: null } : facts;
  const after = judgeable(pair.after) ? judgeWorkload(pair.after, around.head, local, told) : null;
  const shown = (pair.after ?? pair.before) as Workload;
  const moved = pair.before !== null && pair.after !== null && pair.before.id !== pair.after.id;
  const report: WorkloadReport = {
    id: shown.id,
    ...(moved ? { previousId: (pair.before as Workload).id } : {}),
    kind: shown.kind,
    apiVersion: shown.apiVersion,
    namespace: shown.namespace,
    name: shown.name,
    path: shown.path,
    line: shown.line,
    change,
    rollsPods: change !== "context" && rollsPods(asApplied(pair, around)),
    before: before?.workload.partial ? null : (before?.analysis.rollout ?? null),
    after: after?.workload.partial ? null : (after?.analysis.rollout ?? null),
  };
  const compared = comparableBase(pair, before, isHiddenAtBase, around.base, local);
  return { report, before, after, compared, settings };
}

/** Returns the reports of the workloads; a patch is no workload of its own. */
export function reportsOf(reviewed: readonly ComparedWorkload[]): WorkloadReport[] {
  return reviewed
    .filter(({ before, after }) => !(after ?? before)?.workload.partial)
    .map(({ report }) => report)
    .toSorted(byPlace);
}

/** A workload whose numbers hang on a placeholder has none before a tool has filled it in. */
function judgeable(workload: Workload | null): workload is Workload {
  return workload !== null && placeholderIn(workload) === null;
}

function changeOf(pair: WorkloadPair, around: Surroundings): WorkloadReport["change"] | null {
  const { before, after } = pair;
  if (before === null) return "added";
  if (after === null) return "removed";
  if (objectChanged(pair)) return before.path === after.path ? "modified" : "renamed";
  return surroundings(before, around.base) === surroundings(after, around.head) ? null : "context";
}

/** Returns a workload's neighbours as text to compare. */
function surroundings(workload: Workload, neighbours: Neighbours): string {
  const services = servicesOf(workload, neighbours)
    .map(({ name, selector, ports, headless, publishNotReadyAddresses }) =>
      canonicalJson({ name, selector, ports, headless, publishNotReadyAddresses }),
    )
    .toSorted();
  const scalers = autoscalersOf(workload, neighbours).map(({ range }) => range);
  return canonicalJson({ services, scalers });
}
