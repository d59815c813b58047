/**
 * The API versions that a chart brings along. `helm install` creates what stands in `crds/` of the chart and of those within
 * it, and asks the cluster for its API versions after that (helm: pkg/action/install.go, RunWithContext and installCRDs;
 * pkg/action/action.go, GetVersionSet), so a template that asks `.Capabilities.APIVersions.Has` sees them.
 */
import type { Tree } from "../../changeset/tree.js";
import { asArray, asString, get } from "../../manifest/json-value.js";
import { parseYaml } from "../../manifest/parse-yaml.js";
import type { HelmRequest } from "../../renderer/helm.js";
import { below, inFolder, isBelow } from "../folders.js";
import type { RenderingNote } from "../rendering.js";
import { readChartFile } from "./chart-file.js";
import { CHART_FILE } from "./find-charts.js";

/** What a chart's definitions add to what every cluster has: `acme.io/v1`, and `acme.io/v1/Widget`. */
export interface OwnVersions {
  apiVersions: readonly string[];
  /** on files that could not be read: what they define is not known */
  notes: readonly RenderingNote[];
}

/** A chart as it is loaded. */
type ChartFiles = Required<Pick<HelmRequest, "folder" | "files" | "dependencies">>;

const ASKS = /\.APIVersions\b/;
const MAX_LENGTH = 1024 * 1024;

/** Reads the definitions of a chart that asks for API versions; nothing of any other. Rejects where the tree does. */
export async function ownVersions(chart: ChartFiles, tree: Tree): Promise<OwnVersions> {
  if (!Object.values(chart.files).some((text) => ASKS.test(text))) return { apiVersions: [], notes: [] };
  const all = await tree.paths();
  const paths = chartsOn(chart)
    .flatMap((folder) => all.filter((path) => isBelow(folder, path) && DEFINITION.test(below(folder, path))))
    .sort();
  const contents = await tree.read(paths);
  const apiVersions = new Set<string>();
  const notes: RenderingNote[] = [];
  for (const path of paths) {
    const content = contents.get(path);
    const read =
      content?.kind === "text" && content.text.length <= MAX_LENGTH ? versionsIn(content.text) : null;
    for (const version of read ?? []) apiVersions.add(version);
    if (read === null) notes.push({ path, line: 1, message: UNREAD });
  }
  return { apiVersions: [...apiVersions], notes };
}

const DEFINITION = /^crds\/.+\.(?:ya?ml|json)$/i;
const UNREAD =
  "the chart asks which API versions there are, and this file could not be read, so those that it defines count as not there";

/** Folders of a chart and of those within it, without those that values switch: whether they are there is not known here. */
function chartsOn({ folder, files, dependencies }: ChartFiles): string[] {
  const found = [folder];
  const waiting = [{ at: "", folder }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const switched = switchedBy(next.folder, files);
    for (const inner of chartsIn(next, { files, dependencies })) {
      const name = nameOf(inner.folder, files);
      if (found.includes(inner.folder) || name === null || switched(name)) continue;
      found.push(inner.folder);
      waiting.push(inner);
    }
  }
  return found;
}

interface Placed {
  /** the place within the root chart */
  at: string;
  folder: string;
}

/** Charts in `charts/` of one, with those that stand in for them. */
function chartsIn(
  { at, folder }: Placed,
  { files, dependencies }: Pick<ChartFiles, "files" | "dependencies">,
): Placed[] {
  const within = inFolder(at, "charts/");
  const isDirect = (place: string) => place.startsWith(within) && !place.slice(within.length).includes("/");
  const linked = dependencies.filter((one) => isDirect(one.at));
  const own = Object.keys(files).flatMap((path): Placed[] => {
    const name = isBelow(folder, path) ? OF_CHART.exec(below(folder, path))?.[1] : undefined;
    if (name === undefined) return [];
    const place = { at: inFolder(at, name), folder: inFolder(folder, name) };
    return linked.some((one) => one.at === place.at) ? [] : [place];
  });
  return [...linked, ...own];
}

const OF_CHART = /^(charts\/[^/]+)\/Chart\.yaml$/;

function nameOf(folder: string, files: ChartFiles["files"]): string | null {
  const text = files[inFolder(folder, CHART_FILE)];
  return text === undefined ? null : readChartFile(text).name;
}

/** Returns whether a chart takes another one only where a condition or a tag says so. */
function switchedBy(folder: string, files: ChartFiles["files"]): (name: string) => boolean {
  const text = files[inFolder(folder, CHART_FILE)] ?? "";
  const { dependencies } = readChartFile(text, files[inFolder(folder, "requirements.yaml")] ?? null);
  return (name) => {
    const all = dependencies.filter((one) => one.name === name);
    return all.length > 0 && all.every(({ isSwitched }) => isSwitched);
  };
}

/** Returns the versions that are served of what a text defines; null where it cannot be read. */
function versionsIn(text: string): string[] | null {
  const versions: string[] = [];
  for (const document of withoutSchemas(text).split(/^---(?:[ \t].*)?$/m)) {
    if (!/^[ \t]*[^\s#]/m.test(document)) continue;
    const read = parseYaml(document);
    if (!read.ok) return null;
    if (get(read.value, "kind") !== "CustomResourceDefinition") continue;
    const group = asString(get(read.value, "spec", "group"));
    const kind = asString(get(read.value, "spec", "names", "kind"));
    for (const version of servedBy(get(read.value, "spec")))
      versions.push(`${group}/${version}`, `${group}/${version}/${kind}`);
  }
  return versions;
}

/** Version v1beta1 of definitions had a single `version` too. */
function servedBy(spec: unknown): string[] {
  const listed = asArray(get(spec, "versions"));
  const single = asString(get(spec, "version"));
  if (listed.length === 0 && single !== null) return [single];
  return listed.flatMap((one) => (get(one, "served") === false ? [] : (asString(get(one, "name")) ?? [])));
}

const SCHEMA = /^( *(?:- +)?)(?:schema|validation):[ \t]*$/;

/** Schemas are nearly all of a definition, and say nothing of its versions. */
function withoutSchemas(text: string): string {
  let within: number | null = null;
  const kept = text.split("\n").filter((line) => {
    const indent = /^ */.exec(line)?.[0].length ?? 0;
    if (within !== null && (line.trim() === "" || indent > within)) return false;
    const found = SCHEMA.exec(line)?.[1];
    within = found === undefined ? null : found.length;
    return true;
  });
  return kept.join("\n");
}
