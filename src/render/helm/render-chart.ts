/** Charts of a change to renderings: base with base's files, and head with head's. */
import type { Tree, Trees } from "../../changeset/tree.js";
import type { HelmRequest } from "../../renderer/helm.js";
import type { Renderer } from "../../renderer/renderer.js";
import { andList } from "../../words/list.js";
import { inFolder } from "../folders.js";
import { inOneLine } from "../one-line.js";
import {
  notesAlone,
  type RenderedSide,
  type Rendering,
  type RenderingFailure,
  type RenderingNote,
} from "../rendering.js";
import { CHART_FILE } from "./find-charts.js";
import { helm3Differences } from "./helm3-differences.js";
import { helm3Nulls } from "./helm3-nulls.js";
import { type ChartFiles, loadChart } from "./load-chart.js";
import { ownVersions } from "./own-versions.js";
import { renderedSide } from "./rendered-side.js";
import type { ChartSets } from "./values/values-sets.js";
import type { ValuesSet } from "./values-set.js";

/** A chart that is rendered because of a change. */
export interface ChartSource {
  folder: string;
  /** the folder at the base, where the change renames it */
  previousFolder: string;
}

export type HelmOptions = Pick<HelmRequest, "kubeVersion" | "apiVersions">;

/** What became of a chart, and what it can be rendered again with. */
export interface RenderedChart {
  renderings: Rendering[];
  /** null where the head has no such chart */
  head: ChartAtHead | null;
}

/** A chart of the head with its sets of values. */
export interface ChartAtHead {
  chart: ChartFiles;
  sets: readonly ValuesSet[];
  /** sets that there are besides, and that were not rendered */
  others: readonly ValuesSet[];
}

/**
 * Renders a chart with each set of values, of base and head. A chart that cannot be rendered has a failure as its side; sets
 * that nobody names, and that the chart cannot be rendered with, are one note where another one can.
 */
export async function renderChart(
  { folder, previousFolder }: ChartSource,
  { sets, others, leftOut }: ChartSets,
  trees: Trees,
  renderer: Renderer,
  options: HelmOptions,
): Promise<RenderedChart> {
  const before =
    trees.base === null ? null : (await sideOf(previousFolder, trees.base, renderer, options)).render;
  const { render: after, chart } = await sideOf(folder, trees.head, renderer, options);
  const head = chart === null ? null : { chart, sets: sets.flatMap((set) => set.after ?? []), others };
  const renderings: Rendering[] = [];
  const unfit: Rendering[] = [];
  for (const set of sets) {
    const rendering: Rendering = {
      ...{ tool: "helm", folder, set: set.name, prefix: (set.after ?? set.before)?.release.name ?? "" },
      ...(previousFolder === folder ? {} : { previousFolder }),
      ...(set.forTests ? { forTests: true } : {}),
      before: before === null || set.before === null ? null : await before(set.before),
      after: after === null || set.after === null ? null : await after(set.after),
    };
    (set.isGuess && isUnfit(rendering) ? unfit : renderings).push(rendering);
  }
  if (!renderings.some(({ after }) => after?.kind === "rendered")) {
    const place = { path: inFolder(folder, CHART_FILE), line: 1 };
    const notes = leftOutWords(leftOut).map((message) => ({ ...place, message }));
    return { renderings: [...unfit, ...renderings, ...notesAlone("helm", notes)], head };
  }
  return { renderings: withNote(renderings, [...unfitWords(unfit), ...leftOutWords(leftOut)]), head };
}

/** Sets that are named where not all of them are rendered. */
const MAX_NAMED = 5;

function listed(names: readonly string[]): string {
  const more = names.length > MAX_NAMED ? [`${names.length - MAX_NAMED} more`] : [];
  return andList([...names.slice(0, MAX_NAMED).map((name) => JSON.stringify(name)), ...more]);
}

function leftOutWords(leftOut: readonly string[]): string[] {
  if (leftOut.length === 0) return [];
  return [
    `the chart has more sets of values than are rendered at once, so it was not with ${listed(leftOut)}`,
  ];
}

/** What the chart says of its own values alone is no matter where a file makes up for it. */
function unfitWords(unfit: readonly Rendering[]): string[] {
  const named = unfit.filter(({ set }) => set !== null);
  const [first] = named;
  if (first?.after?.kind !== "failed") return [];
  const names = listed(named.map(({ set }) => set ?? ""));
  const why = inOneLine(first.after.failure.message);
  return [
    `a chart that could not be rendered with ${names}, so what it makes with that is not judged: ${why}`,
  ];
}

/** Says once for a chart what was not rendered beside what was. */
function withNote(renderings: readonly Rendering[], messages: readonly string[]): Rendering[] {
  const at = renderings.findIndex(({ after }) => after?.kind === "rendered");
  return renderings.map((rendering, index) => {
    if (index !== at || rendering.after === null) return rendering;
    const place = { path: inFolder(rendering.folder, CHART_FILE), line: 1, isWhole: true as const };
    return {
      ...rendering,
      after: withNotes(
        rendering.after,
        messages.map((message) => ({ ...place, message })),
      ),
    };
  });
}

/** Whether a chart cannot be rendered so, and could not before the change either. */
function isUnfit({ before, after }: Rendering): boolean {
  const fails = (side: RenderedSide | null) => side?.kind === "failed" && side.failure.reason === "source";
  return fails(after) && (before === null || fails(before));
}

type RenderSet = (set: ValuesSet) => Promise<RenderedSide>;

interface Side {
  /** null where there is no chart */
  render: RenderSet | null;
  /** null where it could not be loaded either */
  chart: ChartFiles | null;
}

/** Returns what renders the chart of one side. */
async function sideOf(folder: string, tree: Tree, renderer: Renderer, options: HelmOptions): Promise<Side> {
  const loaded = await loadChart(folder, tree);
  if (loaded === null) return { render: null, chart: null };
  if (!loaded.ok) {
    const { reason, path, message } = loaded;
    return {
      render: async () => ({ kind: "failed", failure: { reason, path, message, line: 1 } }),
      chart: null,
    };
  }
  const chart = { ...loaded.chart, own: await ownVersions(loaded.chart, tree) };
  return { render: (set) => renderSet(chart, set, renderer, options), chart };
}

/** Renders a chart with one set of values; `outline` names files whose places are wanted beside. */
export async function renderSet(
  { own, ...loaded }: ChartFiles,
  { values, release, replacesOwn, failure, notes = [] }: ValuesSet,
  renderer: Renderer,
  { trace = true, ...options }: HelmOptions & Partial<Pick<HelmRequest, "outline" | "trace">>,
): Promise<RenderedSide> {
  if (failure !== undefined) return { kind: "failed", failure };
  const { folder } = loaded;
  const chart = replacesOwn === true ? withoutOwnValues(folder, loaded) : loaded;
  const apiVersions = [...(own?.apiVersions ?? []), ...(options.apiVersions ?? [])];
  const asked = await renderer
    .renderChart({ ...chart, ...options, apiVersions, values, release, trace })
    // A renderer that does not start leaves charts unrendered, and the rest of the change is reviewed.
    .catch(() => ({ kind: "failed" as const, reason: "fault" as const }));
  if (asked.kind === "answer") {
    const subcharts = asked.answer.templates.flatMap(({ chart: [key] }) => (key === undefined ? [] : [key]));
    const helm3 = [...helm3Nulls(chart, subcharts), ...helm3Differences(chart, values, asked.answer)];
    return withNotes(renderedSide(folder, asked.answer), [...notes, ...(own?.notes ?? []), ...helm3]);
  }
  const { reason, words } = ENDS[asked.reason];
  const path = inFolder(folder, CHART_FILE);
  return { kind: "failed", failure: { reason, path, line: 1, message: words } };
}

function withoutOwnValues(folder: string, chart: ChartFiles): ChartFiles {
  const { [inFolder(folder, "values.yaml")]: _, ...files } = chart.files;
  return { ...chart, files };
}

function withNotes(side: RenderedSide, notes: readonly RenderingNote[]): RenderedSide {
  return side.kind === "rendered" && notes.length > 0 ? { ...side, notes: [...side.notes, ...notes] } : side;
}

type Ends = Awaited<ReturnType<Renderer["renderChart"]>> & { kind: "failed" };

export const ENDS: Readonly<Record<Ends["reason"], { reason: RenderingFailure["reason"]; words: string }>> = {
  time: { reason: "limit", words: "it took longer than a rendering may take" },
  memory: { reason: "limit", words: "it took more memory than a rendering may take" },
  depth: { reason: "limit", words: "it calls itself without an end" },
  input: { reason: "limit", words: "its files are more than a rendering may take" },
  output: { reason: "limit", words: "it prints more than a rendering may print" },
  fault: { reason: "fault", words: "the renderer gave no answer" },
};
