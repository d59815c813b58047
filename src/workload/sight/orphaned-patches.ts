import { asArray } from "../../manifest/json-value.js";
import type { Manifest, ManifestObject } from "../../manifest/manifest.js";
import { patchesOf, pathsNamedBy } from "../neighbours/read-neighbours.js";

/**
 * Returns the files that a kustomization of the base has as patches, and that the same one of the head names no more: nothing
 * applies such a file, and that it was a patch says what it is for. Where the head has no kustomization there, somebody may apply
 * it as it stands.
 */
export function orphanedPatches(base: readonly Manifest[], head: readonly Manifest[]): string[] {
  const former = new Map(base.filter(isWritten).map((manifest) => [manifest.path, manifest.objects]));
  const now = head.filter(isWritten);
  const left = now.flatMap(({ path }) => (former.get(path) ?? []).flatMap(patchesOf));
  if (left.length === 0) return [];
  const named = new Set(now.flatMap(({ objects }) => objects.flatMap(namedBy)));
  return left.filter((path) => !named.has(path));
}

function isWritten({ origin }: Manifest): boolean {
  return !origin.rendering;
}

function namedBy(object: ManifestObject): string[] {
  const { resources, bases, components } = object.value;
  return [
    ...patchesOf(object),
    ...pathsNamedBy(object, [...asArray(resources), ...asArray(bases), ...asArray(components)]),
  ];
}
