/** One workload of the change, judged at the base and at the head. */

import { type Judgement, judgeWorkload } from "../judge/judge-workload.js";
import { canonicalJson } from "../manifest/json-value.js";
import { byPlace } from "../manifest/problem.js";
import { refusingMinors } from "../policy/kubernetes-version.js";
import type { Policy } from "../policy/policy.js";
import { asApplied } from "../workload/change/as-applied.js";
import { changeFacts, factsAtBase } from "../workload/change/change-facts.js";
import type { Surroundings } from "../workload/change/held-services.js";
import { withLiveDefaults } from "../workload/change/live-defaults.js";
import {
  immutableChange,
  objectChanged,
  rollsPods,
  type WorkloadPair,
} from "../workload/change/pair-workloads.js";
import { autoscalersOf } from "../workload/neighbours/autoscalers-of.js";
import { servicesOf } from "../workload/neighbours/services-of.js";
import type { Neighbours } from "../workload/neighbours.js";
import { placeholderIn } from "../workload/read-workload.js";
import type { Workload } from "../workload/workload.js";
import { workloadRefusals } from "../workload/workload-refusals.js";
import { type ComparedBase, comparableBase } from "./findings/comparable-base.js";
import { type ObjectSettings, policyFor, readObjectSettings } from "./object-settings.js";
import type { WorkloadReport } from "./review-plan.js";

export interface ComparedWorkload {
  report: WorkloadReport;
  /** the one at the head, or at the base of a workload that is removed */
  shown: Workload;
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
  const change = changeOf(written, around, policy);
  if (change === null) return null;
  const settings = readObjectSettings(written);
  const local = policyFor(policy, settings);
  const atBase = factsAtBase(written, around);
  const before = judgeable(written.before) ? judgeWorkload(written.before, around.base, local, atBase) : null;
  // One that is created by this change, again or at last, has the defaults of its own apiVersion.
  const isLive = !before?.analysis.refused && immutableChange(asApplied(written, around)) === null;
  const pair = isLive ? withLiveDefaults(written) : written;
  const facts = changeFacts(pair, around, isHiddenAtBase);
  // An object that the API server refused is not in the cluster, so no change of it can break a rule.
  const told = before?.analysis.refused
    ? { ...facts, recreated: null, recreatedAs: () => null, strategyBefore: null }
    : facts;
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
    ...(after?.analysis.byVersion.every(({ refused }) => refused) ? { isRefused: true } : {}),
    before: before?.workload.partial ? null : (before?.analysis.rollout ?? null),
    after: after?.workload.partial ? null : (after?.analysis.rollout ?? null),
  };
  const isCalled = pair.after !== null && servicesOf(pair.after, around.head).length > 0;
  const seen = { isHidden: isHiddenAtBase, isCalled, facts: atBase };
  const compared = comparableBase(pair, before, seen, around.base, local);
  return { report, shown, before, after, compared, settings };
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

function changeOf(pair: WorkloadPair, around: Surroundings, policy: Policy): WorkloadReport["change"] | null {
  const { before, after } = pair;
  if (before === null) return "added";
  if (after === null) return "removed";
  if (objectChanged(pair) || isRefusedByNewVersion(before, after, around, policy))
    return isInOneFile(before, after) ? "modified" : "renamed";
  return surroundings(before, around.base) === surroundings(after, around.head) ? null : "context";
}

/** The same object under another apiVersion is no change, unless an API server refuses it there. */
function isRefusedByNewVersion(
  before: Workload,
  after: Workload,
  { head }: Surroundings,
  policy: Policy,
): boolean {
  return (
    before.apiVersion !== after.apiVersion && workloadRefusals(after, head, refusingMinors(policy)).length > 0
  );
}

/** A template stays the file of what it makes, whichever file the lines are taken from. */
function isInOneFile(before: Workload, after: Workload): boolean {
  const [old, now] = [before.object.document.manifest, after.object.document.manifest];
  if (old.origin.rendering !== undefined && now.origin.rendering !== undefined) return old.path === now.path;
  return before.path === after.path;
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
