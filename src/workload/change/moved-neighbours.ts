/** Objects around workloads that a change only moves from one folder to another. */
import { asString, canonicalJson, get } from "../../manifest/json-value.js";
import type { Manifest, ManifestObject } from "../../manifest/manifest.js";
import type { KindIndex } from "../kind-index.js";
import { isAutoscalerKind } from "../neighbours/read-autoscaler.js";

/**
 * Returns, by the scope at the head, the objects of the base that the change moves there as they are. They stood around the
 * same workloads before, where the folder that they leave has none of the names in the folder that they come to: two
 * environments have the same names, and what goes from one to the other is new there.
 */
export function movedNeighbours(
  base: readonly Manifest[],
  head: readonly Manifest[],
  kinds: KindIndex,
): ReadonlyMap<string, readonly ManifestObject[]> {
  const left = placesOf(base);
  const come = placesOf(head);
  const names = workloadsByScope(base, kinds);
  const moved = new Map<string, ManifestObject[]>();
  for (const [key, places] of come) {
    const sources = left.get(key) ?? new Map<string, ManifestObject>();
    const gone = [...sources].filter(([scope]) => !places.has(scope));
    for (const scope of places.keys()) {
      if (sources.has(scope)) continue;
      const source = gone.find(([from]) => !shareNames(names.get(from), names.get(scope)));
      if (source === undefined) continue;
      const list = moved.get(scope);
      if (list === undefined) moved.set(scope, [source[1]]);
      else list.push(source[1]);
    }
  }
  return moved;
}

/** Returns the scopes of each Service, autoscaler and budget, by all that is written in it. */
function placesOf(manifests: readonly Manifest[]): Map<string, Map<string, ManifestObject>> {
  const places = new Map<string, Map<string, ManifestObject>>();
  for (const { origin, objects } of manifests) {
    if (origin.rendering) continue;
    for (const object of objects) {
      if (!isNeighbour(object)) continue;
      const key = canonicalJson(object.value);
      const scopes = places.get(key) ?? new Map<string, ManifestObject>();
      places.set(key, scopes.set(origin.scope, object));
    }
  }
  return places;
}

function isNeighbour({ kind }: ManifestObject): boolean {
  return kind === "Service" || kind === "PodDisruptionBudget" || isAutoscalerKind(kind);
}

function workloadsByScope(manifests: readonly Manifest[], { names }: KindIndex): Map<string, Set<string>> {
  const byScope = new Map<string, Set<string>>();
  for (const { origin, objects } of manifests) {
    for (const { kind, value } of objects) {
      const name = asString(get(value, "metadata", "name"));
      if (!names.has(kind) || name === null) continue;
      const list = byScope.get(origin.scope) ?? new Set();
      byScope.set(origin.scope, list.add(JSON.stringify([kind, name])));
    }
  }
  return byScope;
}

function shareNames(one: ReadonlySet<string> = new Set(), other: ReadonlySet<string> = new Set()): boolean {
  return [...one].some((name) => other.has(name));
}
