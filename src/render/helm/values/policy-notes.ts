import type { ChangeSet } from "../../../changeset/change-set.js";
import type { Trees } from "../../../changeset/tree.js";
import type { RenderSetting } from "../../../policy/policy.js";
import { andList } from "../../../words/list.js";
import { quoted } from "../../../words/quote.js";
import { inFolder } from "../../folders.js";
import type { RenderingNote } from "../../rendering.js";
import type { ChartToRender } from "../charts-to-render.js";
import { CHART_FILE } from "../find-charts.js";

/**
 * Returns what a policy names and the head does not have: charts, and values files of charts that are not rendered now; those
 * that are say it themselves. A policy of elsewhere may mean other repositories, and of one that the change writes the lines
 * and entries are the base's: nothing is said of either.
 */
export async function policyNotes(
  settings: readonly RenderSetting[],
  { files, others = [] }: ChangeSet,
  trees: Trees,
  rendered: readonly ChartToRender[],
): Promise<RenderingNote[]> {
  if (settings.length === 0) return [];
  const there = new Set(await trees.head.paths());
  // Of a repository whose files are named in part it is not known what is not there.
  if (trees.head.isInPart?.() === true) return [];
  const changed = new Set([...files, ...others].map(({ path }) => path));
  const known = new Set(rendered.map(({ chart }) => chart.folder));
  return settings.flatMap(({ chart, values, writtenAt: { path, line } }): RenderingNote[] => {
    if (!there.has(path) || (trees.base !== null && changed.has(path))) return [];
    if (!there.has(inFolder(chart, CHART_FILE)))
      return [
        { path, line, message: `the policy names the chart ${quoted(chart || ".")}, which is not there` },
      ];
    const missing = known.has(chart) ? [] : values.filter((file) => !there.has(file)).map(quoted);
    if (missing.length === 0) return [];
    const which = missing.length === 1 ? "the values file" : "the values files";
    const verb = missing.length === 1 ? "is" : "are";
    return [
      { path, line, message: `the policy names ${which} ${andList(missing)}, which ${verb} not there` },
    ];
  });
}
