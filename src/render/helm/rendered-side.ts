/** Helm's answer as one side of a rendering: texts with the places that their lines come from. */
import type { HelmAnswer, HelmError, RenderedTemplate } from "../../renderer/helm.js";
import { inFolder, isBelow } from "../folders.js";
import type {
  HelmMap,
  RenderedSide,
  RenderedText,
  RenderingFailure,
  RenderingNote,
  SourceSpot,
} from "../rendering.js";
import { CHART_FILE } from "./find-charts.js";

/** Returns one side of the rendering of the chart in a folder. */
export function renderedSide(folder: string, answer: HelmAnswer): RenderedSide {
  if (answer.error !== undefined) return { kind: "failed", failure: failureOf(folder, answer.error) };
  return {
    kind: "rendered",
    texts: answer.templates.map((template) => textOf(folder, template)),
    spots: spotsOf(answer),
    notes: notesOf(folder, answer),
    map: mapOf(answer),
  };
}

function textOf(folder: string, { file, text, trusted, lines }: RenderedTemplate): RenderedText {
  // A map that does not lead to the very same text is none.
  const known = trusted && lines !== undefined;
  return {
    path: file ?? inFolder(folder, CHART_FILE),
    text,
    lines: known ? lines : [],
    ...(file === null || isBelow(inFolder(folder, "charts"), file) ? { vendored: true as const } : {}),
  };
}

function spotsOf({ spots = [], places = [] }: HelmAnswer): SourceSpot[] {
  return spots.map(({ place, call }): SourceSpot => {
    const { file, line, kind } = places[place] as (typeof places)[number];
    return { path: file, line, literal: kind === "text", via: call };
  });
}

function mapOf({ places, guards, spots, values, outline, templates }: HelmAnswer): HelmMap | null {
  if (places === undefined || spots === undefined) return null;
  return {
    ...{ places, spots, guards: guards ?? [], values: values ?? [], outline: outline ?? [] },
    charts: templates.map(({ chart }) => chart),
    parts: templates.map(({ parts }) => parts ?? []),
  };
}

function notesOf(folder: string, { missing = [], unchecked = [] }: HelmAnswer): RenderingNote[] {
  const at = { path: inFolder(folder, CHART_FILE), line: 1 };
  return [
    ...missing.map(({ name }) => ({
      ...at,
      message: `the chart was rendered without its dependency ${JSON.stringify(name)}, which is not in the repository`,
    })),
    ...unchecked.map(() => ({
      ...at,
      message: "values.schema.json refers to what is not in it, so values were not checked by it",
    })),
  ];
}

const STAGES: Readonly<Record<HelmError["stage"], string>> = {
  chart: "the chart cannot be loaded",
  values: "its values cannot be merged",
  schema: "its values do not fit values.schema.json",
  "kube-version": "it does not fit the version of Kubernetes",
  parse: "a template has a fault",
  execute: "a template fails",
  panic: "Helm itself fails",
};

function failureOf(folder: string, { stage, message, at }: HelmError): RenderingFailure {
  return {
    reason: "source",
    message: `${STAGES[stage]}: ${message}`,
    path: at?.file ?? inFolder(folder, CHART_FILE),
    line: Math.max(1, at?.file == null ? 1 : at.line),
  };
}
