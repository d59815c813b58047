/** Sets of values with the texts of their files. */
import type { FileContent } from "../../../changeset/change-set.js";
import type { HelmValues } from "../../../renderer/helm.js";
import { inFolder } from "../../folders.js";
import { CHART_FILE } from "../find-charts.js";
import type { ValuesSet } from "../values-set.js";
import { filesOf, type ValuesSource } from "./values-source.js";

/** Of one set: values are merged for each chart within a chart. */
const MAX_LENGTH = 2 * 1024 * 1024;

/** What a set is made of at one side of a change. */
export interface SideTexts {
  texts: ReadonlyMap<string, FileContent>;
  /** whether the side has a file, if its text could be loaded or not */
  has: (file: string) => boolean;
  /** which files the side may do without */
  mayLack: (file: string) => boolean;
}

/** Returns a set as one side makes it. */
export function loadSet(source: ValuesSource, { texts, has, mayLack }: SideTexts): ValuesSet {
  const values: HelmValues[] = [];
  let failure: string | null = null;
  let isLoaded = true;
  let length = 0;
  for (const layer of source.layers) {
    if ("inline" in layer) {
      values.push(layer.inline);
      continue;
    }
    if ("reference" in layer) continue;
    if ("elsewhere" in layer) {
      failure ??= `${named(layer.elsewhere)}, which is not in this repository`;
      continue;
    }
    const { file, isOptional, key } = layer;
    const content = texts.get(file);
    if (content === undefined) {
      if (has(file)) isLoaded = false;
      if (has(file)) failure ??= `${named(file)}, which could not be loaded`;
      else if (isOptional !== true && !mayLack(file)) failure ??= `${named(file)}, which is not there`;
      continue;
    }
    if (content.kind !== "text") {
      failure ??= `${named(file)}, which is ${NO_TEXT[content.kind]}`;
      continue;
    }
    length += content.text.length;
    const { text } = content;
    values.push(key === undefined ? { name: file, yaml: text } : { name: file, setFile: { key, text } });
  }
  if (length > MAX_LENGTH) failure ??= `values of more than ${MAX_LENGTH / 1024 / 1024} MiB`;
  const { chart, layers: _, readFrom: __, declaredIn, notes = [], ...kind } = source;
  const place = { path: declaredIn ?? inFolder(chart, CHART_FILE), line: 1 };
  const set: ValuesSet = {
    ...kind,
    values,
    files: filesOf(source),
    ...(notes.length === 0 ? {} : { notes: notes.map((message) => ({ ...place, message })) }),
  };
  if (failure === null) return set;
  const message =
    declaredIn === null && !source.isGuess ? `the policy names ${failure}` : `it is to take ${failure}`;
  return { ...set, values: [], failure: { reason: isLoaded ? "source" : "not-loaded", ...place, message } };
}

const NO_TEXT = { binary: "no text", link: "a link", "too-large": "too large" } as const;

function named(path: string): string {
  return `the values file ${JSON.stringify(path)}`;
}
