/** The workloads of a change, each of the base beside its own of the head, with what stands around them. */
import type { ChangeSet } from "../../changeset/change-set.js";
import type { Manifest } from "../../manifest/manifest.js";
import { fileKeyOf } from "../../manifest/origin.js";
import {
  type ChangedManifest,
  type ChangedManifests,
  mayHideObjects,
  onSide,
  renamesOf,
} from "../changed-manifest.js";
import { hiddenAtBase, type Unpaired } from "../hidden-objects.js";
import { borrowedTemplate, type KindIndex } from "../kind-index.js";
import { readNeighbours } from "../neighbours/read-neighbours.js";
import type { Neighbours } from "../neighbours.js";
import { readWorkloads } from "../read-workloads.js";
import { orphanedPatches } from "../sight/orphaned-patches.js";
import { takenFromUrl } from "../sight/taken-from-url.js";
import type { Workload } from "../workload.js";
import { goneOnPurpose } from "./gone-on-purpose.js";
import { goneWorkloads } from "./gone-workloads.js";
import type { Surroundings } from "./held-services.js";
import { movedNeighbours } from "./moved-neighbours.js";
import { pairWorkloads, type WorkloadPair } from "./pair-workloads.js";

export interface PairedChange {
  /** the changed files that are wanted */
  changed: readonly ChangedManifest[];
  /** without those of the base whose document at the head may be one that cannot be read */
  pairs: readonly { pair: WorkloadPair; around: Surroundings; isHiddenAtBase: boolean }[];
  /** every workload of the head that was read */
  workloads: readonly Workload[];
  /** every manifest of the head, wanted or not: neighbours are known whatever paths a policy leaves out */
  headManifests: readonly Manifest[];
  /** what stands around the objects of a scope at the head */
  headNeighbours(scope: string): Neighbours;
  /** Whether the base may have had an object of the head in an unreadable place. */
  isHiddenAtBase(object: Unpaired): boolean;
}

/** Pairs the workloads of the files that are wanted. */
export function pairChange(
  {
    changed: all,
    siblings,
    changeSet,
  }: ChangedManifests & { changeSet: Pick<ChangeSet, "files" | "webUrl"> },
  isWanted: (path: string) => boolean,
  kinds: KindIndex,
): PairedChange {
  const changed = all.filter(({ file }) => isWanted(file.path));
  const headManifests = [...onSide(all, "after"), ...siblings];
  const { webUrl } = changeSet;
  const baseManifests = [...onSide(all, "before"), ...siblings];
  const orphans = orphanedPatches(baseManifests, headManifests);
  const head = readNeighbours(headManifests, kinds, { webUrl, orphans });
  const more = movedNeighbours(baseManifests, headManifests, kinds);
  const base = readNeighbours(baseManifests, kinds, { webUrl, more });
  const unchanged = siblings.filter(({ path }) => isWanted(path));
  const workloadsOf = (side: "before" | "after", neighbours: (scope: string) => Neighbours) =>
    [...onSide(changed, side), ...unchanged].flatMap(({ origin, objects }) =>
      readWorkloads(objects, neighbours(origin.scope), kinds),
    );
  const namespaceAt =
    (neighbours: (scope: string) => Neighbours) =>
    ({ scope, namespace }: Workload) =>
      neighbours(scope).namespace ?? namespace;
  const pairs = pairWorkloads(workloadsOf("before", base), workloadsOf("after", head), renamesOf(changed), {
    before: namespaceAt(base),
    after: namespaceAt(head),
  });
  const unreadable = unreadableFiles(changed, kinds);
  // Gone from what could be read is not gone: its document may be the one that could not.
  const isHidden = ({ before, after }: WorkloadPair) =>
    after === null && before !== null && unreadable.has(fileKeyOf(before.object.document.manifest));
  const beside = byScope(pairs.map((pair) => (isHidden(pair) ? { ...pair, after: pair.before } : pair)));
  const lost = pairs.flatMap(({ before, after }) => (before !== null && after === null ? before : []));
  const onPurpose = goneOnPurpose(all, headManifests);
  const certain = lost.filter((before) => !isHidden({ before, after: null }));
  const gone = goneWorkloads(certain, pairs, changed, base);
  const isUnreadAtBase = hiddenAtBase(changed, lost, kinds);
  const taken = takenFromUrl(changeSet.files);
  const isHiddenAtBase = (object: Unpaired) => taken.has(object.manifest.path) || isUnreadAtBase(object);
  return {
    changed,
    pairs: pairs
      .filter((pair) => !isHidden(pair))
      .map((pair) => ({
        pair,
        around: {
          base: base(pair.before?.scope ?? ""),
          head: head(pair.after?.scope ?? ""),
          workloads: beside.get(pair.after?.scope ?? "") ?? [],
          gone: gone.get(pair.after?.scope ?? "") ?? [],
          goneOnPurpose: onPurpose,
        },
        isHiddenAtBase:
          pair.before === null &&
          pair.after !== null &&
          isHiddenAtBase({ ...pair.after, manifest: pair.after.object.document.manifest }),
      })),
    workloads: pairs.flatMap(({ after }) => after ?? []),
    headManifests,
    headNeighbours: head,
    isHiddenAtBase,
  };
}

/** Returns the workloads of each scope at the head; one that is hidden there stands as it was. */
function byScope(pairs: readonly WorkloadPair[]): Map<string, WorkloadPair[]> {
  const scopes = new Map<string, WorkloadPair[]>();
  for (const pair of pairs) {
    if (pair.after === null) continue;
    const { scope } = pair.after;
    const list = scopes.get(scope);
    if (list === undefined) scopes.set(scope, [pair]);
    else list.push(pair);
  }
  return scopes;
}

/** Returns the files of the base that hold, at the head, what could not be read: a fault, a template, a borrowed one. */
function unreadableFiles(changed: readonly ChangedManifest[], kinds: KindIndex): Set<string> {
  return new Set(
    changed.flatMap((manifest) => {
      const { before, after } = manifest;
      const borrows = after?.objects.some((object) => borrowedTemplate(object, kinds) !== null) === true;
      return before !== null && (mayHideObjects(manifest) || borrows) ? [fileKeyOf(before)] : [];
    }),
  );
}
