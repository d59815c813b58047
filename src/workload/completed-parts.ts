/**
 * Finds the files whose workloads have no containers until a kustomization in sight lays its patches over them. Patches
 * of JSON operations (`op: add`) are not followed.
 */
import { folderOf } from "../changeset/change-set.js";
import { asArray, asObject, asString, get } from "../manifest/json-value.js";
import { isKustomizationKind } from "../manifest/kind-names.js";
import type { Manifest, ManifestObject } from "../manifest/manifest.js";
import { readObjects } from "../manifest/read-manifest.js";
import type { KindIndex } from "./kind-index.js";
import { resolvePath } from "./neighbours/resolve-path.js";
import { podTemplateOf } from "./pod-template.js";

/**
 * Returns paths of the files that a kustomization takes in, and of which each workload gets its containers from one of the
 * kustomization's patches. A file with another workload is left out: what that one lacks nobody brings.
 */
export function completedParts(manifests: readonly Manifest[], kinds: KindIndex): string[] {
  const parts = manifests.flatMap(({ path, objects }) => {
    const workloads = objects.filter((object) => kinds.meantAs(object) !== null);
    return workloads.length > 0 && workloads.every((one) => !hasContainers(one, kinds))
      ? [{ path, workloads }]
      : [];
  });
  if (parts.length === 0) return [];
  const byPath = new Map(manifests.map((manifest) => [manifest.path, manifest.objects]));
  const kustomizations = manifests
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => isKustomizationKind(kind));
  return kustomizations.flatMap((kustomization) => {
    const taken = takenInBy(kustomization);
    const mine = parts.filter(({ path }) => taken.some((one) => path === one || path.startsWith(`${one}/`)));
    if (mine.length === 0) return [];
    const brought = patchesIn(kustomization, byPath, kinds).filter((patch) => hasContainers(patch, kinds));
    const isBrought = (workload: ManifestObject) => brought.some((patch) => isOneObject(patch, workload));
    return mine.filter(({ workloads }) => workloads.every(isBrought)).map(({ path }) => path);
  });
}

/** Whether a workload with a selector, which is no patch by itself, leaves out its containers. */
export function lacksContainers(object: ManifestObject, kinds: KindIndex): boolean {
  const isMeant = kinds.meantAs(object) !== null && get(object.value, "spec", "selector") != null;
  return isMeant && !hasContainers(object, kinds);
}

function hasContainers(object: ManifestObject, kinds: KindIndex): boolean {
  const traits = kinds.meantAs(object);
  if (traits === null) return false;
  const template = podTemplateOf({ spec: asObject(object.value.spec), traits });
  return asArray(get(template, "spec", "containers")).length > 0;
}

/** A patch without a `target` is laid over the object of its kind and name; a namespace may come from the kustomization. */
export function isOneObject(patch: ManifestObject, object: ManifestObject): boolean {
  const [one, other] = [patch, object].map(({ value }) => ({
    name: asString(get(value, "metadata", "name")),
    namespace: asString(get(value, "metadata", "namespace")),
  })) as [Named, Named];
  const isElsewhere = one.namespace !== null && other.namespace !== null && one.namespace !== other.namespace;
  return patch.kind === object.kind && one.name !== null && one.name === other.name && !isElsewhere;
}

interface Named {
  name: string | null;
  namespace: string | null;
}

/** Files and folders that a kustomization takes in; its own folder is none of them. */
export function takenInBy({ value, document }: ManifestObject): string[] {
  const folder = folderOf(document.manifest.path);
  return [...asArray(value.resources), ...asArray(value.bases)].flatMap((path) =>
    typeof path === "string" && !path.includes("\n") ? [resolvePath(folder, path)] : [],
  );
}

/**
 * Returns the objects of a kustomization's strategic merge patches, those of files and those written inline. Some write a
 * file's name under `patches` without `path:`; kustomize refuses that, and another fault than missing containers it is.
 */
export function patchesIn(
  { value, document }: ManifestObject,
  byPath: ReadonlyMap<string, readonly ManifestObject[]>,
  kinds: KindIndex,
): ManifestObject[] {
  const { path } = document.manifest;
  const entries = [
    ...asArray(value.patches).flatMap((one) =>
      typeof one === "string" ? one : [get(one, "path"), get(one, "patch")],
    ),
    ...asArray(value.patchesStrategicMerge),
  ];
  // An alias may repeat one text as often as it likes.
  const texts = new Set(entries.flatMap((one) => asString(one) ?? []));
  return [...texts].flatMap((text) =>
    text.includes("\n")
      ? readObjects(path, text, kinds.names)
      : (byPath.get(resolvePath(folderOf(path), text)) ?? []),
  );
}
