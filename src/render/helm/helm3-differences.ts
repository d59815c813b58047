/**
 * Where Helm 3 renders a chart otherwise than Helm 4, beside nulls: what version 4.3 of its engine, its loader and its metadata
 * does that 3.22 does not (helm: pkg/engine/funcs.go, pkg/chart/v2/loader/load.go, pkg/chart/common.go).
 */
import type { HelmAnswer, HelmValues } from "../../renderer/helm.js";
import { andList } from "../../words/list.js";
import { below, inFolder, isBelow } from "../folders.js";
import type { RenderingNote } from "../rendering.js";
import type { ChartFiles } from "./load-chart.js";

/** Returns notes on what a rendering meets; what it is not known to meet is none. */
export function helm3Differences(
  chart: ChartFiles,
  values: readonly HelmValues[],
  answer: Pick<HelmAnswer, "places" | "guards" | "spots">,
): RenderingNote[] {
  return [
    ...newFunctions(chart),
    ...laterDocuments(chart, values),
    ...metadataAsMap(answer),
    ...askedVersions(answer),
  ].map((note) => ({ ...note, isWhole: true }));
}

type Note = Omit<RenderingNote, "isWhole">;

const NEW_FUNCTION =
  /\b(?:mustTo(?:Yaml|Toml|Duration)|duration(?:Seconds|Milliseconds|Microseconds|Nanoseconds|Minutes|Hours|Days|Weeks|RoundTo|TruncateTo))\b/g;
const COMMENT = /\{\{-?\s*\/\*[\s\S]*?\*\/\s*-?\}\}/g;
const ACTION = /\{\{[\s\S]*?\}\}/g;
const TEXT = /"(?:[^"\\\n]|\\.)*"|`[^`]*`/g;

/** A function that there is not stops Helm as it reads a template, whether or not it comes to be called. */
function newFunctions({ folder, files, dependencies }: ChartFiles): Note[] {
  const folders = [folder, ...dependencies.map((one) => one.folder)];
  const found = new Set<string>();
  let place: { path: string; line: number } | null = null;
  for (const [path, text] of Object.entries(files)) {
    if (!folders.some((one) => isBelow(one, path) && OF_TEMPLATES.test(below(one, path)))) continue;
    const blank = text.replace(COMMENT, blanked);
    for (const action of blank.matchAll(ACTION)) {
      for (const call of action[0].replace(TEXT, blanked).matchAll(NEW_FUNCTION)) {
        place ??= { path, line: lineAt(text, action.index + call.index) };
        found.add(call[0]);
      }
    }
  }
  if (place === null) return [];
  const names = andList([...found].map((name) => JSON.stringify(name)));
  return [{ ...place, message: `Helm 3 cannot render this chart: it does not have ${names}` }];
}

const OF_TEMPLATES = /^(?:charts\/[^/]+\/)*templates\//;

/** Returns a text of the same length and lines. */
function blanked(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

function laterDocuments({ folder, files }: ChartFiles, values: readonly HelmValues[]): Note[] {
  const own = inFolder(folder, "values.yaml");
  const texts = new Map<string, string>();
  if (files[own] !== undefined) texts.set(own, files[own]);
  for (const one of values) if ("yaml" in one) texts.set(one.name, one.yaml);
  return [...texts].flatMap(([path, text]): Note[] => {
    const line = secondDocument(text);
    const message =
      "Helm 3 takes no more than the first YAML document of this file, and Helm 4 takes all of them";
    return line === null ? [] : [{ path, line, message }];
  });
}

/** Returns the line at which a second document with anything in it begins; null where none does. */
function secondDocument(text: string): number | null {
  if (!/^---/m.test(text)) return null;
  let separator = 0;
  let hasContent = false;
  for (const [index, line] of text.split("\n").entries()) {
    if (/^---(?:\s|$)/.test(line)) {
      if (hasContent) separator = index + 1;
    } else if (/^\s*[^\s#]/.test(line)) {
      if (separator > 0) return separator;
      hasContent = true;
    }
  }
  return null;
}

/** Fields of Chart.yaml as templates have them (helm: pkg/chart/v2/metadata.go). */
const FIELDS = new Set(
  (
    "Name Home Sources Version Description Keywords Maintainers Icon APIVersion Condition Tags AppVersion Deprecated " +
    "Annotations KubeVersion Dependencies Type IsRoot"
  ).split(" "),
);
const FIELD = /(?<![\w).\]])\$?\.Chart\.(\w+)/g;
const WHOLE = /\bto(?:Yaml|YamlPretty|Json|PrettyJson|RawJson|Toml)\b[^|]*(?<![\w).\]])\$?\.Chart(?![\w.])/;

function metadataAsMap(answer: Pick<HelmAnswer, "places" | "guards" | "spots">): Note[] {
  for (const { path, line, source } of executed(answer)) {
    const unknown = [...source.matchAll(FIELD)].find(([, name = ""]) => !FIELDS.has(name));
    if (unknown !== undefined) {
      const message = `Helm 3 cannot render this: there is no ".Chart.${unknown[1]}", which Helm 4 takes for nothing`;
      return [{ path, line, message }];
    }
    if (WHOLE.test(source))
      return [{ path, line, message: "Helm 3 prints .Chart with other keys than Helm 4" }];
  }
  return [];
}

function askedVersions(answer: Pick<HelmAnswer, "places" | "guards" | "spots">): Note[] {
  const asked = executed(answer).find(({ source }) => source.includes(".Capabilities.HelmVersion"));
  if (asked === undefined) return [];
  const message = "the chart asks which version of Helm renders it, which is 4 here";
  return [{ path: asked.path, line: asked.line, message }];
}

/** Returns the actions that were come to: those that printed, and the conditions around what did. */
function executed({ places = [], guards = [], spots = [] }: Pick<HelmAnswer, "places" | "guards" | "spots">) {
  const found: { path: string; line: number; source: string }[] = [];
  const seen = new Set<number>();
  const guarded = new Set<number>();
  for (const { place: number } of spots) {
    const place = places[number];
    if (seen.has(number) || place?.file == null) continue;
    seen.add(number);
    if (place.source !== undefined) found.push({ path: place.file, line: place.line, source: place.source });
    for (let at = place.guard; at >= 0 && !guarded.has(at); at = guards[at]?.parent ?? -1) {
      guarded.add(at);
      const guard = guards[at];
      if (guard !== undefined) found.push({ path: place.file, line: guard.line, source: guard.pipeline });
    }
  }
  return found;
}
