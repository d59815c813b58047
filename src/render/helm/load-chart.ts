/** The files of a chart, and of the charts that it takes from elsewhere in the repository, within what a rendering takes. */
import type { Tree } from "../../changeset/tree.js";
import type { HelmRequest } from "../../renderer/helm.js";
import { below, folderWithin, inFolder, isBelow } from "../folders.js";
import { readChartFile } from "./chart-file.js";
import { CHART_FILE } from "./find-charts.js";
import type { OwnVersions } from "./own-versions.js";

/** What a request needs of one side. */
export type ChartFiles = Required<Pick<HelmRequest, "folder" | "files" | "binary" | "dependencies">> & {
  /** what it brings along, where it is installed */
  own?: OwnVersions;
};

export type LoadedChart =
  | { ok: true; chart: ChartFiles }
  | { ok: false; reason: "limit" | "not-loaded"; path: string; message: string };

const MAX_FILES = 3_000;
const MAX_FILE_LENGTH = 1024 * 1024;
const MAX_LENGTH = 16 * 1024 * 1024;

/** Dependencies of dependencies; who nests more has a chart that takes itself. */
const MAX_DEPENDENCIES = 50;

const OF_HELM =
  /^(?:Chart\.(?:yaml|lock)|requirements\.(?:yaml|lock)|\.helmignore|values\.yaml|values\.schema\.json)$|^(?:templates|charts)\//;
/** Without one of these what Helm makes is not known; a dependency that is not there is told by itself. */
const MAKES_OBJECTS = /^(?:charts\/[^/]+\/)*(?:Chart\.yaml|values\.yaml|templates\/.*)$/;
const READS_FILES = /\.Files\b/;

/** Loads a chart of one side; null where the side has none there. */
export async function loadChart(folder: string, tree: Tree): Promise<LoadedChart | null> {
  const paths = new Set(await tree.paths());
  if (!paths.has(inFolder(folder, CHART_FILE))) return null;
  const chart = {
    folder,
    files: {} as Record<string, string>,
    binary: {} as Record<string, string>,
    dependencies: [] as { at: string; folder: string }[],
  };
  const loaded = new Set<string>();
  const waiting = [{ at: "", folder }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (!loaded.has(next.folder)) {
      loaded.add(next.folder);
      const fault = await loadFolder(next.folder, paths, tree, chart);
      if (fault !== null) return fault;
    }
    for (const dependency of dependenciesOf(next, chart.files)) {
      if (chart.dependencies.length >= MAX_DEPENDENCIES)
        return tooLarge(folder, `more than ${MAX_DEPENDENCIES} dependencies by file://`);
      if (!paths.has(inFolder(dependency.folder, CHART_FILE))) continue;
      chart.dependencies.push(dependency);
      waiting.push(dependency);
    }
  }
  return { ok: true, chart };
}

/** Returns the folders of the repository that a chart names, with the place in the root chart where each belongs. */
function dependenciesOf({ at, folder }: { at: string; folder: string }, files: Record<string, string>) {
  const text = files[inFolder(folder, CHART_FILE)];
  if (text === undefined) return [];
  const { dependencies } = readChartFile(text, files[inFolder(folder, "requirements.yaml")] ?? null);
  const seen = new Set<string>();
  return dependencies.flatMap(({ name, folder: relative }) => {
    const taken = relative === null ? null : folderWithin(folder, relative);
    const place = inFolder(at, `charts/${name}`);
    // One that is taken twice by aliases stands there once.
    if (taken === null || taken === folder || seen.has(place) || !/^[\w.-]+$/.test(name)) return [];
    seen.add(place);
    return [{ at: place, folder: taken }];
  });
}

async function loadFolder(
  folder: string,
  paths: ReadonlySet<string>,
  tree: Tree,
  into: { files: Record<string, string>; binary: Record<string, string> },
): Promise<(LoadedChart & { ok: false }) | null> {
  const all = [...paths].filter((path) => isBelow(folder, path));
  const own = all.filter((path) => isOfHelm(below(folder, path)));
  const fault = await loadFiles(folder, own, tree, into);
  if (fault !== null) return fault;
  const templates = Object.entries(into.files).filter(([path]) => isBelow(folder, path));
  if (!templates.some(([, text]) => READS_FILES.test(text))) return null;
  const known = new Set(own);
  return loadFiles(
    folder,
    all.filter((path) => !known.has(path)),
    tree,
    into,
  );
}

/**
 * Custom resource definitions are large, and a review wants nothing of them. A chart in a folder of that name is one all the same,
 * and what defines for others has no ending of theirs.
 */
const DEFINITIONS = /(?:^|\/)crds\/(?:.*\/)?[^/]+\.(?:ya?ml|json)$/;
const OF_CHART = /(?:^|\/)charts\/crds\/(?:Chart|values|requirements)\.yaml$/;

function isOfHelm(name: string): boolean {
  return OF_HELM.test(name) && (!DEFINITIONS.test(name) || OF_CHART.test(name));
}

async function loadFiles(
  folder: string,
  wanted: readonly string[],
  tree: Tree,
  into: { files: Record<string, string>; binary: Record<string, string> },
): Promise<(LoadedChart & { ok: false }) | null> {
  if (wanted.length > MAX_FILES)
    return tooLarge(folder, `${wanted.length} files, of which ${MAX_FILES} are read`);
  const contents = await tree.read(wanted);
  let left = MAX_LENGTH - Object.values(into.files).reduce((sum, text) => sum + text.length, 0);
  const archives: string[] = [];
  for (const path of wanted) {
    const content = contents.get(path);
    if (content === undefined) {
      const message = "a file of the chart could not be loaded";
      return { ok: false, reason: "not-loaded", path, message };
    }
    if (content.kind === "link" && MAKES_OBJECTS.test(below(folder, path))) {
      const message = "a symbolic link, which is not followed, and which the chart needs";
      return { ok: false, reason: "not-loaded", path, message };
    }
    if (content.kind === "binary") archives.push(path);
    if (content.kind === "binary" || content.kind === "link") continue;
    if (content.kind === "too-large" || content.text.length > MAX_FILE_LENGTH) {
      if (isOfHelm(below(folder, path))) return tooLarge(folder, `${path}, which is above 1 MiB`);
      continue;
    }
    left -= content.text.length;
    if (left < 0) return tooLarge(folder, `more than ${MAX_LENGTH / 1024 / 1024} MiB of text`);
    into.files[path] = content.text;
  }
  const wantedBytes = archives.filter((path) => /\.tgz$/.test(path));
  const loaded = await tree.readBytes(wantedBytes);
  const unloaded = wantedBytes.find((path) => !loaded.has(path) && isOfHelm(below(folder, path)));
  if (unloaded !== undefined) {
    const message = "an archive of the chart could not be loaded";
    return { ok: false, reason: "not-loaded", path: unloaded, message };
  }
  for (const [path, bytes] of loaded) {
    left -= bytes.length;
    if (left < 0) return tooLarge(folder, `more than ${MAX_LENGTH / 1024 / 1024} MiB of files`);
    into.binary[path] = Buffer.from(bytes).toString("base64");
  }
  return null;
}

function tooLarge(folder: string, what: string): LoadedChart & { ok: false } {
  const path = inFolder(folder, CHART_FILE);
  return { ok: false, reason: "limit", path, message: `the chart has ${what}` };
}
