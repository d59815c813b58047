/** Findings of which their owners hear elsewhere, or that say nothing of this change: they stand in the table, and fail no check. */
import type { Manifest, ManifestObject } from "../../manifest/manifest.js";
import type { TakenFromUrl } from "../../workload/sight/taken-from-url.js";
import { helmTemplateOf } from "../suggest/is-generated.js";
import type { Finding } from "./finding.js";

/**
 * Sets aside what is found in a dump of a chart that lies within the chart's own folder, as the chart itself is rendered and
 * judged, and what is found in a file that takes the place of a URL, where the base may have had it.
 */
export function setAside(
  findings: readonly Finding[],
  headManifests: readonly Manifest[],
  taken: ReadonlyMap<string, TakenFromUrl>,
): Finding[] {
  const dumps = dumpsBesideCharts(headManifests);
  return findings.map((finding) => {
    if (finding.waived !== null) return finding;
    const folder = dumps.get(finding.path);
    if (folder !== undefined)
      return {
        ...finding,
        severity: "warning",
        isUntold: true,
        message: `${finding.message} Helm made this file of the chart around it, which is judged as it renders now.`,
      };
    const url = finding.compared ? undefined : taken.get(finding.path)?.url;
    return url === undefined ? finding : { ...finding, severity: "warning", isUntold: true };
  });
}

/**
 * Returns the files that Helm made of a chart whose folder they lie in, by path, with that folder: each document names a
 * template of which the review has what it renders to. A dump of another chart, or of one that was not rendered, is none.
 */
function dumpsBesideCharts(manifests: readonly Manifest[]): Map<string, string> {
  const templates = new Map<string, Set<string>>();
  for (const { path, origin } of manifests) {
    if (origin.rendering?.tool !== "helm") continue;
    const { folder } = origin.rendering;
    templates.set(folder, (templates.get(folder) ?? new Set()).add(path));
  }
  const found = new Map<string, string>();
  if (templates.size === 0) return found;
  for (const { path, origin, objects } of manifests) {
    if (origin.rendering !== undefined || objects.length === 0) continue;
    for (const [folder, rendered] of templates)
      if (isWithin(path, folder) && objects.every((object) => isMadeOf(object, folder, rendered)))
        found.set(path, folder);
  }
  return found;
}

function isMadeOf(object: ManifestObject, folder: string, rendered: ReadonlySet<string>): boolean {
  const source = helmTemplateOf(object);
  if (source === null) return false;
  const template = source.slice(source.indexOf("/") + 1);
  return rendered.has(folder === "" ? template : `${folder}/${template}`);
}

function isWithin(path: string, folder: string): boolean {
  return folder === "" || path.startsWith(`${folder}/`);
}
