/**
 * Everything of a scope, where all of it is in sight. What nothing selects, or what is aimed at nothing, can be called so
 * only where no file was left unread, no tool writes over what stands in them, and no operator makes pods of its own.
 */
import {
  type ChangeSet,
  type FileContent,
  folderOf,
  isManifestPath,
  STDIN_PATH,
} from "../../changeset/change-set.js";
import { apiGroupOf } from "../../manifest/api-group.js";
import { asString, get, type KeyPath } from "../../manifest/json-value.js";
import { isContainerKind } from "../../manifest/kind-names.js";
import type { Manifest, ManifestObject } from "../../manifest/manifest.js";
import { isPlaceholder } from "../../manifest/template-text.js";
import { type ChangedManifests, onSide } from "../changed-manifest.js";
import type { KindIndex } from "../kind-index.js";
import { isBuiltUpon } from "../neighbours/is-built-upon.js";
import { readNeighbours } from "../neighbours/read-neighbours.js";
import type { Neighbours } from "../neighbours.js";
import { placeholderIn, readLabels } from "../read-workload.js";
import { readWorkloads } from "../read-workloads.js";
import type { Workload } from "../workload.js";
import { PODLESS_KINDS } from "./podless-kinds.js";

/** Pods of a kind that is known and not judged: their labels, and where they stand. */
export interface OtherPods {
  object: ManifestObject;
  namespace: string | null;
  labels: Record<string, string>;
}

/** All objects of one scope at one commit. */
export interface Sight {
  manifests: readonly Manifest[];
  objects: readonly ManifestObject[];
  workloads: readonly Workload[];
  others: readonly OtherPods[];
  neighbours: Neighbours;
}

/** The files of a change, and what of them could not be loaded. */
interface Files extends ChangedManifests {
  changeSet: Pick<ChangeSet, "siblings" | "omissions">;
}

/** Returns what can be seen of each scope at one side of a change; null for a scope that is not seen in full. */
export function sightsOf(
  { changed, siblings, changeSet }: Files,
  side: "before" | "after",
  kinds: KindIndex,
): (scope: string) => Sight | null {
  const known = new Map<string, Sight | null>();
  let read: { byScope: Map<string, Manifest[]>; neighbours: (scope: string) => Neighbours } | null = null;
  return (scope) => {
    read ??= grouped([...onSide(changed, side), ...siblings], kinds);
    let sight = known.get(scope);
    if (sight === undefined) {
      const isUnread = (path: string, content: FileContent | null) =>
        content !== null && content.kind !== "text" && isManifestPath(path) && folderOf(path) === scope;
      const isHidden =
        // Nothing tells what else is applied beside what a pipe brings.
        changed.some(({ file }) => file.path === STDIN_PATH) ||
        changed.some(({ file }) => isUnread(pathAt(file, side), file[side])) ||
        changeSet.siblings.some(({ path, content }) => isUnread(path, content)) ||
        changeSet.omissions.some(({ path }) => isOf(path, scope));
      sight = isHidden ? null : see(read.byScope.get(scope) ?? [], read.neighbours(scope), kinds);
      known.set(scope, sight);
    }
    return sight;
  };
}

function pathAt(
  { path, previousPath }: ChangedManifests["changed"][number]["file"],
  side: "before" | "after",
) {
  return side === "before" ? (previousPath ?? path) : path;
}

function grouped(manifests: readonly Manifest[], kinds: KindIndex) {
  const byScope = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const { scope } = manifest.origin;
    const list = byScope.get(scope);
    if (list === undefined) byScope.set(scope, [manifest]);
    else list.push(manifest);
  }
  return { byScope, neighbours: readNeighbours(manifests, kinds) };
}

/** Whether what was left out is the scope, stands in it, or is a folder around it; "." is the root itself. */
function isOf(omitted: string, scope: string): boolean {
  const path = omitted === "." ? "" : omitted;
  return path === scope || folderOf(path) === scope || path === "" || scope.startsWith(`${path}/`);
}

/** Each Service is held against each workload: a folder of thousands would cost millions of looks. */
const MAX_WORKLOADS = 300;
const MAX_OBJECTS = 3_000;

/** Helm's own folders: what stands in them is one part of what a chart renders. */
const OF_CHARTS = /(?:^|\/)(?:templates|charts)\//;

function see(manifests: readonly Manifest[], neighbours: Neighbours, kinds: KindIndex): Sight | null {
  if (manifests.some((manifest) => hidesObjects(manifest, neighbours, kinds))) return null;
  const objects = manifests.flatMap((manifest) => manifest.objects);
  if (objects.length > MAX_OBJECTS) return null;
  const workloads = readWorkloads(objects, neighbours, kinds);
  if (workloads.length > MAX_WORKLOADS || !workloads.every(isLegible)) return null;
  const judged = new Set(workloads.map(({ object }) => object));
  const rest = objects.filter((object) => !judged.has(object));
  const others = rest.flatMap((object) => otherPods(object) ?? []);
  if (others.length + rest.filter(isPodless).length < rest.length) return null;
  return { manifests, objects, workloads, others, neighbours };
}

/** A workload of which all is written that anything can select it by. */
function isLegible(workload: Workload): boolean {
  const { partial, faults, name, namespace, podLabels } = workload;
  const written = [name, namespace, ...Object.entries(podLabels).flat()];
  return (
    !partial &&
    faults.every(({ dropped }) => dropped) &&
    !written.some(isPlaceholder) &&
    placeholderIn(workload) === null
  );
}

/** Kinds that are known and not judged, by API group, with the place of their pods' metadata. */
const OTHERS: Readonly<Record<string, KeyPath>> = {
  "/Pod": ["metadata"],
  "/ReplicationController": ["spec", "template", "metadata"],
  "apps/ReplicaSet": ["spec", "template", "metadata"],
  "batch/Job": ["spec", "template", "metadata"],
  "batch/CronJob": ["spec", "jobTemplate", "spec", "template", "metadata"],
};

function otherPods(object: ManifestObject): OtherPods | null {
  const key = `${apiGroupOf(object.apiVersion)}/${object.kind}`;
  const metadata = Object.hasOwn(OTHERS, key) ? OTHERS[key] : undefined;
  if (metadata === undefined) return null;
  const labels = readLabels(get(object.value, ...metadata, "labels"));
  if (Object.entries(labels).flat().some(isPlaceholder)) return null;
  return { object, namespace: asString(get(object.value, "metadata", "namespace")), labels };
}

/** Another project's Service may be one that makes pods, as Knative's does. */
function isPodless({ kind, apiVersion }: ManifestObject): boolean {
  return PODLESS_KINDS.has(kind) && (kind !== "Service" || apiVersion === "v1");
}

/** Text in which a program stands where objects would, and no document names a kind by which it would be listed. */
const PROGRAM = /^[ \t]*(?:\{\{|\{%|<%|#@)/m;
const ROOT_KIND = /^["']?kind["']?[ \t]*:[ \t]*["']?([A-Za-z0-9]+)/gm;
const ANY_KIND = /\bkind["']?[ \t]*:[ \t]*["']?([A-Za-z0-9]+)/g;

/** Whether a file may have, or make, objects that were not read, or has some that another tool adds to. */
function hidesObjects(manifest: Manifest, neighbours: Neighbours, kinds: KindIndex): boolean {
  const { path, text, objects, unread, templates, problems, cut, origin } = manifest;
  if (
    origin.rendering?.isInPart ||
    cut !== null ||
    unread.length > 0 ||
    templates.length > 0 ||
    PROGRAM.test(text)
  )
    return true;
  if (problems.some(({ code }) => code !== "duplicate-key")) return true;
  const named = kindsIn(text);
  if (named.length === 0) return false;
  if (isBuiltUpon(path, neighbours) || neighbours.patchPaths.has(path)) return true;
  if (OF_CHARTS.test(path) && !origin.rendering) return true;
  const read = new Set(objects.map(({ kind }) => kind));
  return named.some((kind) => !read.has(kind) && (isOfPods(kind, kinds) || !PODLESS_KINDS.has(kind)));
}

function isOfPods(kind: string, { names }: KindIndex): boolean {
  return names.has(kind) || Object.keys(OTHERS).some((key) => key.endsWith(`/${kind}`));
}

/** Returns the words for the kinds of a text's objects, and where they stand in lists every word for a kind in it. */
function kindsIn(text: string): string[] {
  const roots = [...text.matchAll(ROOT_KIND)].map((match) => match[1] as string);
  const plain = roots.filter((kind) => !isContainerKind(kind));
  if (roots.length > 0 && plain.length === roots.length) return plain;
  return [...text.matchAll(ANY_KIND)]
    .map((match) => match[1] as string)
    .filter((kind) => !isContainerKind(kind));
}
