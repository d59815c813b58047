/** Workloads that a change takes away for certain: none that may only have moved, or that may stand where nobody can read. */
import { folderOf } from "../../changeset/change-set.js";
import { apiGroupOf } from "../../manifest/api-group.js";
import { asArray, get } from "../../manifest/json-value.js";
import { isKustomizationKind } from "../../manifest/kind-names.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { isPlaceholder } from "../../manifest/template-text.js";
import { type ChangedManifest, mayHideObjects, onSide } from "../changed-manifest.js";
import type { KindIndex } from "../kind-index.js";
import { resolvePath } from "../neighbours/resolve-path.js";
import type { Neighbours } from "../neighbours.js";
import type { Workload } from "../workload.js";
import { type GoneWorkload, isReadable } from "./held-services.js";
import type { WorkloadPair } from "./pair-workloads.js";

/** Returns them by scope; `lost` are the workloads of the base without a pair. */
export function goneWorkloads(
  lost: readonly Workload[],
  pairs: readonly WorkloadPair[],
  changed: readonly ChangedManifest[],
  neighboursOf: (scope: string) => Neighbours,
): ReadonlyMap<string, readonly GoneWorkload[]> {
  const byScope = new Map<string, GoneWorkload[]>();
  if (lost.length === 0) return byScope;
  const come = new Set(
    pairs.flatMap(({ before, after }) => (before === null && after !== null ? nameOf(after) : [])),
  );
  const isOpen = changed.some((one) => mayHideObjects(one) || takesInMore(one, changed));
  for (const workload of lost) {
    const isRendered = workload.object.document.manifest.origin.rendering !== undefined;
    // A rendering shows all that there is of it, whatever stands in other files.
    if (isOpen && !isRendered) continue;
    if (!isReadable(workload) || workload.name === null || isPlaceholder(workload.name)) continue;
    // Of several places that have lost it and gained it, nobody knows which became which.
    if (come.has(nameOf(workload))) continue;
    const gone = { workload, neighbours: neighboursOf(workload.scope) };
    const list = byScope.get(workload.scope);
    if (list === undefined) byScope.set(workload.scope, [gone]);
    else list.push(gone);
  }
  return byScope;
}

/** Whether workloads go from changed files and others come, so that it matters who else stays in their folders. */
export function swapsWorkloads(changed: readonly ChangedManifest[], { names }: KindIndex): boolean {
  const namesOn = (side: "before" | "after") =>
    new Set(
      onSide(changed, side).flatMap(({ objects }) =>
        objects.flatMap(({ kind, value }) =>
          names.has(kind) ? JSON.stringify([kind, get(value, "metadata", "name")]) : [],
        ),
      ),
    );
  const [old, now] = [namesOn("before"), namesOn("after")];
  return [...old].some((name) => !now.has(name)) && [...now].some((name) => !old.has(name));
}

function nameOf({ apiVersion, kind, name }: Workload): string {
  return JSON.stringify([apiGroupOf(apiVersion), kind, name]);
}

/** Whether a kustomization takes in what it did not take in before, and what is no file of the change. */
function takesInMore({ before, after }: ChangedManifest, changed: readonly ChangedManifest[]): boolean {
  const known = new Set((before?.objects ?? []).flatMap(takenIn));
  const paths = new Set(changed.map(({ file }) => file.path));
  return (after?.objects ?? []).flatMap(takenIn).some((path) => !known.has(path) && !paths.has(path));
}

/** Paths of what a kustomization takes in, and whatever else makes objects as text. */
function takenIn({ kind, value, document }: ManifestObject): string[] {
  if (!isKustomizationKind(kind)) return [];
  const folder = folderOf(document.manifest.path);
  return ["resources", "bases", "components", "helmCharts", "generators"].flatMap((field) =>
    asArray(get(value, field)).map((entry) =>
      typeof entry === "string" ? resolvePath(folder, entry) : JSON.stringify(entry),
    ),
  );
}
