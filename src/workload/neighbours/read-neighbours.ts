import { mayDefineKinds } from "../../api-server/defined-fields.js";
import { folderOf } from "../../changeset/change-set.js";
import { asArray, asString, get, isObject, type JsonObject } from "../../manifest/json-value.js";
import { holderKind, isKustomizationKind } from "../../manifest/kind-names.js";
import type { Manifest, ManifestObject } from "../../manifest/manifest.js";
import { balancersIn } from "../balancers/read-balancers.js";
import { completedParts } from "../completed-parts.js";
import { localCallsIn } from "../inside/local-calls.js";
import type { KindIndex } from "../kind-index.js";
import type { Neighbours } from "../neighbours.js";
import { patchedPorts } from "../patched-ports.js";
import { injectedIn } from "../probes/injected-namespaces.js";
import { mayProbe } from "../probes/probed-images.js";
import { persistentVolumesIn } from "../resources/persistent-volumes.js";
import { readResourceQuota } from "../resources/resource-quotas.js";
import { storageClassesIn } from "../resources/storage-classes.js";
import { callersIn } from "../scrapes/monitors-in.js";
import { appliedFoldersIn, isOfRepository } from "../sight/applied-folders.js";
import { syncedImagesIn } from "../sight/synced-images.js";
import { readDisruptionBudget } from "./disruption-budgets.js";
import { collectAddedLabels, labelsSelectors } from "./kustomize-labels.js";
import { lacksSelector } from "./lacks-selector.js";
import { looksLikePart } from "./looks-like-part.js";
import { isAutoscalerKind, readAutoscaler } from "./read-autoscaler.js";
import { readService } from "./read-service.js";
import { resolvePath } from "./resolve-path.js";
import { marksTestFolder } from "./test-folders.js";

/** The kinds around a workload that its review needs. */
export const NEIGHBOUR_KINDS = [
  "Service",
  "HorizontalPodAutoscaler",
  "ScaledObject",
  "PodDisruptionBudget",
  "PersistentVolumeClaim",
  "ResourceQuota",
  "Kustomization",
  "Component",
] as const;

export function isNeighbourKind(kind: string): boolean {
  return (NEIGHBOUR_KINDS as readonly string[]).includes(kind);
}

/** What the manifests alone do not tell. */
interface Beside {
  /** objects that a scope has beside those of its manifests */
  more?: ReadonlyMap<string, readonly ManifestObject[]>;
  /** where the files can be seen */
  webUrl?: string | null;
  /** files that were patches, and that nothing takes in any more */
  orphans?: readonly string[];
}

/** Reads the objects around the workloads of each scope, whose manifests see only one another. */
export function readNeighbours(
  manifests: readonly Manifest[],
  kinds: KindIndex,
  { more = new Map(), webUrl = null, orphans = [] }: Beside = {},
): (scope: string) => Neighbours {
  const byScope = new Map<string, Neighbours>();
  // A kustomization and its patches mostly stand in another folder than what they write over.
  const patchPaths = new Set<string>(orphans);
  const countedByKustomize = new Set<string>();
  const builtUpon = new Set<string>();
  const labelledUpon = new Set<string>();
  // What was rendered is whole: no tool adds to it any more, whatever takes its sources in.
  const written = manifests.filter(({ origin }) => !origin.rendering);
  for (const manifest of written) {
    for (const object of manifest.objects) {
      for (const path of patchesOf(object)) patchPaths.add(path);
      for (const name of countedBy(object, kinds)) countedByKustomize.add(name);
      for (const path of builtUponBy(object)) {
        builtUpon.add(path);
        if (labelsSelectors(object)) labelledUpon.add(path);
      }
    }
    if (isUnreadKustomization(manifest)) builtUpon.add(folderOf(manifest.path));
  }
  for (const path of likelyPatches(written, kinds)) patchPaths.add(path);
  for (const path of completedParts(written, kinds)) patchPaths.add(path);
  const shared = {
    patchPaths,
    countedByKustomize,
    builtUpon,
    labelledUpon,
    definitions: manifests.filter(mayDefineKinds),
    storageClasses: manifests.flatMap(storageClassesIn),
    persistentVolumes: manifests.flatMap(persistentVolumesIn),
    patchedPorts: patchedPorts(written, kinds),
    appliedFolders: new Set(
      written
        .flatMap(appliedFoldersIn)
        .filter((one) => isOfRepository(one, webUrl))
        .map(({ folder }) => folder),
    ),
    syncedImages: written.flatMap(syncedImagesIn),
    probing: written.filter(mayProbe),
  };
  for (const manifest of manifests) {
    const { scope } = manifest.origin;
    const neighbours =
      byScope.get(scope) ?? noNeighbours(manifest.origin.rendering ? { ...shared, ...RENDERED } : shared);
    byScope.set(scope, neighbours);
    for (const object of manifest.objects) add(neighbours, object);
    for (const calls of localCallsIn(manifest)) neighbours.localCalls.push(calls);
    for (const { name, meshes } of injectedIn(manifest))
      neighbours.injected.set(name, [...(neighbours.injected.get(name) ?? []), ...meshes]);
    for (const sign of balancersIn(manifest)) neighbours.balancers.push(sign);
    const { monitors, routed } = callersIn(manifest);
    for (const monitor of monitors) neighbours.monitors.push(monitor);
    for (const name of routed) neighbours.routed.add(name);
  }
  for (const [scope, objects] of more) {
    const neighbours = byScope.get(scope) ?? noNeighbours(shared);
    byScope.set(scope, neighbours);
    for (const object of objects) add(neighbours, object);
  }
  const none = noNeighbours(shared);
  return (scope) => byScope.get(scope) ?? none;
}

type Shared = Pick<
  Neighbours,
  | "patchPaths"
  | "countedByKustomize"
  | "builtUpon"
  | "labelledUpon"
  | "definitions"
  | "storageClasses"
  | "persistentVolumes"
  | "patchedPorts"
  | "appliedFolders"
  | "syncedImages"
  | "probing"
  | "isRendered"
>;

const RENDERED: Omit<Shared, "definitions" | "storageClasses" | "persistentVolumes"> = {
  patchPaths: new Set(),
  countedByKustomize: new Set(),
  builtUpon: new Set(),
  labelledUpon: new Set(),
  patchedPorts: [],
  appliedFolders: new Set(),
  syncedImages: [],
  probing: [],
  isRendered: true,
};

function noNeighbours(shared: Shared): Neighbours {
  const addedLabels = { everywhere: new Map<string, string>(), onPods: {} };
  return {
    services: [],
    autoscalers: [],
    disruptionBudgets: [],
    resourceQuotas: [],
    claims: [],
    claimUses: [],
    localCalls: [],
    balancers: [],
    monitors: [],
    injected: new Map(),
    routed: new Set(),
    addedLabels,
    namespace: null,
    ...shared,
  };
}

/** By the pod template of whatever kind has one at the usual place. */
function addClaimUses({ claimUses }: Neighbours, { value }: ManifestObject): void {
  const volumes = asArray(get(value, "spec", "template", "spec", "volumes"));
  const names = new Set(
    volumes.flatMap((volume) => asString(get(volume, "persistentVolumeClaim", "claimName")) ?? []),
  );
  for (const name of names) {
    const known = claimUses.find((use) => use.name === name);
    if (known === undefined) claimUses.push({ name, objects: 1 });
    else known.objects += 1;
  }
}

function add(neighbours: Neighbours, object: ManifestObject): void {
  addClaimUses(neighbours, object);
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
  } else if (object.kind === "ResourceQuota") {
    const quota = readResourceQuota(object);
    if (quota !== null) neighbours.resourceQuotas.push(quota);
  } else if (object.kind === "PersistentVolumeClaim" && name !== null) {
    const accessModes = asArray(get(object.value, "spec", "accessModes")).map(String);
    const sharedWriters =
      accessModes.length > 0 &&
      accessModes.every((mode) => mode === "ReadWriteMany" || mode === "ReadOnlyMany");
    neighbours.claims.push({
      ...{ name, namespace, sharedWriters, accessModes, storageClass: storageClassOf(object) },
      volumeName: asString(get(object.value, "spec", "volumeName")) || null,
      selector: selectorOf(object),
    });
  } else if (object.kind === "Kustomization" || object.kind === "Component") {
    collectAddedLabels(object, neighbours.addedLabels);
    neighbours.namespace ??= asString(object.value.namespace);
  }
}

function selectorOf({ value }: ManifestObject): JsonObject | null {
  const selector = get(value, "spec", "selector");
  return isObject(selector) ? selector : null;
}

/** The annotation of old comes first (k8s.io/component-helpers/storage/volume/helpers.go: GetPersistentVolumeClaimClass). */
function storageClassOf({ value }: ManifestObject): string | null {
  const annotation = get(value, "metadata", "annotations", "volume.beta.kubernetes.io/storage-class");
  return asString(annotation) ?? asString(get(value, "spec", "storageClassName"));
}

/** Returns names of workloads whose replicas an object writes over what stands elsewhere: a kustomization, or a patch. */
function countedBy(object: ManifestObject, { names }: KindIndex): string[] {
  const { kind, value } = object;
  if (kind === "Kustomization" || kind === "Component")
    return asArray(value.replicas).flatMap((entry) => asString(get(entry, "name")) ?? []);
  const isPatch = names.has(kind) && lacksSelector(object);
  const name = asString(get(value, "metadata", "name"));
  return isPatch && name !== null && typeof get(value, "spec", "replicas") === "number" ? [name] : [];
}

/** Returns paths of the files that a kustomization names as patches, relative to its own folder. */
export function patchesOf(object: ManifestObject): string[] {
  const { value } = object;
  return pathsNamedBy(object, [
    ...asArray(value.patches).map((patch) => (typeof patch === "string" ? patch : get(patch, "path"))),
    ...asArray(value.patchesStrategicMerge),
    ...asArray(value.patchesJson6902).map((patch) => get(patch, "path")),
  ]);
}

/**
 * Returns files of which an object leaves out what no whole one is without, where patches are likely: in a folder that is
 * named for them, beside a kustomization that cannot be read, and in a test, whose steps may alter what earlier ones made.
 */
function likelyPatches(manifests: readonly Manifest[], kinds: KindIndex): string[] {
  const telling = manifests.filter((one) => isUnreadKustomization(one) || marksTestFolder(one.path));
  const folders = new Set(telling.map(({ path }) => folderOf(path)));
  const isLikely = (path: string) => folders.has(folderOf(path)) || OF_PATCHES.test(path);
  return manifests
    .filter(({ path, objects }) => isLikely(path) && objects.some((object) => looksLikePart(object, kinds)))
    .map(({ path }) => path);
}

const OF_PATCHES = /(?:^|\/)patch(?:es)?\//i;

function isUnreadKustomization({ path, unread, templates }: Manifest): boolean {
  return [...unread, ...templates].some(({ text }) => isKustomizationKind(holderKind(text, path) ?? ""));
}

/** Files and folders that a kustomization takes in and may change, its own folder among them. */
function builtUponBy(object: ManifestObject): string[] {
  const { resources, bases, components } = object.value;
  return pathsNamedBy(object, [".", ...asArray(resources), ...asArray(bases), ...asArray(components)]);
}

export function pathsNamedBy({ kind, document }: ManifestObject, named: unknown[]): string[] {
  if (kind !== "Kustomization" && kind !== "Component") return [];
  const folder = folderOf(document.manifest.path);
  return named.flatMap((path) =>
    typeof path === "string" && !path.includes("\n") ? [resolvePath(folder, path)] : [],
  );
}
