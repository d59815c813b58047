/**
 * What an Application of Argo CD says of a chart in this repository (argo-cd: reposerver/repository/repository.go
 * helmTemplate, util/argo/path). A source of a remote repository has `chart` and no `path`.
 */
import { asArray, asString, get, isObject } from "../../../manifest/json-value.js";
import type { HelmValues } from "../../../renderer/helm.js";
import { folderWithin, inFolder } from "../../folders.js";
import { DEFAULT_RELEASE } from "../values-set.js";
import type { ValuesLayer, ValuesSource } from "./values-source.js";

/** Returns a set for each source of an Application that is a folder of a repository, whether a chart stands there or not. */
export function setsOfApplication(application: unknown, declaredIn: string): ValuesSource[] {
  const name = asString(get(application, "metadata", "name"));
  if (name === null) return [];
  const several = asArray(get(application, "spec", "sources"));
  const sources = several.length > 0 ? several : [get(application, "spec", "source")];
  return sources.flatMap((source): ValuesSource[] => {
    const path = asString(get(source, "path"));
    const chart = path === null ? null : folderWithin("", path);
    const isHelm = !["chart", "kustomize", "directory", "plugin"].some((key) => isGiven(get(source, key)));
    if (chart === null || !isHelm) return [];
    const namespace =
      filled(get(source, "helm", "namespace")) ??
      filled(get(application, "spec", "destination", "namespace"));
    return [
      {
        name: `Application ${name}`,
        chart,
        layers: layersOf({ name, chart, namespace, source, sources }),
        release: {
          name: filled(get(source, "helm", "releaseName")) ?? name,
          namespace: namespace ?? DEFAULT_RELEASE.namespace,
        },
        declaredIn,
      },
    ];
  });
}

interface Named {
  name: string;
  chart: string;
  namespace: string | null;
  source: unknown;
  sources: readonly unknown[];
}

/** In the order of precedence: value files, values, parameters (argo-cd: docs/user-guide/helm.md). */
function layersOf(named: Named): ValuesLayer[] {
  const { source } = named;
  const helm = get(source, "helm");
  const isOptional = get(helm, "ignoreMissingValueFiles") === true ? { isOptional: true as const } : {};
  const files = asArray(get(helm, "valueFiles")).flatMap((item): ValuesLayer[] => {
    const written = asString(item);
    if (written === null) return [];
    const file = fileOf(withEnvironment(written, named), named);
    return [file === null ? { elsewhere: written } : { file, ...isOptional }];
  });
  const parameters = asArray(get(helm, "parameters")).flatMap((item): ValuesLayer[] => {
    const key = asString(get(item, "name"));
    const value = get(item, "value");
    if (key === null || value === undefined || value === null) return [];
    const assignment = `${key}=${escapeCommas(withEnvironment(String(value), named))}`;
    const set: HelmValues =
      get(item, "forceString") === true
        ? { name: key, setString: assignment }
        : { name: key, set: assignment };
    return [{ inline: set }];
  });
  const fileParameters = asArray(get(helm, "fileParameters")).flatMap((item): ValuesLayer[] => {
    const [key, path] = [asString(get(item, "name")), asString(get(item, "path"))];
    if (key === null || path === null) return [];
    const file = fileOf(path, named);
    return [file === null ? { elsewhere: path } : { file, key }];
  });
  return [...files, ...inlineOf(helm), ...parameters, ...fileParameters];
}

/** `valuesObject` stands in place of `values` where both are there (argo-cd: ApplicationSourceHelm.ValuesYAML). */
function inlineOf(helm: unknown): ValuesLayer[] {
  const object = get(helm, "valuesObject");
  if (isObject(object)) return [{ inline: { name: "valuesObject", yaml: JSON.stringify(object) } }];
  const text = filled(get(helm, "values"));
  return text === null ? [] : [{ inline: { name: "values", yaml: text } }];
}

/**
 * Returns the path in the repository of a file that a source names: below its own folder, from the root, or from the root of
 * another source by that one's `ref`. Null for a URL, for another repository, and for a pattern.
 */
function fileOf(written: string, { chart, source, sources }: Named): string | null {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(written) || /[*?[\]]/.test(written)) return null;
  const [, ref, rest = ""] = /^\$([^/]+)\/(.*)$/s.exec(written) ?? [];
  if (ref !== undefined) {
    const other = sources.find((one) => get(one, "ref") === ref);
    const isSame = other !== undefined && get(other, "repoURL") === get(source, "repoURL");
    return isSame ? folderWithin("", rest) : null;
  }
  if (written.includes("$")) return null;
  const path = written.startsWith("/") ? folderWithin("", written.slice(1)) : folderWithin(chart, written);
  return path === null || path === "" ? null : path;
}

/** The variables of a build that are known without a cluster (argo-cd: docs/user-guide/build-environment.md). */
function withEnvironment(text: string, { name, chart, namespace }: Named): string {
  const known: Readonly<Record<string, string | null>> = {
    ARGOCD_APP_NAME: name,
    ARGOCD_APP_NAMESPACE: namespace,
    ARGOCD_APP_SOURCE_PATH: inFolder("", chart),
  };
  return text.replace(/\$(?:\{(ARGOCD_\w+)\}|(ARGOCD_\w+))/g, (all, braced?: string, bare?: string) => {
    return known[braced ?? bare ?? ""] ?? all;
  });
}

/** A comma would begin the next assignment, but within a list in braces (argo-cd: util/helm/cmd.go cleanSetParameters). */
function escapeCommas(value: string): string {
  return value.startsWith("{") && value.endsWith("}") ? value : value.replace(/(?<!\\),/g, "\\,");
}

function filled(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}
