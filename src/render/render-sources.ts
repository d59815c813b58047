/**
 * Renders the charts and kustomizations that a change concerns, before the review of it. It reads files of both sides and
 * asks the renderer, which is not loaded where there is nothing to render; what comes of it is plain data.
 */
import { type ChangeSet, folderOf } from "../changeset/change-set.js";
import type { Trees } from "../changeset/tree.js";
import type { RenderSetting } from "../policy/policy.js";
import type { RenderLimits } from "../renderer/limits.js";
import { warmRenderer, withRenderer } from "../renderer/renderer.js";
import { chartsToRender } from "./helm/charts-to-render.js";
import { CHART_FILE } from "./helm/find-charts.js";
import { type ChartAtHead, type HelmOptions, renderChart } from "./helm/render-chart.js";
import { policyNotes } from "./helm/values/policy-notes.js";
import type { ChartSets } from "./helm/values/values-sets.js";
import { kustomizationsOf } from "./kustomize/kustomizations-of.js";
import type { BuiltKustomization } from "./kustomize/render-kustomization.js";
import { renderKustomizations } from "./kustomize/render-kustomizations.js";
import type { ProbeJudge } from "./probe-judge.js";
import { withProvenProbes } from "./proven-probes.js";
import { notesAlone, type Rendering } from "./rendering.js";

export interface SourceOptions extends HelmOptions {
  /** whether a path is reviewed at all */
  isWanted?: (path: string) => boolean;
  /** how the policy says that charts are rendered */
  render?: readonly RenderSetting[];
  /** what a renderer may use */
  limits?: RenderLimits;
  /** what judges the renderings for the edits that are to be proven; without one there are none */
  judge?: ProbeJudge;
}

/** Renders what a change may alter. Rejects where the trees do, and never for what stands in them. */
export async function renderSources(
  changeSet: ChangeSet,
  trees: Trees,
  { isWanted = () => true, render = [], limits, judge, ...options }: SourceOptions = {},
): Promise<Rendering[]> {
  const { charts, notes } = await chartsToRender(changeSet, trees, { isWanted, policy: render });
  const kustomizations = await kustomizationsOf(changeSet, trees, isWanted);
  const told = [
    ...notesAlone("helm", [...(await policyNotes(render, changeSet, trees, charts)), ...notes]),
    ...notesAlone("kustomize", kustomizations.notes),
  ];
  if (charts.length + kustomizations.sources.length === 0) return told;
  return withRenderer(async (renderer) => {
    const renderings: Rendering[] = [...told];
    const heads: ChartAtHead[] = [];
    const built = await renderKustomizations(kustomizations, changeSet, trees, renderer, options);
    for (const { chart, ...sets } of charts) {
      if (isInflated(chart.folder, sets, built.heads.values())) continue;
      const made = await renderChart(chart, sets, trees, renderer, options);
      renderings.push(...made.renderings);
      if (made.head !== null) heads.push(made.head);
    }
    renderings.push(...built.renderings);
    if (judge === undefined) return renderings;
    const tools = { changeSet, tree: trees.head, renderer, options, judge, isWanted };
    return withProvenProbes(renderings, heads, { built: built.heads, all: kustomizations.head }, tools);
  }, limits);
}

/** Whether a kustomization that was built has the chart, and nothing says that it is installed in another way. */
function isInflated(folder: string, { sets }: ChartSets, built: Iterable<BuiltKustomization>): boolean {
  const isSaid = sets.some(({ name, forTests, isGuess }) => name !== null && !forTests && !isGuess);
  return !isSaid && [...built].some(({ charts }) => charts.charts.some((chart) => chart.folder === folder));
}

export { mayConcernChartsElsewhere } from "./helm/charts-to-render.js";
export { textsToEdit } from "./packed-renderings.js";
export type { ProbeJudge } from "./probe-judge.js";
export { editedTexts } from "./rendering.js";

/** Has a renderer ready for what will be rendered soon. One that does not start is told where it is asked. */
export async function prepareRenderer(): Promise<void> {
  await warmRenderer().catch(() => {});
}

/** Returns the rendering of a source, told by the file that makes a folder one, which could not even be looked at. */
export function notRendered(path: string, why: string): Rendering {
  const failure = { reason: "not-loaded" as const, message: why, path, line: 1 };
  return {
    ...{ tool: path.endsWith(CHART_FILE) ? "helm" : "kustomize", folder: folderOf(path) },
    ...{ set: null, prefix: "" },
    ...{ before: null, after: { kind: "failed", failure } },
  };
}
