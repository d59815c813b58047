import {
  asArray,
  asObject,
  canonicalJson,
  get,
  isObject,
  type JsonObject,
} from "../../manifest/json-value.js";
import { claimNamed, heldAlone } from "../held-alone.js";
import { autoscalersOf } from "../neighbours/autoscalers-of.js";
import { servicesOf } from "../neighbours/services-of.js";
import type { Claim } from "../neighbours.js";
import { podTemplateOf } from "../pod-template.js";
import { neverReady } from "../probes/never-ready.js";
import { onlyIdles } from "../serving/only-idles.js";
import { type ServedBefore, servingContainers } from "../serving/serving-containers.js";
import { type Container, isGated, runningContainers, type Workload } from "../workload.js";
import { asApplied } from "./as-applied.js";
import type { Surroundings } from "./held-services.js";
import { type LostService, lostServices } from "./lost-services.js";
import { immutableChange, rollsPods, unmetOfSelector, type WorkloadPair } from "./pair-workloads.js";
import { type RemovedProbe, removedProbes } from "./removed-probes.js";
import { renamedContainers } from "./renamed-containers.js";
import { type ReplacedWorkload, replacedWorkload } from "./replaced-workload.js";
import { letsGoOfPods, selectsOldPods } from "./selected-pods.js";
import { type TurnedService, turnedServices } from "./turned-services.js";

/** Facts about a workload at the head that only the comparison with the base tells. */
export interface ChangeFacts {
  /** the base is known to have no such object */
  isAdded: boolean;
  /** the workload whose place it takes behind a Service, and that goes in the same change; null where there is none */
  replaces: ReplacedWorkload | null;
  /** the immutable entry of the spec for which the object must be created again; null where there is none */
  recreated: string | null;
  /** the same if the head were another, as an edit would make it */
  recreatedAs(head: Workload): string | null;
  /** where that entry itself stays: what the new pods do not have of the selector that an old apiVersion filled in */
  unmetFilledLabels: readonly (readonly [key: string, value: string])[];
  /** the live object may take another selector, and no longer matches the pods that run: they run on without an owner */
  letsGoOfPods: boolean;
  /** a new object of the head's manifest would select the pods that run */
  selectsOldPods: boolean;
  /** whether pods have a claim under a name that those of the base have none for, so that it cannot take them over */
  hasNewClaims: boolean;
  /** names of the pods' claims in sight that the base has not, or with another class or other access modes */
  newClaims: ReadonlySet<string>;
  /** Services that routed to the old pods and do not route to the new ones */
  lostServices: readonly LostService[];
  /** Services that route to the new pods and stop routing to the old ones at once */
  turnedServices: readonly TurnedService[];
  /** `spec.replicas` of the base where the head writes none; null where there is nothing to tell */
  droppedReplicas: number | null;
  /** the replicas of the base, where the change raises them, nothing else sets them and it rolls pods; else null */
  raisedFrom: number | null;
  /** keys of labels that the new pods and the old ones have with the same value, where the change rolls pods */
  keptLabels: ReadonlySet<string>;
  /** how pods are replaced, or how many there are, is another than at the base */
  isRolloutChanged: boolean;
  /** the base's strategy with its defaults, and as it is written, where this change writes another; null where there is nothing to tell */
  strategyBefore: { filled: JsonObject; written: unknown } | null;
  /** the pods of the base held what a second one beside them may not get */
  stoodAlone: boolean;
  /** who served at the base, where no Service of the head says who does; else null */
  servedBefore: ServedBefore | null;
  /** names of containers that served at the base, and only wait at the head */
  stilled: ReadonlySet<string>;
  /** the container, as it is now, for whose probe no pod of the base was ever ready; null where there is none */
  mendedContainer: Container | null;
  /** readiness probes that the change takes away, by the name of the container at the head */
  removedProbes: ReadonlyMap<string, RemovedProbe>;
  /** names of containers that the base has without a probe that Kubernetes waits for, and the head with one */
  firstGated: ReadonlySet<string>;
}

/** A workload without a base to be compared with. */
export const NO_CHANGE: ChangeFacts = {
  isAdded: false,
  replaces: null,
  recreated: null,
  recreatedAs: () => null,
  unmetFilledLabels: [],
  letsGoOfPods: false,
  selectsOldPods: false,
  hasNewClaims: false,
  newClaims: new Set(),
  lostServices: [],
  turnedServices: [],
  droppedReplicas: null,
  raisedFrom: null,
  keptLabels: new Set(),
  isRolloutChanged: false,
  strategyBefore: null,
  stoodAlone: false,
  servedBefore: null,
  stilled: new Set(),
  mendedContainer: null,
  removedProbes: new Map(),
  firstGated: new Set(),
};

/** Returns what is known of the change where its base is judged: which labels the next pods have with it. */
export function factsAtBase(pair: WorkloadPair, around: Surroundings): ChangeFacts {
  return { ...NO_CHANGE, keptLabels: keptLabels(asApplied(pair, around)) };
}

export function changeFacts(pair: WorkloadPair, around: Surroundings, isHiddenAtBase: boolean): ChangeFacts {
  const lost = lostServices(pair, around);
  const applied = asApplied(pair, around);
  return {
    isAdded: pair.before === null && !isHiddenAtBase,
    replaces: isHiddenAtBase ? null : replacedWorkload(pair, around),
    recreated: immutableChange(applied),
    recreatedAs: (head) => immutableChange(asApplied({ ...pair, after: head }, around)),
    unmetFilledLabels: unmetOfSelector(applied),
    letsGoOfPods: letsGoOfPods(applied),
    selectsOldPods: selectsOldPods(applied),
    hasNewClaims: hasNewClaims(pair),
    newClaims: newClaims(pair, around),
    lostServices: lost,
    turnedServices: turnedServices(pair, around),
    droppedReplicas: droppedReplicas(pair, around),
    raisedFrom: raisedFrom(pair, around),
    keptLabels: keptLabels(applied),
    isRolloutChanged: isRolloutChanged(pair),
    strategyBefore: strategyBefore(pair),
    stoodAlone: pair.before !== null && heldAlone(pair.before, around.base) !== null,
    servedBefore: servedBefore(pair, around, lost.length > 0),
    stilled: stilled(pair, around),
    mendedContainer: mendedContainer(pair),
    removedProbes: removedProbes(pair),
    firstGated: firstGated(pair),
  };
}

function mendedContainer({ before, after }: WorkloadPair): Container | null {
  const broken = before === null ? null : neverReady(before);
  if (broken === null || after === null || neverReady(after) !== null) return null;
  return after.containers.find(({ name }) => name === broken.name) ?? null;
}

function stilled({ before, after }: WorkloadPair, { base }: Surroundings): ReadonlySet<string> {
  const idle = after === null ? [] : runningContainers(after).filter((one) => onlyIdles(one) !== null);
  const names = new Set(idle.flatMap(({ name }) => name ?? []));
  if (before === null || names.size === 0) return new Set();
  const { containers } = servingContainers(before, base);
  return new Set(containers.flatMap(({ name }) => (name !== null && names.has(name) ? [name] : [])));
}

/** storageMatches in pkg/controller/statefulset/stateful_set_utils.go goes by the names of the templates. */
function hasNewClaims({ before, after }: WorkloadPair): boolean {
  const [old, now] = [before, after].map((workload) =>
    asArray(workload?.spec.volumeClaimTemplates).map((template) => get(template, "metadata", "name")),
  ) as [unknown[], unknown[]];
  return now.some((name) => !old.includes(name));
}

/** A claim that only moves to another namespace is made anew there, but by the same choice of its class. */
function newClaims({ after }: WorkloadPair, { base, head }: Surroundings): ReadonlySet<string> {
  const names = (after?.claims ?? []).filter((name) => {
    const now = after === null ? null : claimNamed(name, after, head);
    const isKnown = base.claims.some((claim) => claim.name === name && isSameClaim(claim, now));
    return now !== null && !isKnown;
  });
  return new Set(names);
}

function isSameClaim(before: Claim, after: Claim | null): boolean {
  const [old, now] = [before, after].map((claim) => [claim?.storageClass ?? null, claim?.accessModes ?? []]);
  return canonicalJson(old) === canonicalJson(now);
}

function droppedReplicas({ before, after }: WorkloadPair, { head }: Surroundings): number | null {
  if (before === null || after === null || before.partial || after.partial) return null;
  if (head.countedByKustomize.has(after.name ?? "")) return null;
  const { replicas } = before.spec;
  return Number.isInteger(replicas) && after.spec.replicas == null ? (replicas as number) : null;
}

function raisedFrom(pair: WorkloadPair, around: Surroundings): number | null {
  const { before, after } = pair;
  if (before === null || after === null || before.partial || after.partial) return null;
  if (autoscalersOf(before, around.base).length > 0 || autoscalersOf(after, around.head).length > 0)
    return null;
  const [from, to] = [before.spec.replicas ?? 1, after.spec.replicas ?? 1] as [number, number];
  if (!Number.isInteger(from) || !Number.isInteger(to) || from >= to) return null;
  return rollsPods(asApplied(pair, around)) ? from : null;
}

/** A change that rolls no pod tells nothing of what the next rollout will change. */
function keptLabels(applied: WorkloadPair): ReadonlySet<string> {
  const { before, after } = applied;
  if (before === null || after === null || before.partial || after.partial || !rollsPods(applied))
    return new Set();
  const [old, now] = [before, after].map((workload) =>
    asObject(get(podTemplateOf(workload), "metadata", "labels")),
  ) as [JsonObject, JsonObject];
  return new Set(Object.keys(now).filter((key) => Object.hasOwn(old, key) && old[key] === now[key]));
}

function isRolloutChanged({ before, after }: WorkloadPair): boolean {
  if (before === null || after === null || before.partial || after.partial) return false;
  const [old, now] = [before, after].map(({ spec, apiVersion, traits: { withDefaults, strategyField } }) =>
    canonicalJson([withDefaults(spec, apiVersion)[strategyField] ?? null, spec.replicas ?? 1]),
  );
  return old !== now;
}

function strategyBefore({ before, after }: WorkloadPair): ChangeFacts["strategyBefore"] {
  if (before === null || after === null || before.partial || after.partial) return null;
  const [old, now] = [before, after].map(
    ({ spec, apiVersion, traits: { withDefaults, strategyField } }) =>
      withDefaults(spec, apiVersion)[strategyField] ?? null,
  );
  const written = before.spec[before.traits.strategyField];
  return isObject(old) && canonicalJson(old) !== canonicalJson(now) ? { filled: old, written } : null;
}

/** A Service that goes away brings traffic to no further container, whatever ports it declares. */
function servedBefore(
  { before, after }: WorkloadPair,
  { base, head }: Surroundings,
  isLost: boolean,
): ServedBefore | null {
  if (before === null || after === null) return null;
  const isGone = servicesOf(after, head).length === 0 && servicesOf(before, base).length > 0;
  if (!isLost && !isGone) return null;
  const { containers, unknown } = servingContainers(before, base);
  const served = [...containers, ...unknown.flatMap(({ candidates }) => candidates)];
  const names = served.flatMap(({ name }) => name ?? []);
  return { names: new Set(names), isLost };
}

function firstGated({ before, after }: WorkloadPair): ReadonlySet<string> {
  if (before === null || after === null) return new Set();
  const renamed = renamedContainers(before, after);
  const open = new Set(runningContainers(before).flatMap((one) => (isGated(one) ? [] : [one.name])));
  const gated = runningContainers(after).filter(
    (one) => one.name !== null && open.has(renamed.get(one.name) ?? one.name) && isGated(one),
  );
  return new Set(gated.flatMap(({ name }) => name ?? []));
}
