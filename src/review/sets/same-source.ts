/** What several renderings of one source have in common, told from the objects that came of it. */
import type { ManifestObject } from "../../manifest/manifest.js";
import { shownPlace, withoutRendering } from "../../manifest/origin.js";

/** How people call the chart's own values where nothing is put over them. */
const OWN_VALUES = "values.yaml";

/** Returns the name of the rendering that made an object; null for one that is applied as it is. */
export function renderingName({ document }: ManifestObject): string | null {
  const { rendering } = document.manifest.origin;
  return rendering === undefined ? null : (rendering.name ?? OWN_VALUES);
}

/** Returns an object's name as all renderings of its source have it: without the release's in front. */
export function commonName({ document }: ManifestObject, name: string | null): string | null {
  const { rendering } = document.manifest.origin;
  if (rendering === undefined || name === null) return name;
  const known = rendering.names.get(name);
  if (known !== undefined) return known;
  if (rendering.prefix === "") return name;
  return name.startsWith(rendering.prefix) ? name.slice(rendering.prefix.length) : name;
}

/** Returns what is equal for the objects that several renderings make of the same lines. */
export function lineKey(object: ManifestObject, name: string | null): string {
  const { path, line } = shownPlace(object, []);
  return JSON.stringify([object.kind, commonName(object, name), path, line]);
}

/** Returns what is equal for the workloads that one source's renderings make, each under its own values. */
export function sourceKey(object: ManifestObject, name: string | null): string {
  const { id } = object.document.manifest.origin;
  return JSON.stringify([withoutRendering(id), object.kind, commonName(object, name)]);
}
