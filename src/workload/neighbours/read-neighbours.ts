import { folderOf } from "../../changeset/change-set.js";
import { asArray, asString, get } from "../../manifest/json-value.js";
import type { Manifest, ManifestObject } from "../../manifest/manifest.js";
import type { KindIndex } from "../kind-index.js";
import type { Neighbours } from "../workload.js";
import { readDisruptionBudget } from "./disruption-budgets.js";
import { collectAddedLabels } from "./kustomize-labels.js";
import { isAutoscalerKind, readAutoscaler } from "./read-autoscaler.js";
import { readService } from "./read-service.js";

/** The kinds around a workload that its review needs. */
export const NEIGHBOUR_KINDS = [
  "Service",
  "HorizontalPodAutoscaler",
  "ScaledObject",
  "PodDisruptionBudget",
  "PersistentVolumeClaim",
  "Kustomization",
  "Component",
] as const;

export function isNeighbourKind(kind: string): boolean {
  return (NEIGHBOUR_KINDS as readonly string[]).includes(kind);
}

/** Reads the objects around the workloads of each scope, whose manifests see only one another. */
export function readNeighbours(
  manifests: readonly Manifest[],
  kinds: KindIndex,
): (scope: string) => Neighbours {
  const byScope = new Map<string, Neighbours>();
  // A kustomization and its patches mostly stand in another folder than what they write over.
  const patchPaths = new Set<string>();
  const countedByKustomize = new Set<string>();
  const builtUpon = new Set<string>();
  for (const manifest of manifests) {
    for (const object of manifest.objects) {
      for (const path of patchesOf(object)) patchPaths.add(path);
      for (const name of countedBy(object, kinds)) countedByKustomize.add(name);
      for (const path of builtUponBy(object)) builtUpon.add(path);
    }
  }
  const shared = { patchPaths, countedByKustomize, builtUpon };
  for (const manifest of manifests) {
    const { scope } = manifest.origin;
    const neighbours = byScope.get(scope) ?? noNeighbours(shared);
    byScope.set(scope, neighbours);
    for (const object of manifest.objects) add(neighbours, object);
  }
  const none = noNeighbours(shared);
  return (scope) => byScope.get(scope) ?? none;
}

type Shared = Pick<Neighbours, "patchPaths" | "countedByKustomize" | "builtUpon">;

function noNeighbours(shared: Shared): Neighbours {
  const addedLabels = { everywhere: new Map<string, string>(), onPods: {} };
  return {
    services: [],
    autoscalers: [],
    disruptionBudgets: [],
    claims: [],
    addedLabels,
    ...shared,
  };
}

function add(neighbours: Neighbours, object: ManifestObject): void {
  const namespace = asString(get(object.value, "metadata", "namespace"));
  const name = asString(get(object.value, "metadata", "name"));
  if (object.kind === "Service" && object.apiVersion === "v1") {
    const service = readService(object);
    if (service !== null) neighbours.services.push(service);
  } else if (isAutoscalerKind(object.kind)) {
    const autoscaler = readAutoscaler(object, object.kind);
    if (autoscaler !== null) neighbours.autoscalers.push(autoscaler);
  } else if (object.kind === "PodDisruptionBudget") {
    const budget = readDisruptionBudget(object);
    if (budget !== null) neighbours.disruptionBudgets.push(budget);
  } else if (object.kind === "PersistentVolumeClaim" && name !== null) {
    const modes = asArray(get(object.value, "spec", "accessModes"));
    const sharedWriters =
      modes.length > 0 && modes.every((mode) => mode === "ReadWriteMany" || mode === "ReadOnlyMany");
    neighbours.claims.push({ name, namespace, sharedWriters });
  } else if (object.kind === "Kustomization" || object.kind === "Component") {
    collectAddedLabels(object, neighbours.addedLabels);
  }
}

/** Returns names of workloads whose replicas an object writes over what stands elsewhere: a kustomization, or a patch. */
function countedBy({ kind, value }: ManifestObject, { names }: KindIndex): string[] {
  if (kind === "Kustomization" || kind === "Component")
    return asArray(value.replicas).flatMap((entry) => asString(get(entry, "name")) ?? []);
  const isPatch = names.has(kind) && get(value, "spec", "selector") === undefined;
  const name = asString(get(value, "metadata", "name"));
  return isPatch && name !== null && typeof get(value, "spec", "replicas") === "number" ? [name] : [];
}

/** Returns paths of the files that a kustomization names as patches, relative to its own folder. */
function patchesOf(object: ManifestObject): string[] {
  const { value } = object;
  return pathsNamedBy(object, [
    ...asArray(value.patches).map((patch) => (typeof patch === "string" ? patch : get(patch, "path"))),
    ...asArray(value.patchesStrategicMerge),
    ...asArray(value.patchesJson6902).map((patch) => get(patch, "path")),
  ]);
}

/** Files and folders that a kustomization takes in and may change, its own folder among them. */
function builtUponBy(object: ManifestObject): string[] {
  const { resources, bases, components } = object.value;
  return pathsNamedBy(object, [".", ...asArray(resources), ...asArray(bases), ...asArray(components)]);
}

function pathsNamedBy({ kind, document }: ManifestObject, named: unknown[]): string[] {
  if (kind !== "Kustomization" && kind !== "Component") return [];
  const folder = folderOf(document.manifest.path);
  return named.flatMap((path) =>
    typeof path === "string" && !path.includes("\n") ? [resolvePath(folder, path)] : [],
  );
}

function resolvePath(folder: string, relative: string): string {
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}
