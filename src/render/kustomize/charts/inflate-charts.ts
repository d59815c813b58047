/** Renders the charts that a kustomization takes in by `helmCharts`, as far as they stand in the repository. */
import type { Tree } from "../../../changeset/tree.js";
import { indexLines } from "../../../manifest/line-index.js";
import { entryBelow } from "../../../manifest/locate.js";
import { parseYaml } from "../../../manifest/parse-yaml.js";
import type { HelmValues } from "../../../renderer/helm.js";
import type { KustomizeAnswer } from "../../../renderer/kustomize.js";
import type { Renderer } from "../../../renderer/renderer.js";
import { quoted } from "../../../words/quote.js";
import { folderWithin, inFolder } from "../../folders.js";
import { CHART_FILE } from "../../helm/find-charts.js";
import { type ChartFiles, loadChart } from "../../helm/load-chart.js";
import { type HelmOptions, renderSet } from "../../helm/render-chart.js";
import { DEFAULT_RELEASE } from "../../helm/values-set.js";
import type { RenderingFailure, RenderingNote } from "../../rendering.js";
import { type InflatedChart, InflatedCharts } from "./inflated-charts.js";
import { mergedValues } from "./merged-values.js";

type AskedChart = NonNullable<KustomizeAnswer["charts"]>[number];

export type Inflation =
  | {
      ok: true;
      charts: InflatedCharts;
      notes: readonly RenderingNote[];
    }
  | { ok: false; failure: RenderingFailure };

interface InflationTools {
  /** the files of the kustomization */
  files: Readonly<Record<string, string>>;
  tree: Tree;
  renderer: Renderer;
  options: HelmOptions;
}

/** Renders each entry. One that stands elsewhere is left out and named; one that fails fails the build, as it does kustomize's. */
export async function inflateCharts(asked: readonly AskedChart[], tools: InflationTools): Promise<Inflation> {
  const charts: InflatedChart[] = [];
  const left: AskedChart[] = [];
  const notes: RenderingNote[] = [];
  for (const one of asked) {
    const made = await inflated(one, tools);
    if ("chart" in made) {
      charts.push(made.chart);
      notes.push(...made.chart.side.notes);
    } else if ("elsewhere" in made) {
      left.push(one);
      const message = `a kustomization that was built without its chart ${quoted(one.chart.name ?? "")}, which is in ${quoted(made.elsewhere)}: nothing is fetched`;
      notes.push({ ...placeOf(one, tools.files), message });
    } else return { ok: false, failure: made.failure };
  }
  return { ok: true, charts: new InflatedCharts(charts, left), notes };
}

type Made = { chart: InflatedChart } | { elsewhere: string } | { failure: RenderingFailure };

async function inflated(one: AskedChart, { files, tree, renderer, options }: InflationTools): Promise<Made> {
  const { kustomization, index, chartHome, chart } = one;
  const { name = "", repo = "", version = "" } = chart;
  const failed = (message: string, reason: RenderingFailure["reason"] = "source"): Made => ({
    failure: { ...placeOf(one, files), reason, message: `its chart ${quoted(name)} ${message}` },
  });
  // kustomize keeps what it fetches in a folder of that version (absChartHome).
  const home = repo !== "" && version !== "" ? inFolder(chartHome, `${name}-${version}`) : chartHome;
  const folder = folderWithin("", inFolder(home, name));
  const loaded = folder === null || name === "" ? null : await loadChart(folder, tree);
  if (folder === null || loaded === null)
    return repo === "" ? failed("is not in the repository", "refused") : { elsewhere: repo };
  if (!loaded.ok) {
    const { reason, path, message } = loaded;
    return { failure: { reason, path, message, line: 1 } };
  }
  const values = valuesOf(one, folder, loaded.chart, files);
  if (typeof values === "string") return failed(values, "refused");
  const release = await releaseName(chart, renderer);
  if (release === null) return failed("has a nameTemplate that fails");
  const { kubeVersion = options.kubeVersion } = chart;
  const side = await renderSet(
    loaded.chart,
    {
      ...{ name: null, values, files: [] },
      release: { name: release, namespace: chart.namespace || DEFAULT_RELEASE.namespace },
    },
    renderer,
    {
      ...(kubeVersion === undefined || kubeVersion === "" ? {} : { kubeVersion }),
      apiVersions: [...(options.apiVersions ?? []), ...(chart.apiVersions ?? [])],
    },
  );
  if (side.kind !== "rendered")
    return side.kind === "failed" ? { failure: side.failure } : failed("prints nothing");
  const definitions = chart.includeCRDs === true ? await definitionsOf(folder, tree) : [];
  const printed = [...definitions, ...side.texts.map(({ text }) => text)].flatMap(documentsIn);
  const kept = printed.filter((text) => !isLeftOut(text, chart));
  const text = kept.join("\n---\n");
  const paths = Object.keys(loaded.chart.files);
  return { chart: { ...{ kustomization, index, folder, text, side }, files: paths } };
}

function documentsIn(text: string): string[] {
  return text.split(/^---(?:[ \t].*)?$/m).filter((document) => /^[ \t]*[^\s#]/m.test(document));
}

const HOOK = /^[ \t]+["']?helm\.sh\/hook["']?[ \t]*:[ \t]*["']?([\w,\- ]+)/m;

/** Helm's `--no-hooks` and `--skip-tests` (helm: pkg/cmd/template.go). */
function isLeftOut(text: string, { skipHooks, skipTests }: AskedChart["chart"]): boolean {
  const hooks = HOOK.exec(text)?.[1]
    ?.split(",")
    .map((hook) => hook.trim());
  if (hooks === undefined) return false;
  return skipHooks === true || (skipTests === true && hooks.some((hook) => /^test(?:-success)?$/.test(hook)));
}

/** Definitions of custom resources of a chart and of those within it: patches may be meant for them. */
async function definitionsOf(folder: string, tree: Tree): Promise<string[]> {
  const at = inFolder(folder, "");
  const paths = (await tree.paths()).filter(
    (path) => path.startsWith(at) && OF_DEFINITIONS.test(path.slice(at.length)),
  );
  const texts = await tree.read(paths.sort());
  return [...texts.values()].flatMap((content) => (content.kind === "text" ? [content.text] : []));
}

const OF_DEFINITIONS = /^(?:charts\/[^/]+\/)*crds\/.+\.(?:ya?ml|json)$/;

/** Returns what is put over the chart's own values, or why it cannot be. */
function valuesOf(
  { kustomization, chart }: AskedChart,
  folder: string,
  { files: ofChart }: ChartFiles,
  files: Readonly<Record<string, string>>,
): HelmValues[] | string {
  const home = kustomization.slice(0, Math.max(0, kustomization.lastIndexOf("/")));
  const { valuesFile = "", additionalValuesFiles = [], valuesInline = {}, valuesMerge = "" } = chart;
  const how = valuesMerge === "" ? "override" : valuesMerge;
  if (how !== "override" && how !== "merge" && how !== "replace")
    return `has ${quoted(how)} as its valuesMerge, which is none of override, merge and replace`;
  const textOf = (name: string) => {
    const path = folderWithin(home, name);
    const text = path === null ? undefined : (files[path] ?? ofChart[path]);
    return path === null || text === undefined ? null : { path, text };
  };
  const own = { path: inFolder(folder, "values.yaml"), text: ofChart[inFolder(folder, "values.yaml")] };
  const main = valuesFile === "" ? { ...own, text: own.text ?? "" } : textOf(valuesFile);
  if (main === null) return `takes its values from ${quoted(valuesFile)}, which is not in the repository`;
  const merged = mergedValues(main.text, valuesInline, how);
  if (merged === null) return `takes its values from ${quoted(main.path)}, which cannot be read`;
  const layers: HelmValues[] = [{ name: main.path, yaml: merged }];
  for (const name of additionalValuesFiles) {
    const more = textOf(name);
    if (more === null) return `takes its values from ${quoted(name)}, which is not in the repository`;
    layers.push({ name: more.path, yaml: more.text });
  }
  return layers;
}

/** Returns the release's name as Helm finds it: a template of it is rendered with its functions; null where that fails. */
async function releaseName(
  { releaseName = "", nameTemplate = "" }: AskedChart["chart"],
  renderer: Renderer,
): Promise<string | null> {
  if (nameTemplate === "") return releaseName === "" ? DEFAULT_RELEASE.name : releaseName;
  // Helm refuses both (pkg/action/install.go, NameAndChart).
  if (releaseName !== "") return null;
  if (!nameTemplate.includes("{{")) return nameTemplate;
  const files = {
    [inFolder("name", CHART_FILE)]: "apiVersion: v2\nname: name\nversion: 0.1.0\n",
    "name/templates/name.yaml": nameTemplate,
  };
  const asked = await renderer.renderChart({
    ...{ folder: "name", files, binary: {}, dependencies: [], values: [] },
    ...{ release: DEFAULT_RELEASE, trace: false },
  });
  if (asked.kind === "failed" || asked.answer.error !== undefined) return null;
  return asked.answer.templates[0]?.text ?? null;
}

/** Returns where an entry stands in its kustomization. */
function placeOf(
  { kustomization, index }: AskedChart,
  files: Readonly<Record<string, string>>,
): { path: string; line: number } {
  const text = files[kustomization] ?? "";
  const read = parseYaml(text);
  const ways = ["helmCharts", "helmChartInflationGenerator"];
  const at = read.ok
    ? ways.map((field) => entryBelow(read.tree, [field, index])).find((entry) => entry !== null)
    : null;
  return { path: kustomization, line: at == null ? 1 : indexLines(text).lineAt(at.value.start) };
}
