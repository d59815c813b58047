/**
 * With which values the charts of a change are rendered: as the policy says; otherwise as objects of Argo CD and Flux in
 * the repository do; otherwise with each values file beside the chart; otherwise with the chart's own. Values of a chart's
 * tests come last, whatever the others are. Pure but for the trees.
 */
import type { Tree, Trees } from "../../../changeset/tree.js";
import type { RenderSetting } from "../../../policy/policy.js";
import { inFolder } from "../../folders.js";
import { CHART_FILE } from "../find-charts.js";
import type { ChangedSet, ValuesSet } from "../values-set.js";
import { pathsOfDeclarations, readDeclarations } from "./find-declarations.js";
import { loadSet } from "./load-set.js";
import { ParameterFiles } from "./parameter-files.js";
import { setsOfPolicy } from "./policy-sets.js";
import { type DeclaredSets, declaredSets } from "./read-declarations.js";
import { withReferences } from "./referred-values.js";
import { type SetsContext, type SideSets, setsOfSide } from "./sets-of-side.js";
import { filesOf, type ValuesSource } from "./values-source.js";

/** Sets of one chart that are rendered: those whose files the change touches, then the others in their order. */
export const MAX_SETS = 8;

/** Reads what both sides say, for the charts of the head in these folders. The base's unchanged files are the head's. */
export async function readSides(
  trees: Trees,
  charts: readonly string[],
  { changed, isWanted }: SetsContext,
): Promise<{ base: SideSets | null; head: SideSets }> {
  const paths = await trees.head.paths();
  const wanted = pathsOfDeclarations(paths.filter(isWanted), charts, changed);
  const { texts, notes } = await readDeclarations(wanted, trees.head);
  const { declared, notes: more } = await declaredIn(texts, paths, trees.head);
  const head = { tree: trees.head, paths, declared, notes: [...notes, ...more] };
  if (trees.base === null) return { base: null, head };
  const pathsBefore = await trees.base.paths();
  const there = new Set(pathsBefore);
  const altered = pathsOfDeclarations(
    pathsBefore.filter((path) => changed.has(path) && isWanted(path)),
    charts,
    changed,
  );
  const same = [...texts].filter(([path]) => !changed.has(path) && there.has(path));
  const before = new Map([...same, ...(await readDeclarations(altered, trees.base)).texts]);
  const base = {
    ...{ tree: trees.base, paths: pathsBefore },
    ...(await declaredIn(before, pathsBefore, trees.base)),
  };
  return { base, head };
}

/** Parameters of ApplicationSets may name further files, in which others are. */
const MAX_ROUNDS = 3;

async function declaredIn(
  texts: ReadonlyMap<string, string>,
  paths: readonly string[],
  tree: Tree,
): Promise<DeclaredSets> {
  const files = new ParameterFiles(paths);
  let found = declaredSets(texts, paths, files);
  for (let round = 0; round < MAX_ROUNDS && (await files.load(tree)); round++)
    found = declaredSets(texts, paths, files);
  return { ...found, declared: await withReferences(found.declared, paths, tree) };
}

/** Returns the folders of charts that a set names whose files, or whose object, the change touches. */
export function chartsByValues({ head }: { head: SideSets }, { policy, changed }: SetsContext): Set<string> {
  const named = [...setsOfPolicy(policy), ...head.declared];
  return new Set(
    named.filter((set) => filesOf(set).some((file) => changed.has(file))).map(({ chart }) => chart),
  );
}

/** A chart's sets, and the names of those that are left out as there are too many. */
export interface ChartSets {
  sets: ChangedSet[];
  /** what the head has of those that are left out: an edit is proven with these too */
  others: ValuesSet[];
  leftOut: string[];
}

/** Returns the sets of a chart, each at both sides. A set of the head alone is the chart's own values at the base. */
export async function valuesSetsOf(
  { folder, previousFolder }: { folder: string; previousFolder: string },
  { base, head }: { base: SideSets | null; head: SideSets },
  context: SetsContext,
): Promise<ChartSets> {
  const isAtHead = new Set(head.paths);
  const { sets: after, unread } = await setsOfSide(folder, head, context, () => false);
  const policy = moved(context.policy, folder, previousFolder);
  const mayLack = (file: string) => isAtHead.has(file);
  const { sets: before } =
    base === null ? { sets: [] } : await setsOfSide(previousFolder, base, { ...context, policy }, mayLack);
  // A chart that the change removes has sets at the base alone.
  if (!isAtHead.has(inFolder(folder, CHART_FILE)))
    return chosen(
      before.map(({ set }): ChangedSet => ({ ...kindOf(set), before: set, after: null })),
      unread,
      context,
    );
  const known = new Map(before.map(({ set }) => [set.name, set]));
  const pairs: ChangedSet[] = [];
  for (const { source, set } of after) {
    const other = base === null ? null : (known.get(set.name) ?? (await atBase(source, base, context)));
    pairs.push({ ...kindOf(set), before: other, after: set });
  }
  return chosen(pairs, unread, context);
}

function kindOf({ name, forTests, isGuess }: ValuesSet): Pick<ChangedSet, "name" | "forTests" | "isGuess"> {
  return { name, ...(forTests ? { forTests } : {}), ...(isGuess ? { isGuess } : {}) };
}

/** Returns what a set that only the head has was at the base: its files of then, over the chart's own values. */
async function atBase(
  source: ValuesSource,
  { tree, paths }: SideSets,
  { previousPathOf }: SetsContext,
): Promise<ValuesSet> {
  const layers = source.layers.flatMap((layer) =>
    "file" in layer ? [{ ...layer, file: previousPathOf(layer.file) }] : [],
  );
  const texts = layers.length === 0 ? new Map() : await tree.read(layers.map(({ file }) => file));
  const there = new Set(paths);
  return loadSet({ ...source, layers }, { texts, has: (file) => there.has(file), mayLack: () => true });
}

/** A setting that names the chart by its folder at the head is meant for the same chart at the base. */
function moved(policy: readonly RenderSetting[], folder: string, previous: string): readonly RenderSetting[] {
  if (folder === previous) return policy;
  return policy.map((setting) => (setting.chart === folder ? { ...setting, chart: previous } : setting));
}

function chosen(
  pairs: readonly ChangedSet[],
  unread: readonly string[],
  { changed }: SetsContext,
): ChartSets {
  const touched = ({ before, after }: ChangedSet) =>
    [...(before?.files ?? []), ...(after?.files ?? [])].some((file) => changed.has(file));
  const rank = (set: ChangedSet) => (touched(set) ? 0 : 1) + (set.forTests ? 2 : 0);
  const kept = new Set(pairs.toSorted((left, right) => rank(left) - rank(right)).slice(0, MAX_SETS));
  return {
    sets: pairs.filter((pair) => kept.has(pair)),
    others: pairs.flatMap((pair) => (kept.has(pair) || pair.after === null ? [] : [pair.after])),
    leftOut: [...pairs.flatMap((pair) => (kept.has(pair) ? [] : [pair.name ?? ""])), ...unread],
  };
}
