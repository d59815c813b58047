/**
 * What a HelmRelease of Flux says of a chart in this repository (helm-controller: docs/spec/v2/helmreleases.md,
 * source-controller: docs/spec/v1/helmcharts.md).
 */
import { asArray, asString, get, isObject } from "../../../manifest/json-value.js";
import { parseYaml } from "../../../manifest/parse-yaml.js";
import { folderWithin } from "../../folders.js";
import { DEFAULT_RELEASE } from "../values-set.js";
import type { ValuesLayer, ValuesSource } from "./values-source.js";

/** Returns the set of a HelmRelease whose chart is a folder of a repository; null for any other. */
export function setOfRelease(release: unknown, declaredIn: string): ValuesSource | null {
  const name = asString(get(release, "metadata", "name"));
  const chartSpec = get(release, "spec", "chart", "spec");
  const written = asString(get(chartSpec, "chart"));
  const isOfGit = ["GitRepository", "Bucket"].includes(asString(get(chartSpec, "sourceRef", "kind")) ?? "");
  const chart = written === null || !isOfGit ? null : folderWithin("", written);
  if (name === null || chart === null) return null;
  const target = asString(get(release, "spec", "targetNamespace"));
  const own = asString(get(release, "metadata", "namespace"));
  const isOptional = get(chartSpec, "ignoreMissingValuesFiles") === true ? { isOptional: true as const } : {};
  const files = asArray(get(chartSpec, "valuesFiles")).flatMap((item): ValuesLayer[] => {
    const path = asString(item);
    const file = path === null ? null : folderWithin("", path);
    if (path === null) return [];
    return [file === null ? { elsewhere: path } : { file, ...isOptional }];
  });
  const { value, left } = withoutVariables(get(release, "spec", "values"));
  const values: ValuesLayer[] = isObject(value)
    ? [{ inline: { name: "spec.values", yaml: JSON.stringify(value) } }]
    : [];
  const notes = notesOf(release, left);
  return {
    name: own === null ? `HelmRelease ${name}` : `HelmRelease ${own}/${name}`,
    chart,
    // Files of values are those of the source, and what they make stands in place of the chart's own.
    layers: [...files, ...referencesOf(release, own), ...values],
    ...(files.length > 0 ? { replacesOwn: true as const } : {}),
    release: {
      name: asString(get(release, "spec", "releaseName")) ?? (target === null ? name : `${target}-${name}`),
      namespace: target ?? own ?? DEFAULT_RELEASE.namespace,
    },
    declaredIn,
    ...(notes.length > 0 ? { notes } : {}),
  };
}

/**
 * What `valuesFrom` names, each put over those before it, and below `values` (fluxcd/pkg/chartutil: values.go,
 * ChartValuesFromReferences).
 */
function referencesOf(release: unknown, namespace: string | null): ValuesLayer[] {
  return asArray(get(release, "spec", "valuesFrom")).flatMap((one): ValuesLayer[] => {
    const [kind, name] = [get(one, "kind"), asString(get(one, "name"))];
    if ((kind !== "ConfigMap" && kind !== "Secret") || name === null) return [];
    const key = asString(get(one, "valuesKey")) ?? "values.yaml";
    const targetPath = asString(get(one, "targetPath"));
    return [{ reference: { kind, name, namespace, key, targetPath } }];
  });
}

function notesOf(release: unknown, left: readonly string[]): string[] {
  const patches = asArray(get(release, "spec", "postRenderers")).length > 0;
  return [
    ...(left.length > 0 ? [leftOutWords(left)] : []),
    ...(patches ? ["what the release's post-renderers add to the chart is not known"] : []),
  ];
}

function leftOutWords(left: readonly string[]): string {
  return `the chart was rendered without values that Flux fills in, such as ${left[0] as string}`;
}

/** Returns the text of values without those that Flux fills in, and what is told of these. */
export function valuesText(text: string): { text: string; notes: string[] } {
  if (!VARIABLE.test(text)) return { text, notes: [] };
  const read = parseYaml(text);
  const { value, left } = withoutVariables(read.ok ? read.value : undefined);
  return { text: isObject(value) ? JSON.stringify(value) : "", notes: [leftOutWords([...left, "a value"])] };
}

/** What Flux fills in of a Kustomization's `postBuild` (kustomize-controller: envsubst). */
const VARIABLE = /\$\{[A-Za-z_]\w*(?::?[-=+?][^}]*)?\}/;

/** Returns the values without those that hold a variable, and the ways to what was left out. */
function withoutVariables(values: unknown): { value: unknown; left: string[] } {
  const left: string[] = [];
  const visit = (value: unknown, way: string): unknown => {
    if (typeof value === "string" && VARIABLE.test(value)) {
      left.push(way);
      return undefined;
    }
    if (Array.isArray(value))
      return value.map((item, index) => visit(item, `${way}[${index}]`)).filter((item) => item !== undefined);
    if (!isObject(value)) return value;
    const kept = Object.entries(value)
      .map(([key, item]) => [key, visit(item, way === "" ? key : `${way}.${key}`)] as const)
      .filter(([, item]) => item !== undefined);
    return Object.fromEntries(kept);
  };
  return { value: visit(values, ""), left };
}
