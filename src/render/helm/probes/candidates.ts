/** Which edits of a chart may give a container the probe that it lacks. They are not proven yet. */
import type { ProbeRefusal, WantedProbe } from "../../../manifest/edit/rendered-probe.js";
import { get } from "../../../manifest/json-value.js";
import { parseYaml } from "../../../manifest/parse-yaml.js";
import { inFolder, isBelow } from "../../folders.js";
import type { HelmMap } from "../../rendering.js";
import { renderSet } from "../render-chart.js";
import { mappedLine } from "./mapped-line.js";
import { probesInTemplate } from "./probes-in-template.js";
import { type Candidate, type ChartToProve, isShown, type Proof, textOf } from "./proof.js";
import { templateEdits } from "./template-edits.js";
import { valuesEdit, valuesToSet } from "./values-edits.js";

export interface Candidates {
  /** the best first */
  candidates: Candidate[];
  /** why there is none, or where none of them holds */
  refusal: ProbeRefusal;
}

const none = (reason: ProbeRefusal["reason"]): Candidates => ({ candidates: [], refusal: { reason } });

/** Returns what may be edited for a container. */
export async function candidatesFor(lead: WantedProbe, proof: Proof): Promise<Candidates> {
  const chart = proof.charts.find(({ sides }) => sides.some(({ index }) => index === lead.rendering));
  const at = chart?.sides.find(({ index }) => index === lead.rendering);
  const text = at?.side.texts[lead.text];
  const first = lead.keys[0]?.line;
  if (chart === undefined || at === undefined || text === undefined) return none("computed");
  // Keys that share a line leave no line between them to write a probe on.
  if (first === undefined) return none("not-proven");
  const map = await outlined(chart, at, proof);
  const start = map === null ? null : mappedLine(map, text, first);
  if (map === null || start === null) return none("not-proven");
  const { folder } = chart.chart;
  const isVendored = start.place.file === null || isBelow(inFolder(folder, "charts"), start.place.file);
  const sourceOf = (path: string) => chart.chart.files[path] ?? null;
  const values = ownValues(start.place.file, sourceOf);
  const isList = (way: readonly string[]) => Array.isArray(get(values, ...way));
  const own = start.place.file === null ? [] : probesInTemplate(map, start, { textOf: sourceOf, isList });
  const ofValues = valuesToSet(own, lead.probe).flatMap(({ way, value }): Candidate[] => {
    const whole = [...(map.charts[lead.text] ?? []), ...way];
    return valuesFiles(chart, at.set.files, proof).flatMap(({ path, text: file }) => {
      const edit = valuesEdit(path, file, { way: whole, value });
      return edit === null ? [] : [{ edits: [edit], isOfValues: true, isSwitch: value === true }];
    });
  });
  if (isVendored) return { candidates: ofValues, refusal: { reason: "vendored" } };
  if (own.length > 0) return { candidates: ofValues, refusal: { reason: "probe-by-values" } };
  const edits = templateEdits(lead, {
    ...{ map, text },
    textOf: (path) => (isEditable(path, chart, proof) ? sourceOf(path) : null),
    isShown: (path, line) => isShown(proof.changeSet, path, line),
  });
  return {
    candidates: edits.map((edit) => ({ edits: [edit], isOfValues: false, isSwitch: false })),
    refusal: { reason: "computed" },
  };
}

/** Returns the values of the chart that a template is of, as that chart itself has them. */
function ownValues(template: string | null, textOf: (path: string) => string | null): unknown {
  const folder = /^(?:(.*)\/)?templates\//.exec(template ?? "");
  const text = folder === null ? null : textOf(inFolder(folder[1] ?? "", "values.yaml"));
  const parsed = text === null ? null : parseYaml(text);
  return parsed?.ok ? parsed.value : null;
}

/** Returns the source map of a rendering with the places of all templates in it; each is made once. */
async function outlined(
  { chart }: ChartToProve,
  { index, set, side }: ChartToProve["sides"][number],
  { renderer, options, maps }: Proof,
): Promise<HelmMap | null> {
  const known = maps.get(index);
  if (known !== undefined) return known;
  const outline = Object.keys(chart.files).filter((path) => /(?:^|\/)templates\//.test(path));
  const made = await renderSet(chart, set, renderer, { ...options, outline });
  const isSame =
    made.kind === "rendered" &&
    made.texts.length === side.texts.length &&
    made.texts.every(({ text }, at) => text === side.texts[at]?.text);
  const map = isSame ? (made.map ?? null) : null;
  maps.set(index, map);
  return map;
}

/** Own templates, and those of a chart beside it that this change edits: then all that take it are rendered. */
function isEditable(path: string, { chart: { folder } }: ChartToProve, { changeSet }: Proof): boolean {
  if (isBelow(inFolder(folder, "charts"), path)) return false;
  if (isBelow(folder, path)) return true;
  const { files, others = [] } = changeSet;
  return [...files, ...others].some((file) => file.path === path);
}

/** The values files of a set that the change touches, the last one first, or else the chart's own values. */
function valuesFiles(
  chart: ChartToProve,
  ofSet: readonly string[],
  { changeSet }: Proof,
): { path: string; text: string }[] {
  const changed = new Set(changeSet.files.map(({ path }) => path));
  const touched = ofSet.filter((path) => changed.has(path)).toReversed();
  const paths = [...touched, inFolder(chart.chart.folder, "values.yaml")];
  return paths.flatMap((path) => {
    const text = textOf(chart, path);
    return text === null ? [] : [{ path, text }];
  });
}
