/** Finds objects of the base that could not be read there, and that can be read at the head. */
import { asString, get } from "../manifest/json-value.js";
import type { Manifest, ManifestObject, UnreadDocument } from "../manifest/manifest.js";
import { fileKeyOf } from "../manifest/origin.js";
import { readObjects } from "../manifest/read-manifest.js";
import { type ChangedManifest, countNameless } from "./changed-manifest.js";
import { judgedAs, type KindIndex } from "./kind-index.js";
import { isNeighbourKind } from "./neighbours/read-neighbours.js";
import { isNear, slipsIn } from "./slips.js";
import type { Workload } from "./workload.js";

/** An object of the head that no object of the base was paired with. */
export interface Unpaired {
  manifest: Manifest;
  apiVersion: string;
  kind: string;
  name: string | null;
}

/**
 * Whether the base of an object's file held something that may have been this object: a document that could not be
 * read or a template, where the head does not have the same one, one whose kind or apiVersion is misspelt, one more
 * that does not say its kind, or a whole file that is no text. `lost` are workloads of the base that the head does not
 * have; one whose pods could not be read may have had another name or group.
 */
export function hiddenAtBase(
  changed: readonly ChangedManifest[],
  lost: readonly Workload[],
  kinds: KindIndex,
): (object: Unpaired) => boolean {
  const byFile = new Map(
    changed.flatMap((one): [string, ChangedManifest][] => {
      const manifest = one.after ?? one.before;
      return manifest === null ? [] : [[fileKeyOf(manifest), one]];
    }),
  );
  const unreadable = lost.filter(({ containers, faults }) => containers.length === 0 && faults.length > 0);
  const misnamed = misnamedObjects(kinds);
  return (object) => {
    const manifest = byFile.get(fileKeyOf(object.manifest));
    if (manifest === undefined) return false;
    const { file, before, after } = manifest;
    if (before === null) return file.before !== null;
    if (before.cut !== null) return true;
    const still = new Set([...(after?.unread ?? []), ...(after?.templates ?? [])].map(({ text }) => text));
    const isOf = ({ kinds, text }: UnreadDocument) => kinds.includes(object.kind) && !still.has(text);
    return (
      before.unread.some((document) => isOf(document) && document.text.includes(object.name ?? "")) ||
      (countNameless(before) > countNameless(after) && before.text.includes(object.name ?? "")) ||
      // A template seldom has the name in full.
      before.templates.some(isOf) ||
      unreadable.some(
        ({ object: { document }, kind, name }) =>
          fileKeyOf(document.manifest) === fileKeyOf(before) && kind === object.kind && name === object.name,
      ) ||
      isMisnamed(object, before, after, misnamed)
    );
  };
}

/** A document of the base has the object's name under a kind or an apiVersion that is a slip, and the head has it no more. */
function isMisnamed(
  object: Unpaired,
  before: Manifest,
  after: Manifest | null,
  misnamed: ReturnType<typeof misnamedObjects>,
): boolean {
  const found = misnamed(object, before);
  if (found.length === 0) return false;
  const written = new Set(misnamed(object, after).map(({ document }) => document.text.trim()));
  return found.some(({ document }) => !written.has(document.text.trim()));
}

/**
 * Finds the objects of a manifest that have a wanted object's name under a kind or an apiVersion that is a slip. Thousands
 * are asked for of one file, which is read once for each kind.
 */
function misnamedObjects(
  kinds: KindIndex,
): (wanted: Unpaired, manifest: Manifest | null) => ManifestObject[] {
  const read = new Map<Manifest, Map<string, ReadonlyMap<string, ManifestObject[]>>>();
  const namesakes = (kind: string, manifest: Manifest): ReadonlyMap<string, ManifestObject[]> => {
    const ofManifest = read.get(manifest) ?? new Map<string, ReadonlyMap<string, ManifestObject[]>>();
    read.set(manifest, ofManifest);
    const known = ofManifest.get(kind) ?? misnamedAs(kind, manifest, kinds);
    ofManifest.set(kind, known);
    return known;
  };
  return (wanted, manifest) => {
    if (manifest === null || wanted.name === null) return [];
    // An object with a wrong name itself is not the right one.
    if (!kinds.names.has(wanted.kind) && !isNeighbourKind(wanted.kind)) return [];
    const found = namesakes(wanted.kind, manifest).get(wanted.name) ?? [];
    return found.filter(({ apiVersion }) => isNear(apiVersion, wanted.apiVersion));
  };
}

/** Returns the objects whose kind is a slip of this one, or that are another project's, by their names. */
function misnamedAs(
  wanted: string,
  manifest: Manifest,
  kinds: KindIndex,
): ReadonlyMap<string, ManifestObject[]> {
  const slips = slipsIn(manifest.text, new Set([wanted]));
  const others = slips.size === 0 ? [] : readObjects(manifest.path, manifest.text, slips);
  const strangers = manifest.objects.filter((object) => isStranger(object, kinds));
  const byName = new Map<string, ManifestObject[]>();
  for (const object of [...strangers, ...others]) {
    const name = asString(get(object.value, "metadata", "name"));
    if (name === null || !isNear(object.kind, wanted)) continue;
    const list = byName.get(name);
    if (list === undefined) byName.set(name, [object]);
    else list.push(object);
  }
  return byName;
}

/** An object that has a workload's kind, and another project's apiVersion. */
function isStranger(object: ManifestObject, kinds: KindIndex): boolean {
  return kinds.names.has(object.kind) && judgedAs(object, kinds) === null;
}
