/** What several workloads lose together, where one Service or one PodDisruptionBudget has them all. */
import { type Judgement, judgeWorkload } from "../../judge/judge-workload.js";
import { kindOf } from "../../kinds/kinds.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { shownPlace, withoutRendering } from "../../manifest/origin.js";
import { byPlace } from "../../manifest/problem.js";
import type { Policy } from "../../policy/policy.js";
import { evictablePods } from "../../rollout/evictable-pods.js";
import { isLargerShare } from "../../rollout/worst-of-range.js";
import { isTooWide, MAX_WIDTH, type WorstTogether, worstTogether } from "../../rollout/worst-together.js";
import { factsAtBase } from "../../workload/change/change-facts.js";
import type { PairedChange } from "../../workload/change/pair-change.js";
import { workloadName } from "../../workload/names.js";
import { readDisruptionBudget } from "../../workload/neighbours/disruption-budgets.js";
import type { Workload } from "../../workload/workload.js";
import type { ComparedWorkload } from "../compare-workload.js";
import { policyFor, readObjectSettings } from "../object-settings.js";
import { lineKey } from "../sets/same-source.js";
import { type Entry, MAX_MEMBERS, type Members, membersAt, neighboursAt, type Side } from "./members.js";
import type { Together } from "./together.js";

/** An object in front of several workloads at the head, with what the base had of them. */
export interface FoundTogether {
  report: Together;
  object: ManifestObject;
  /** of each object of its kind that had any of these workloads behind it at the base; null where it is not known */
  former: readonly (WorstTogether | null)[];
  /** why it is not known what all lose at the head, as the end of a sentence; null where it is known */
  unknown: string | null;
}

/** Those that were looked at, and the objects of those beyond a limit, in order. */
export interface TogetherOfReview {
  found: FoundTogether[];
  left: ManifestObject[];
}

/** Objects of one review. */
export const MAX_FOUND = 100;

/** Workloads that are judged for this alone, as the change leaves them as they were. */
const MAX_JUDGED = 200;

/** Returns the Services and budgets that have several workloads with pods, one of which the review is about. */
export function findTogether(
  { pairs }: PairedChange,
  reviewed: readonly ComparedWorkload[],
  policy: Policy,
): TogetherOfReview {
  const known = new Map(reviewed.map((one) => [one.report.id, one]));
  const scopes = new Set(reviewed.map(({ shown }) => shown.scope));
  const around = pairs.filter(({ pair }) => scopes.has((pair.after ?? pair.before)?.scope ?? ""));
  if (around.length < 2) return { found: [], left: [] };
  const judged = new Judged(known, policy);
  const isReviewed = ({ pair }: Entry) => known.has((pair.after ?? pair.before)?.id ?? "");
  const sharingAtBase = byEntry(membersAt("before", around));
  const all = membersAt("after", around)
    .filter(({ entries }) => entries.length > 1 && entries.some(isReviewed))
    .toSorted((one, other) => byPlace(placeOf(one.object), placeOf(other.object)));
  const found = all.slice(0, MAX_FOUND).flatMap((members): FoundTogether[] => {
    const isCrowd = members.entries.length > MAX_MEMBERS;
    const entries = isCrowd ? members.entries : judged.withPods(members, "after");
    if (entries.length < 2 || !entries.some(isReviewed)) return [];
    const sharing = isCrowd
      ? []
      : [...new Set(entries.flatMap((entry) => sharingAtBase.get(entry) ?? []))].filter(
          ({ kind }) => kind === members.kind,
        );
    const withPods = sharing.map((one) => judged.withPods(one, "before"));
    const losses = withPods.map((some) => judged.worstOf(some, "before"));
    const namesake = sharing.findIndex(({ name }) => name === members.name);
    const after = isCrowd ? null : judged.worstOf(entries, "after");
    return [
      {
        object: members.object,
        // What had no pods lost none, which is known.
        former: losses.filter((_, index) => withPods[index]?.length !== 0),
        unknown: after !== null ? null : isCrowd ? CROWD : judged.whyUnknown(entries),
        report: {
          kind: members.kind,
          namespace: members.namespace,
          name: members.name,
          ...placeOf(members.object),
          workloads: entries.map(({ pair }) => ({
            id: withoutRendering(pair.after?.id ?? ""),
            kind: pair.after?.kind ?? "",
            name: pair.after?.name ?? null,
          })),
          before: losses[namesake] ?? null,
          after,
          evictable: evictableOf(members, after),
        },
      },
    ];
  });
  return {
    found: withoutRepeats(found.toSorted(inOrder)),
    left: all.slice(MAX_FOUND).map(({ object }) => object),
  };
}

const CROWD = `it stands before more than ${MAX_MEMBERS} workloads`;

function inOrder({ report: one }: FoundTogether, { report: other }: FoundTogether): number {
  const idsOf = ({ kind, name, workloads }: Together) => JSON.stringify([kind, name, workloads]);
  return byPlace(one, other) || (idsOf(one) < idsOf(other) ? -1 : 1);
}

function byEntry(members: readonly Members[]): Map<Entry, Members[]> {
  const found = new Map<Entry, Members[]>();
  for (const one of members) {
    for (const entry of one.entries) {
      const list = found.get(entry);
      if (list === undefined) found.set(entry, [one]);
      else list.push(one);
    }
  }
  return found;
}

function placeOf(object: ManifestObject): Pick<Together, "path" | "line"> {
  const { path, line } = shownPlace(object, []);
  return { path, line };
}

function evictableOf({ kind, object }: Members, after: WorstTogether | null): number | null {
  const budget = kind === "PodDisruptionBudget" ? readDisruptionBudget(object) : null;
  return budget === null || after === null ? null : evictablePods(budget, after.maxShare.replicas);
}

/** Judgements of all workloads in sight: of those that the review has, and a limited number of others. */
class Judged {
  readonly #left = new Map<unknown, Judgement | null>();

  constructor(
    private readonly reviewed: ReadonlyMap<string, ComparedWorkload>,
    private readonly policy: Policy,
  ) {}

  /** Returns those that have pods for the object: of a Service pods that serve, of a budget such as it can count. */
  withPods({ kind, entries }: Members, side: Side): Entry[] {
    const judged = entries.map((entry) => ({ entry, judgement: this.#at(entry, side) }));
    const uncounted = judged.some(
      ({ judgement }) => judgement !== null && kindOf(judgement.workload).rollout.countedBy !== "replicas",
    );
    // The disruption controller knows no number of such pods (finders in disruption.go).
    if (kind === "PodDisruptionBudget" && uncounted) return [];
    return judged.flatMap(({ entry, judgement }) => {
      const rollout = judgement?.analysis.rollout;
      const hasNone = rollout?.replicas?.max === 0 || (kind === "Service" && rollout?.serving === false);
      return hasNone ? [] : [entry];
    });
  }

  /** Says why the sum at the head is no number, as the end of a sentence. */
  whyUnknown(entries: readonly Entry[]): string {
    const parts = entries.map((entry) => ({
      workload: entry.pair.after,
      judgement: this.#at(entry, "after"),
    }));
    const beyond = parts.find(({ judgement }) => judgement === null);
    if (beyond !== undefined)
      return `${MAX_JUDGED} other workloads were judged for that, and ${nameOf(beyond.workload)} was not`;
    const wide = parts.find(({ judgement }) => judgement?.analysis.byVersion.some(isTooWide));
    if (wide !== undefined)
      return `the autoscaler of ${nameOf(wide.workload)} may choose among more than ${MAX_WIDTH} numbers of replicas`;
    const one = parts.find(({ judgement }) => judgement?.analysis.rollout.worstCase === null);
    return one === undefined
      ? "no Kubernetes version in question has a worst case for each of them"
      : `the worst case of ${nameOf(one.workload)} is not known`;
  }

  worstOf(entries: readonly Entry[], side: Side): WorstTogether | null {
    const parts = entries.map((entry) => this.#at(entry, side)?.analysis ?? { byVersion: [] });
    return parts.some(({ byVersion }) => byVersion.length === 0) ? null : worstTogether(parts);
  }

  #at(entry: Entry, side: Side): Judgement | null {
    const workload = entry.pair[side];
    if (workload === null) return null;
    const reviewed = this.reviewed.get((entry.pair.after ?? workload).id);
    if (reviewed !== undefined) return reviewed[side];
    const known = this.#left.get(workload);
    if (known !== undefined) return known;
    const judgement = this.#left.size < MAX_JUDGED ? this.#judge(entry, side) : null;
    this.#left.set(workload, judgement);
    return judgement;
  }

  #judge(entry: Entry, side: Side): Judgement | null {
    const workload = entry.pair[side];
    if (workload === null) return null;
    const local = policyFor(this.policy, readObjectSettings(entry.pair));
    return judgeWorkload(workload, neighboursAt(entry, side), local, factsAtBase(entry.pair, entry.around));
  }
}

function nameOf(workload: Workload | null): string {
  return workload === null ? "one of them" : workloadName(workload);
}

/** A source that is rendered several times is told once, by its worst numbers; so is an object that stands in two files. */
function withoutRepeats(found: readonly FoundTogether[]): FoundTogether[] {
  const worst = new Map<string, FoundTogether>();
  for (const one of found) {
    const { object, report } = one;
    const isRendered = object.document.manifest.origin.rendering !== undefined;
    const key = JSON.stringify([
      isRendered ? lineKey(object, report.name) : [report.kind, report.namespace, report.name],
      report.workloads.map(({ id }) => id),
    ]);
    const other = worst.get(key);
    worst.set(key, other === undefined ? one : worseOf(one, other));
  }
  return [...worst.values()];
}

/** Returns the worse of two of one source, with what is not known of either. */
export function worseOf(one: FoundTogether, other: FoundTogether): FoundTogether {
  const [left, right] = [one.report.after, other.report.after];
  const former = [...one.former, ...other.former];
  const unknown = one.unknown ?? other.unknown;
  // What is known of one rendering is lost whatever another may lose.
  if (left === null || right === null) return { ...(left === null ? other : one), former, unknown };
  const isWorse = isLargerShare(left.maxShare, right.maxShare);
  const maxPods = Math.max(left.maxPods, right.maxPods);
  const { report, object } = isWorse ? one : other;
  return { object, former, unknown, report: { ...report, after: { ...(isWorse ? left : right), maxPods } } };
}
