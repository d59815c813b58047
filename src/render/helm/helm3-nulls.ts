/**
 * Where Helm 3 renders a chart otherwise than Helm 4: a null in a chart's own values.yaml under the key of a subchart takes
 * the subchart's default away in 3 and leaves it in 4 (helm: pkg/chart/common/util/coalesce.go against the
 * pkg/chartutil/coalesce.go of 3). Over a release, by a values file or `--set`, both take it away.
 */
import { isObject } from "../../manifest/json-value.js";
import { indexLines } from "../../manifest/line-index.js";
import { entryBelow } from "../../manifest/locate.js";
import { parseYaml } from "../../manifest/parse-yaml.js";
import { listed } from "../../words/list.js";
import { inFolder } from "../folders.js";
import type { RenderingNote } from "../rendering.js";
import { readChartFile } from "./chart-file.js";
import { CHART_FILE } from "./find-charts.js";
import type { ChartFiles } from "./load-chart.js";

/** Values deeper than this are none that a chart has. */
const MAX_DEPTH = 20;
const MAX_NULLS = 100;

/** Returns a note on such nulls; `subcharts` are the keys of those that print anything. */
export function helm3Nulls(
  { folder, files, dependencies }: ChartFiles,
  subcharts: Iterable<string>,
): RenderingNote[] {
  const path = inFolder(folder, "values.yaml");
  const text = files[path];
  const chart = files[inFolder(folder, CHART_FILE)];
  if (text === undefined || chart === undefined || !/\bnull\b|~|:[ \t]*(?:#.*)?$/im.test(text)) return [];
  const values = parseYaml(text);
  if (!values.ok || !isObject(values.value)) return [];
  const described = readChartFile(chart, files[inFolder(folder, "requirements.yaml")] ?? null).dependencies;
  const found: string[][] = [];
  for (const key of new Set(subcharts)) {
    const own = values.value[key];
    const name = described.find(({ alias }) => alias === key)?.name ?? key;
    const at =
      dependencies.find((one) => one.at === `charts/${name}`)?.folder ?? inFolder(folder, `charts/${name}`);
    collect(own, defaultsOf(files[inFolder(at, "values.yaml")]), [key], found);
  }
  const [first] = found;
  if (first === undefined) return [];
  const start = entryBelow(values.tree, first)?.key?.start ?? 0;
  const names = listed(found.map((keys) => JSON.stringify(keys.join("."))));
  const message = `Helm 3 renders this otherwise: a null takes away the subchart's default for ${names}, which Helm 4 keeps`;
  return [{ path, line: indexLines(text).lineAt(start), message, isWhole: true }];
}

/** Returns a chart's own values; those in an archive are not looked at. */
function defaultsOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  const read = parseYaml(text);
  return read.ok ? read.value : undefined;
}

/** Collects the ways to nulls for which there is a default. */
function collect(value: unknown, byDefault: unknown, way: readonly string[], found: string[][]): void {
  if (!isObject(value) || !isObject(byDefault) || way.length > MAX_DEPTH) return;
  for (const [key, item] of Object.entries(value)) {
    if (found.length >= MAX_NULLS) return;
    const other = Object.hasOwn(byDefault, key) ? byDefault[key] : undefined;
    if (item !== null) collect(item, other, [...way, key], found);
    else if (other !== undefined && other !== null) found.push([...way, key]);
  }
}
