/** The charts that a change concerns, each with the sets of values that it is rendered with. */
import { type ChangeSet, type FileContent, folderOf, isManifestPath } from "../../changeset/change-set.js";
import type { Tree, Trees } from "../../changeset/tree.js";
import { inFolder } from "../folders.js";
import type { RenderingNote } from "../rendering.js";
import { CHART_FILE, chartsAround } from "./find-charts.js";
import type { ChartSource } from "./render-chart.js";
import { mayDeclareSets } from "./values/find-declarations.js";
import type { SetsContext } from "./values/sets-of-side.js";
import { type ChartSets, chartsByValues, readSides, valuesSetsOf } from "./values/values-sets.js";

/** A chart, and the sets to render it with. */
export interface ChartToRender extends ChartSets {
  chart: ChartSource;
}

export interface FoundCharts {
  charts: ChartToRender[];
  /** what was not looked at to find them, and their sets */
  notes: RenderingNote[];
}

/**
 * Returns the charts of both sides that changed files are in, that take one of these, or that are rendered with a changed file
 * which stands elsewhere.
 */
export async function chartsToRender(
  changeSet: ChangeSet,
  trees: Trees,
  { isWanted, policy }: Pick<SetsContext, "isWanted" | "policy">,
): Promise<FoundCharts> {
  const change = changeOf(changeSet, isWanted);
  const { charts, notes } = await chartsByPath(change, trees);
  if (charts.length === 0 && !(change.mayConcernValues && (await hasCharts(trees.head))))
    return { charts: [], notes };
  const context: SetsContext = {
    ...{ policy, isWanted },
    changed: new Set([...change.head, ...change.base]),
    previousPathOf: (path) => change.renamed.get(path) ?? path,
  };
  const folders = charts.map(({ folder }) => folder);
  const sides = await readSides(trees, folders, context);
  const known = new Set(folders);
  const there = new Set(sides.head.paths);
  for (const folder of [...chartsByValues(sides, context)].sort()) {
    if (
      known.has(folder) ||
      !there.has(inFolder(folder, CHART_FILE)) ||
      !isWanted(inFolder(folder, CHART_FILE))
    )
      continue;
    charts.push({ folder, previousFolder: folder });
  }
  const found: ChartToRender[] = [];
  for (const chart of charts) found.push({ chart, ...(await valuesSetsOf(chart, sides, context)) });
  // The policy goes before whatever else would be found.
  const isNamed = new Set(policy.map(({ chart }) => chart));
  const isSearched =
    found.length === 0
      ? mayConcernChartsElsewhere(changeSet.files)
      : found.some(({ chart }) => !isNamed.has(chart.folder));
  return { charts: found, notes: isSearched ? [...notes, ...sides.head.notes] : notes };
}

/** Changed paths of both sides. */
interface ChangedPaths {
  head: readonly string[];
  base: readonly string[];
  /** the path at the base of what the change renames */
  renamed: ReadonlyMap<string, string>;
  removesChart: boolean;
  /** whether a changed file may be values of a chart that it does not stand in, or tell which values one has */
  mayConcernValues: boolean;
}

function changeOf({ files, others = [] }: ChangeSet, isWanted: (path: string) => boolean): ChangedPaths {
  const changed = [...files, ...others].filter(({ path }) => isWanted(path));
  const renamed = changed.flatMap(({ path, previousPath }): [string, string][] =>
    previousPath === null ? [] : [[path, previousPath]],
  );
  const mayConcern = ({ path, before, after }: ChangeSet["files"][number]) =>
    isManifestPath(path) && isWanted(path) && mayConcernValues(after ?? before);
  return {
    head: changed.filter(({ status }) => status !== "removed").map(({ path }) => path),
    base: changed
      .filter(({ status }) => status !== "added")
      .map(({ path, previousPath }) => previousPath ?? path),
    renamed: new Map(renamed),
    removesChart: files.some(({ path, status }) => status === "removed" && path.endsWith(CHART_FILE)),
    mayConcernValues: files.some(mayConcern),
  };
}

/** A file of values is no object of Kubernetes. */
function mayConcernValues(content: FileContent | null): boolean {
  if (content?.kind !== "text") return false;
  return mayDeclareSets(content.text) || holdsValues(content.text) || !/^apiVersion:/m.test(content.text);
}

/** Whether a text may have an object of which a release of Flux takes values. */
function holdsValues(text: string): boolean {
  return /^kind["']?[ \t]*:[ \t]*["']?(?:ConfigMap|Secret)\b/m.test(text) && /^[ \t]+.*\bvalues/im.test(text);
}

/** Words in the path of a file that is likely to hold values of a chart which stands elsewhere. */
const OF_VALUES = /(?:^|[/._-])(?:values?|helm|charts?|argo(?:-?cd)?|flux)(?=[/._-]|$)/i;

/**
 * Whether a change that stands in no chart's folder may concern one all the same. Where it costs requests to look for charts, a
 * file counts by what it declares, or by its path and by being no object of Kubernetes.
 */
export function mayConcernChartsElsewhere(files: readonly ChangeSet["files"][number][]): boolean {
  return files.some(({ path, before, after }) => {
    const content = after ?? before;
    if (content?.kind !== "text" || !/\.(?:ya?ml|json)$/i.test(path)) return false;
    return (
      mayDeclareSets(content.text) ||
      holdsValues(content.text) ||
      (OF_VALUES.test(path) && mayConcernValues(content))
    );
  });
}

async function hasCharts(tree: Tree): Promise<boolean> {
  return (await tree.paths()).some((path) => path === CHART_FILE || path.endsWith(`/${CHART_FILE}`));
}

/** Returns the charts of both sides that changed files are in, or that take one of these. */
async function chartsByPath(
  { head, base, renamed, removesChart }: ChangedPaths,
  trees: Trees,
): Promise<{ charts: ChartSource[]; notes: RenderingNote[] }> {
  const folders = new Map(
    [...renamed].flatMap(([path, previous]): [string, string][] =>
      path.endsWith(CHART_FILE) && previous.endsWith(CHART_FILE)
        ? [[folderOf(path), folderOf(previous)]]
        : [],
    ),
  );
  const { folders: around, notes } = await chartsAround([...head, ...base], trees.head);
  const charts = around.map((folder) => ({ folder, previousFolder: folders.get(folder) ?? folder }));
  // A chart that the change removes stands at the base alone.
  if (!removesChart || trees.base === null) return { charts, notes };
  const known = new Set(charts.map(({ previousFolder }) => previousFolder));
  const there = new Set((await trees.head.paths()).filter((path) => path.endsWith(CHART_FILE)));
  const removed = (await chartsAround(base, trees.base)).folders.filter(
    (folder) => !known.has(folder) && !there.has(inFolder(folder, CHART_FILE)),
  );
  return { charts: [...charts, ...removed.map((folder) => ({ folder, previousFolder: folder }))], notes };
}
