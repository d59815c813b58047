/** What a kustomization names: other kustomizations, and files. Remote and inline entries name neither. */
import { folderOf } from "../../changeset/change-set.js";
import { asArray, asString, get, isObject, type JsonObject } from "../../manifest/json-value.js";
import { parseYaml } from "../../manifest/parse-yaml.js";
import { folderWithin, inFolder } from "../folders.js";

/** In the order in which kustomize looks for them (api/konfig, general.go). */
export const KUSTOMIZATION_FILES = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

export interface KustomizationFile {
  path: string;
  folder: string;
  text: string;
  value: JsonObject;
  /** others build it in; nobody builds it by itself */
  isComponent: boolean;
  /** paths of files or folders that are read for its objects or as parts of these, as far as they are within the repository */
  names: readonly string[];
  /** folders below which files are read, such as those of charts */
  holds: readonly string[];
}

export function isKustomizationPath(path: string): boolean {
  return (KUSTOMIZATION_FILES as readonly string[]).includes(path.slice(path.lastIndexOf("/") + 1));
}

/** Returns what a kustomization says; null for what kustomize does not take for one. */
export function readKustomizationFile(path: string, text: string): KustomizationFile | null {
  const read = parseYaml(text);
  if (!read.ok || !isObject(read.value)) return null;
  const { value } = read;
  const apiVersion = asString(value.apiVersion);
  if (apiVersion !== null && !apiVersion.startsWith("kustomize.config.k8s.io/")) return null;
  const folder = folderOf(path);
  const within = (name: string) => folderWithin(folder, name);
  return {
    path,
    folder,
    text,
    value,
    isComponent: value.kind === "Component",
    names: [...new Set(namedIn(value).flatMap((name) => within(name) ?? []))],
    holds: chartFolders(value).flatMap((name) => within(name) ?? []),
  };
}

function namedIn(value: JsonObject): string[] {
  const listed = LISTS.flatMap((field) => asArray(value[field]));
  // kustomize 4 takes texts here for those of patchesStrategicMerge.
  const patches = PATCHES.flatMap((field) =>
    asArray(value[field]).map((patch) => (typeof patch === "string" ? patch : get(patch, "path"))),
  );
  const replacements = asArray(value.replacements).map((entry) => get(entry, "path"));
  const generated = ["configMapGenerator", "secretGenerator"].flatMap((field) =>
    asArray(value[field]).flatMap(sourcesOf),
  );
  const charts = asArray(value.helmCharts).flatMap((chart) => [
    get(chart, "valuesFile"),
    ...asArray(get(chart, "additionalValuesFiles")),
  ]);
  const all = [...listed, ...patches, ...replacements, ...generated, ...charts, get(value.openapi, "path")];
  return all.flatMap((name) => (typeof name === "string" && isPath(name) ? [name] : []));
}

/** Entries are paths, or objects as text. */
const LISTS = [
  ...["resources", "bases", "components", "configurations", "crds", "patchesStrategicMerge"],
  ...["generators", "transformers", "validators"],
];
const PATCHES = ["patches", "patchesJson6902"];

function isPath(name: string): boolean {
  return name !== "" && !name.includes("\n") && !/^[\w+.-]+:\/\//.test(name);
}

/** Files that a generator of config maps or secrets reads; `key=file` names the key as well. */
function sourcesOf(generator: unknown): unknown[] {
  const files = asArray(get(generator, "files")).map((file) =>
    typeof file === "string" && file.includes("=") ? file.slice(file.indexOf("=") + 1) : file,
  );
  return [get(generator, "env"), ...asArray(get(generator, "envs")), ...files];
}

/** What kustomize fetches it keeps in a folder of that version (HelmChartInflationGenerator.go, absChartHome). */
function chartFolders(value: JsonObject): string[] {
  const home = asString(get(value.helmGlobals, "chartHome")) ?? "charts";
  return asArray(value.helmCharts).flatMap((chart) => {
    const [name, version, repo] = ["name", "version", "repo"].map((key) => asString(get(chart, key)) ?? "");
    if (name === undefined || name === "") return [];
    return [inFolder(version && repo ? inFolder(home, `${name}-${version}`) : home, name)];
  });
}
