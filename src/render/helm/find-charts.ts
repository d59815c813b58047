/** The charts whose rendering a change may alter, told from the paths that it changes and the trees around them. */
import { folderOf, isManifestPath } from "../../changeset/change-set.js";
import type { Tree } from "../../changeset/tree.js";
import { below, folderAbove, folderWithin, inFolder } from "../folders.js";
import type { RenderingNote } from "../rendering.js";
import { type ChartFile, readChartFile } from "./chart-file.js";

export const CHART_FILE = "Chart.yaml";

/** Charts whose descriptions are read to learn who takes which: a repository of more is searched around the change. */
const MAX_READ = 300;

/** Charts that a change of one side concerns. */
export interface ChartsAround {
  /** their folders, sorted */
  folders: string[];
  /** that not all charts were looked at */
  notes: RenderingNote[];
}

/**
 * Returns the folders of the charts that are rendered because of changed paths of one side: the nearest chart around each,
 * and instead of one that stands within another's `charts/` the outermost, and those that take one by `file://`. A library
 * is rendered by others alone.
 */
export async function chartsAround(changed: Iterable<string>, tree: Tree): Promise<ChartsAround> {
  const paths = await tree.paths();
  const folders = new Set(paths.filter((path) => isChartFile(path)).map(folderOf));
  if (folders.size === 0) return { folders: [], notes: [] };
  const roots = new Set<string>();
  for (const path of changed) {
    const folder = folderAbove(path, folders);
    if (folder !== null && mayMatter(folder, path)) roots.add(outermost(folder, folders));
  }
  const [first] = roots;
  if (first === undefined) return { folders: [], notes: [] };
  const { files, all } = await readCharts(roots, folders, tree);
  addTakers(roots, files);
  const message = `of the ${all} charts of the repository ${files.size} were looked at, so others that take this one may be missing`;
  return {
    folders: [...roots].filter((folder) => files.get(folder)?.isLibrary !== true).sort(),
    notes: files.size < all ? [{ path: inFolder(first, CHART_FILE), line: 1, message }] : [],
  };
}

function isChartFile(path: string): boolean {
  return path === CHART_FILE || path.endsWith(`/${CHART_FILE}`);
}

/** What stands in these has a meaning for Helm; what else there is, a template may read by `.Files`. */
const OF_HELM =
  /^(?:Chart\.(?:yaml|lock)|requirements\.(?:yaml|lock)|\.helmignore|values\.schema\.json|(?:templates|charts)\/.*)$/;
const FOR_PEOPLE =
  /(?:^|\/)(?:NOTES\.txt|README[^/]*|LICENSE[^/]*|CHANGELOG[^/]*|OWNERS)$|\.(?:md|gotmpl|png|svg)$/i;

/**
 * Whether a changed file of a chart's folder may alter what it renders. A chart in the repository's root has all of the
 * repository in its folder: there only what Helm reads by itself, and manifests, count.
 */
function mayMatter(folder: string, path: string): boolean {
  const name = below(folder, path);
  if (FOR_PEOPLE.test(name)) return false;
  if (OF_HELM.test(name) || folder !== "") return true;
  return isManifestPath(path) && !name.startsWith(".");
}

/** Returns the chart that takes a chart in its `charts/` along, and so on upwards. */
function outermost(folder: string, folders: ReadonlySet<string>): string {
  let found = folder;
  for (;;) {
    const above = /^(?:(.*)\/)?charts\/[^/]+$/.exec(found);
    if (above === null || !folders.has(above[1] ?? "")) return found;
    found = above[1] ?? "";
  }
}

async function readCharts(
  roots: ReadonlySet<string>,
  folders: ReadonlySet<string>,
  tree: Tree,
): Promise<{ files: Map<string, ChartFile>; all: number }> {
  const tops = new Set([...roots].map((folder) => folder.split("/")[0]));
  const near = (folder: string) => (roots.has(folder) ? 0 : tops.has(folder.split("/")[0] ?? "") ? 1 : 2);
  const all = [...folders].filter((folder) => outermost(folder, folders) === folder);
  const wanted = all.toSorted((left, right) => near(left) - near(right)).slice(0, MAX_READ);
  const texts = await tree.read(
    wanted.flatMap((folder) => [inFolder(folder, CHART_FILE), inFolder(folder, "requirements.yaml")]),
  );
  const textOf = (path: string) => {
    const content = texts.get(path);
    return content?.kind === "text" ? content.text : null;
  };
  const files = wanted.flatMap((folder): [string, ChartFile][] => {
    const text = textOf(inFolder(folder, CHART_FILE));
    return text === null
      ? []
      : [[folder, readChartFile(text, textOf(inFolder(folder, "requirements.yaml")))]];
  });
  return { files: new Map(files), all: all.length };
}

/** Adds the charts that take one of the roots by `file://`, and those that take these. */
function addTakers(roots: Set<string>, files: ReadonlyMap<string, ChartFile>): void {
  for (let known = -1; known < roots.size; ) {
    known = roots.size;
    for (const [folder, { dependencies }] of files) {
      const takes = dependencies.some(({ folder: relative }) => {
        const taken = relative === null ? null : folderWithin(folder, relative);
        return taken !== null && roots.has(taken);
      });
      if (takes) roots.add(folder);
    }
  }
}
