/** Charts and kustomizations at the tip of local clones. */
import { basename } from "node:path/posix";
import { folderOf } from "../../../src/changeset/change-set.js";
import type { Tree } from "../../../src/changeset/tree.js";
import { inFolder } from "../../../src/render/folders.js";
import { readChartFile } from "../../../src/render/helm/chart-file.js";
import { CHART_FILE } from "../../../src/render/helm/find-charts.js";
import { readKustomizations, rootsOver } from "../../../src/render/kustomize/find-roots.js";

/** Folders of what is broken on purpose, or makes no sense by itself. */
const OF_TESTS = /(?:^|\/)(?:tests?|testdata|test-?data|e2e|fixtures|examples?\/bad)(?:\/|$)/i;
/** Folders of a repository that keeps every release of a chart beside the others. */
const VERSION = /^v?\d+\.\d+/;

/**
 * Returns the folders of the charts that are installed by themselves, so that no library is among them and no chart of another's
 * `charts/`. Where a repository keeps the releases of a chart, the last counts; of more than `most` every so many is taken.
 */
export async function chartFolders(tree: Tree, most: number): Promise<string[]> {
  const paths = await tree.paths();
  const folders = new Set(paths.filter((path) => basename(path) === CHART_FILE).map(folderOf));
  const outer = [...folders].filter((folder) => !OF_TESTS.test(folder) && !isWithinChart(folder, folders));
  const newest = new Map<string, string>();
  for (const folder of outer.sort(byVersion))
    newest.set(VERSION.test(basename(folder)) ? folderOf(folder) : folder, folder);
  const texts = await tree.read([...newest.values()].map((folder) => inFolder(folder, CHART_FILE)));
  const charts = [...newest.values()].filter((folder) => {
    const content = texts.get(inFolder(folder, CHART_FILE));
    return content?.kind === "text" && !readChartFile(content.text).isLibrary;
  });
  return spread(charts.sort(), most);
}

/** Returns the folders of the kustomizations that nobody takes in, at most `most`, spread over all of them. */
export async function kustomizationRoots(tree: Tree, most: number): Promise<string[]> {
  const read = await readKustomizations(tree, []);
  return spread(rootsOver(read.byFolder.keys(), read), most);
}

function isWithinChart(folder: string, folders: ReadonlySet<string>): boolean {
  const above = /^(?:(.*)\/)?charts\/[^/]+$/.exec(folder);
  return above !== null && folders.has(above[1] ?? "");
}

function byVersion(left: string, right: string): number {
  return left.localeCompare(right, "en", { numeric: true });
}

function spread(list: readonly string[], most: number): string[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, i) => list[Math.floor((i * list.length) / most)] as string);
}
