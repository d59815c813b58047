/** Finds objects of the base that could not be read there, and that can be read at the head. */
import { asString, get } from "../manifest/json-value.js";
import type { Manifest, ManifestObject, UnreadDocument } from "../manifest/manifest.js";
import { readManifest } from "../manifest/read-manifest.js";
import { type ChangedManifest, countNameless } from "./changed-manifest.js";
import { judgedAs, type KindIndex } from "./kind-index.js";
import { isNeighbourKind } from "./neighbours/read-neighbours.js";
import { isNear, slipsIn } from "./slips.js";
import type { Workload } from "./workload.js";

/** An object of the head that no object of the base was paired with. */
export interface Unpaired {
  path: string;
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
  const byPath = new Map(changed.map((manifest) => [manifest.file.path, manifest]));
  return (object) => {
    const manifest = byPath.get(object.path);
    if (manifest === undefined) return false;
    const { file, before, after } = manifest;
    if (before === null) return file.before !== null;
    const still = new Set([...(after?.unread ?? []), ...(after?.templates ?? [])].map(({ text }) => text));
    const isOf = ({ kinds, text }: UnreadDocument) => kinds.includes(object.kind) && !still.has(text);
    return (
      before.unread.some((document) => isOf(document) && document.text.includes(object.name ?? "")) ||
      (countNameless(before) > countNameless(after) && before.text.includes(object.name ?? "")) ||
      // A template seldom has the name in full.
      before.templates.some(isOf) ||
      lost.some(
        ({ path, kind, name, containers, faults }) =>
          path === before.path &&
          kind === object.kind &&
          name === object.name &&
          containers.length === 0 &&
          faults.length > 0,
      ) ||
      isMisnamed(object, before, after, kinds)
    );
  };
}

/** A document of the base has the object's name under a kind or an apiVersion that is a slip, and the head has it no more. */
function isMisnamed(object: Unpaired, before: Manifest, after: Manifest | null, kinds: KindIndex): boolean {
  const written = new Set(misnamedFor(object, after, kinds).map(({ document }) => document.text.trim()));
  return misnamedFor(object, before, kinds).some(({ document }) => !written.has(document.text.trim()));
}

function misnamedFor(wanted: Unpaired, manifest: Manifest | null, kinds: KindIndex): ManifestObject[] {
  if (manifest === null || wanted.name === null) return [];
  // An object with a wrong name itself is not the right one.
  if (!kinds.names.has(wanted.kind) && !isNeighbourKind(wanted.kind)) return [];
  const slips = slipsIn(manifest.text, new Set([wanted.kind]));
  const others = slips.size === 0 ? [] : readManifest(manifest.path, manifest.text, slips).objects;
  const strangers = manifest.objects.filter((object) => isStranger(object, kinds));
  return [...strangers, ...others].filter(
    ({ kind, apiVersion, value }) =>
      isNear(kind, wanted.kind) &&
      isNear(apiVersion, wanted.apiVersion) &&
      asString(get(value, "metadata", "name")) === wanted.name,
  );
}

/** An object that has a workload's kind, and another project's apiVersion. */
function isStranger(object: ManifestObject, kinds: KindIndex): boolean {
  return kinds.names.has(object.kind) && judgedAs(object, kinds) === null;
}
