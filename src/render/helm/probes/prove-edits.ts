/** The proof of one edit: charts rendered again with it, compared with what they render to without. */
import { applyEdits } from "../../../manifest/edit/apply-edits.js";
import type { ProbeRefusal, WantedProbe } from "../../../manifest/edit/rendered-probe.js";
import type { SourceEdit } from "../../../manifest/edit/source-edit.js";
import { canonicalJson, type JsonObject } from "../../../manifest/json-value.js";
import type { RenderedSide } from "../../rendering.js";
import type { ChartFiles } from "../load-chart.js";
import { renderSet } from "../render-chart.js";
import type { ValuesSet } from "../values-set.js";
import { type InsertedProbe, insertedProbes } from "./inserted-probes.js";
import { indentOf } from "./mapped-line.js";
import type { Attempt, Candidate, ChartToProve, Proof } from "./proof.js";

/** Applies the edits, and renders every chart that has one of the files, with each of its sets. */
export async function proveEdits(
  lead: WantedProbe,
  { edits, isSwitch }: Candidate,
  { charts, renderings, wanted, renderer, options, judge }: Proof,
): Promise<Attempt | ProbeRefusal> {
  const found: { wanted: WantedProbe; probe: JsonObject }[] = [];
  let containers = 0;
  for (const one of leadFirst(charts, lead)) {
    const texts = editedTexts(
      one.chart.files,
      one.sides.map(({ set }) => set),
      edits,
    );
    if (texts.size === 0) continue;
    const chart = withFiles(one.chart, texts);
    for (const { index, set, side } of one.sides) {
      const edited = await renderSet(chart, withLayers(set, texts), renderer, { ...options, trace: false });
      const own = wanted.filter(({ rendering }) => rendering === index);
      // That it takes too long says nothing of the edit.
      if (edited.kind === "failed" && edited.failure.reason !== "source") return { reason: "not-proven" };
      const came = edited.kind === "rendered" ? probesThatCame(side, edited, own) : null;
      if (came === null) return { reason: index === lead.rendering ? "not-proven" : "not-with-every-set" };
      if (came === "others")
        return { reason: index === lead.rendering ? "shared-lines" : "not-with-every-set" };
      found.push(...came);
      containers = Math.max(containers, came.length);
    }
  }
  if (!(await holdsWithOthers(charts, edits, found, { renderer, options })))
    return { reason: "not-with-every-set" };
  if (!found.some((one) => one.wanted === lead)) return { reason: "not-proven" };
  const others = found.filter((one) => canonicalJson(one.probe) !== canonicalJson(one.wanted.probe));
  if (others.length === 0) return { edits, probes: found, containers };
  if (!isSwitch) {
    const isOfLead = others.some((one) => one.wanted.rendering === lead.rendering);
    return { reason: isOfLead ? "shared-lines" : "not-with-every-set" };
  }
  const asMade = others.map((one) => ({ ...one.wanted, probe: one.probe }));
  const judged = await judge.mends(renderings, asMade);
  if (judged === null) return { reason: "not-judged" };
  return judged.every(Boolean) ? { edits, probes: found, containers } : { reason: "not-proven" };
}

/** Whether the edits add nothing but the same probes with sets of values that were not rendered before. */
export async function holdsWithOthers(
  charts: readonly ChartToProve[],
  edits: readonly SourceEdit[],
  found: readonly { probe: JsonObject }[],
  { renderer, options }: Pick<Proof, "renderer" | "options">,
): Promise<boolean> {
  const render = (chart: ChartFiles, set: ValuesSet) =>
    renderSet(chart, set, renderer, { ...options, trace: false });
  for (const { chart, others } of charts) {
    const texts = editedTexts(chart.files, others, edits);
    if (texts.size === 0) continue;
    for (const set of others) {
      const clean = await render(chart, set);
      // What fails without the edit says nothing of it.
      if (clean.kind === "failed" && clean.failure.reason === "source") continue;
      const made = await render(withFiles(chart, texts), withLayers(set, texts));
      const isProven =
        clean.kind === "rendered" && made.kind === "rendered" && addsKnownProbes(clean, made, found);
      if (!isProven) return false;
    }
  }
  return true;
}

/** What the edit is made for shows soonest that it does something else. */
function leadFirst(charts: readonly ChartToProve[], { rendering }: WantedProbe): ChartToProve[] {
  const order = (isLead: boolean) => (isLead ? 0 : 1);
  const has = ({ sides }: ChartToProve) => sides.some(({ index }) => index === rendering);
  return charts
    .map((chart) => ({
      ...chart,
      sides: chart.sides.toSorted(
        (left, right) => order(left.index === rendering) - order(right.index === rendering),
      ),
    }))
    .toSorted((left, right) => order(has(left)) - order(has(right)));
}

/** Returns what edits make of the files of a chart, and of the values that are put over it. */
export function editedTexts(
  files: ChartFiles["files"],
  sets: readonly ValuesSet[],
  edits: readonly SourceEdit[],
): ReadonlyMap<string, string> {
  const layers = new Map(
    sets.flatMap(({ values }) =>
      values.flatMap((one): [string, string][] => ("yaml" in one ? [[one.name, one.yaml]] : [])),
    ),
  );
  const paths = new Set(edits.map(({ path }) => path));
  return new Map(
    [...paths].flatMap((path): [string, string][] => {
      const text = files[path] ?? layers.get(path);
      const own = edits.filter((edit) => edit.path === path);
      return text === undefined ? [] : [[path, applyEdits(text, own)]];
    }),
  );
}

/** Whether nothing differs but probes that other sets of values have as well: nobody judges these. */
function addsKnownProbes(
  { texts: before }: RenderedSide & { kind: "rendered" },
  { texts: after }: RenderedSide & { kind: "rendered" },
  found: readonly { probe: JsonObject }[],
): boolean {
  const known = new Set(found.map(({ probe }) => canonicalJson(probe)));
  return (
    before.length === after.length &&
    before.every(({ path, text }, index) => {
      const now = after[index];
      const came = now?.path === path ? insertedProbes(text, now.text) : null;
      return came?.every(({ probe }) => known.has(canonicalJson(probe))) === true;
    })
  );
}

/** Returns a chart with other texts of its files. */
export function withFiles(chart: ChartFiles, texts: ReadonlyMap<string, string>): ChartFiles {
  const known = [...texts].filter(([path]) => chart.files[path] !== undefined);
  return { ...chart, files: { ...chart.files, ...Object.fromEntries(known) } };
}

/** Returns a set of values with other texts of its files. */
export function withLayers(set: ValuesSet, texts: ReadonlyMap<string, string>): ValuesSet {
  return {
    ...set,
    values: set.values.map((layer) => {
      const text = "yaml" in layer ? texts.get(layer.name) : undefined;
      return text === undefined ? layer : { name: layer.name, yaml: text };
    }),
  };
}

/** Returns the probes that came, each with the one that was wanted there; null where anything else differs. */
export function probesThatCame(
  { texts: before }: RenderedSide & { kind: "rendered" },
  { texts: after }: RenderedSide & { kind: "rendered" },
  wanted: readonly WantedProbe[],
): { wanted: WantedProbe; probe: JsonObject }[] | "others" | null {
  if (before.length !== after.length) return null;
  const found: { wanted: WantedProbe; probe: JsonObject }[] = [];
  for (const [index, { path, text }] of before.entries()) {
    const now = after[index];
    if (now === undefined || now.path !== path) return null;
    const came = insertedProbes(text, now.text);
    if (came === null) return null;
    const lines = text.split("\n");
    for (const one of came) {
      const at = wanted.find((container) => container.text === index && isIn(container, one, lines));
      if (at === undefined) return "others";
      found.push({ wanted: at, probe: one.probe });
    }
  }
  return new Set(found.map((one) => one.wanted)).size === found.length ? found : null;
}

/** Whether a probe stands among the keys of a container: at their column, and in no key's value. */
function isIn(
  { keys, endLine }: WantedProbe,
  { line, column }: InsertedProbe,
  lines: readonly string[],
): boolean {
  const [first] = keys;
  if (first === undefined || line <= first.line || line > endLine + 1) return false;
  const own = lines[first.line - 1] ?? "";
  if (column !== (/^ *(?:- +)*/.exec(own)?.[0].length ?? -1)) return false;
  let next = line;
  while (next <= endLine && /^\s*(?:#|$)/.test(lines[next - 1] ?? "")) next += 1;
  return (
    next > endLine || (keys.some((key) => key.line === next) && indentOf(lines[next - 1] ?? "") === column)
  );
}
