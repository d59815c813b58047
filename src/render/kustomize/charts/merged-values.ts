/** Values of an entry of `helmCharts`, merged as kustomize does it before Helm sees them. */
import { isObject, type JsonObject } from "../../../manifest/json-value.js";
import { parseYaml } from "../../../manifest/parse-yaml.js";

/** How values within the kustomization go with those of the file; kustomize's own words. */
export type ValuesMerge = "override" | "merge" | "replace";

/**
 * Returns the text of the values file that kustomize gives Helm (api/internal/builtins, HelmChartInflationGenerator.go,
 * createNewMergedValuesFile); null where the file cannot be read.
 */
export function mergedValues(file: string, inline: JsonObject, how: ValuesMerge): string | null {
  if (Object.keys(inline).length === 0) return file;
  if (how === "replace") return JSON.stringify(inline);
  const read = parseYaml(file);
  if (!read.ok || !(isObject(read.value) || read.value === null)) return null;
  const values = read.value ?? {};
  return JSON.stringify(how === "override" ? laidOver(values, inline) : laidOver(inline, values));
}

/** Mappings are merged, a null takes its key away, and anything else takes the place of what was there (kyaml: merge2). */
function laidOver(under: JsonObject, over: JsonObject): JsonObject {
  const made: JsonObject = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const known = made[key];
    if (value === null) delete made[key];
    else made[key] = isObject(value) ? laidOver(isObject(known) ? known : {}, value) : value;
  }
  return made;
}
