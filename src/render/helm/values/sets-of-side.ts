/** The sets of values of one chart at one side of a change, with the texts of their files. */
import type { Tree } from "../../../changeset/tree.js";
import type { RenderSetting } from "../../../policy/policy.js";
import type { RenderingNote } from "../../rendering.js";
import { DEFAULT_RELEASE, DEFAULT_SET, type ValuesSet } from "../values-set.js";
import { mayBeValues, setsBeside, setsOfTests } from "./files-beside.js";
import { loadSet, type SideTexts } from "./load-set.js";
import { setsOfPolicy } from "./policy-sets.js";
import { filesOf, type ValuesSource, valuesFilesOf } from "./values-source.js";

/** Values files of one chart that are read: who has more has something else there. */
const MAX_FILES = 40;

/** What decides which sets there are, beside the trees. */
export interface SetsContext {
  policy: readonly RenderSetting[];
  /** changed paths, of both sides */
  changed: ReadonlySet<string>;
  /** the path at the base of a file that the change renames */
  previousPathOf: (path: string) => string;
  /** whether a path is reviewed at all */
  isWanted: (path: string) => boolean;
}

/** What one side of a change says of sets, of whatever chart. */
export interface SideSets {
  tree: Tree;
  paths: readonly string[];
  declared: readonly ValuesSource[];
  /** where sets may be named that were not looked at */
  notes: readonly RenderingNote[];
}

/** A set, and what names it. */
export interface LoadedSource {
  source: ValuesSource;
  set: ValuesSet;
}

/** The sets of one side, and the names of those whose files were not read. */
export interface LoadedSets {
  sets: LoadedSource[];
  unread: string[];
}

/** Returns the sets that hold for a chart, those of its tests last. `mayLack` tells files that the side may do without. */
export async function setsOfSide(
  chart: string,
  { tree, paths, declared }: SideSets,
  { policy, changed }: SetsContext,
  mayLack: (file: string) => boolean,
): Promise<LoadedSets> {
  const beside = firstOf(setsBeside(chart, paths), changed);
  const groups = [
    setsOfPolicy(policy).filter((set) => set.chart === chart),
    declared.filter((set) => set.chart === chart),
    beside.read,
  ];
  const { read: tests, unread } = firstOf(setsOfTests(chart, paths), changed);
  const texts = await tree.read(new Set([...groups.flat(), ...tests].flatMap(valuesFilesOf)));
  const there = new Set(paths);
  const side = { texts, has: (file: string) => there.has(file), mayLack };
  const load = (sources: readonly ValuesSource[]) =>
    sources
      .filter((source) => !source.isGuess || source.layers.every((layer) => isValues(layer, side)))
      .map((source): LoadedSource => ({ source, set: loadSet(source, side) }));
  const failed: LoadedSource[] = [];
  for (const group of groups) {
    const loaded = withoutDoubles(load(group));
    if (loaded.some(({ set }) => set.failure === undefined)) {
      const others = group === beside.read ? [...beside.unread, ...unread] : unread;
      return { sets: [...failed, ...loaded, ...load(tests)], unread: others };
    }
    failed.push(...loaded);
  }
  const ofTests = load(tests);
  const own: ValuesSource = { name: null, chart, layers: [], release: DEFAULT_RELEASE, declaredIn: null };
  const set: ValuesSet = ofTests.length > 0 ? { ...DEFAULT_SET, isGuess: true } : DEFAULT_SET;
  return { sets: [...failed, { source: own, set }, ...ofTests], unread: [...beside.unread, ...unread] };
}

/** Returns the sets whose files are read, those that the change touches first, and the names of the others. */
function firstOf(
  sets: readonly ValuesSource[],
  changed: ReadonlySet<string>,
): { read: readonly ValuesSource[]; unread: string[] } {
  const rank = (set: ValuesSource) => (filesOf(set).some((file) => changed.has(file)) ? 0 : 1);
  const kept = new Set(sets.toSorted((left, right) => rank(left) - rank(right)).slice(0, MAX_FILES));
  return {
    read: sets.filter((set) => kept.has(set)),
    unread: sets.flatMap((set) => (kept.has(set) ? [] : [set.name ?? ""])),
  };
}

/** A file that is not to be had, or no text, is told; one that holds something else is none. */
function isValues(layer: ValuesSource["layers"][number], { texts, has }: SideTexts): boolean {
  if (!("file" in layer)) return false;
  const content = texts.get(layer.file);
  if (content === undefined) return has(layer.file);
  return content.kind === "text" ? mayBeValues(content.text) : content.kind !== "binary";
}

/** Sets of the same values, such as those of many clusters, make the same objects but for the release's name. */
function withoutDoubles(loaded: readonly LoadedSource[]): LoadedSource[] {
  const seen = new Set<string>();
  return loaded.filter(({ set }) => {
    const key = JSON.stringify([set.values, set.failure, set.replacesOwn]);
    return !seen.has(key) && seen.add(key);
  });
}
