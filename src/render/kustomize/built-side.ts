/** kustomize's answer as one side of a rendering: for each file the objects that came from it, with the places of their lines. */

import { asArray, asString, get, type KeyPath } from "../../manifest/json-value.js";
import { indexLines } from "../../manifest/line-index.js";
import { entryBelow } from "../../manifest/locate.js";
import { parseYaml } from "../../manifest/parse-yaml.js";
import type { SourceNode } from "../../manifest/source-tree.js";
import type { KustomizeAnswer } from "../../renderer/kustomize.js";
import { partsOfImage } from "../../workload/servers/image.js";
import type { RenderedSide, RenderedText, SourceSpot } from "../rendering.js";
import type { InflatedCharts, PrintedObject } from "./charts/inflated-charts.js";
import { type Editability, editabilityOf, lesser } from "./editable-texts.js";
import type { KustomizationFile } from "./kustomization-file.js";
import { type IsShown, type MadeOf, mapLines, type Place } from "./map-lines.js";
import { type MergePatch, originValue, type PatchOperation, Sources } from "./source-values.js";

type BuiltObject = KustomizeAnswer["objects"][number];
type Rendered = RenderedSide & { kind: "rendered" };

/** Kinds of which a review wants nothing, and which are large. */
const LEFT_OUT: ReadonlySet<unknown> = new Set(["ConfigMap", "Secret", "CustomResourceDefinition"]);

/** Returns one side of a build that succeeded. `isShown` tells lines that the diff shows. */
export function builtSide(
  { objects, reached = [] }: KustomizeAnswer,
  files: Readonly<Record<string, string>>,
  charts: InflatedCharts,
  isShown: IsShown,
): Rendered {
  const sources = new Sources(files);
  const spots = new SpotList();
  const texts = new Map<string, BuiltText>();
  for (const [path, built] of reviewedObjects(objects, charts)) {
    const text: BuiltText = { text: "", lines: [], names: [], edits: "whole" };
    texts.set(path, text);
    for (const { object, value, tree, printed } of built) {
      const { yaml } = object;
      if (text.text !== "") {
        text.text += "---\n";
        text.lines.push(-1);
      }
      text.text += yaml.endsWith("\n") ? yaml : `${yaml}\n`;
      const parts = madeOf(object, value, printed, sources, isShown);
      const [own, name] = parts.names as [string, string?];
      if (name !== undefined && name !== own) text.names.push([name, own]);
      if (printed?.vendored) text.vendored = true;
      const isOfFile = parts.origin !== null && printed === null;
      text.edits = lesser(text.edits, isOfFile ? editabilityOf(object, parts) : null);
      for (const line of linesOf(yaml, tree, parts, spots)) text.lines.push(line);
    }
  }
  return {
    kind: "rendered",
    texts: [...texts].map(([path, made]): RenderedText => {
      const { edits, ...others } = made;
      return { path, ...others, ...(edits === null ? {} : { edits }) };
    }),
    spots: spots.list,
    notes: [],
    sources: [...reached, ...charts.charts.flatMap(({ files }) => files)],
  };
}

/** An object of a build, as its YAML reads. */
export interface ReadObject {
  object: BuiltObject;
  value: unknown;
  tree: SourceNode | null;
  /** as a chart of the kustomization printed it; null where it came from a file */
  printed: PrintedObject | null;
}

/**
 * Returns the objects of a build of which a review wants something, by the file that they came from: the texts of a side in
 * their order, and the documents of each.
 */
export function reviewedObjects(
  objects: readonly BuiltObject[],
  charts: InflatedCharts,
): Map<string, ReadObject[]> {
  const found = new Map<string, ReadObject[]>();
  for (const object of objects) {
    const read = parseYaml(object.yaml);
    if (!read.ok || LEFT_OUT.has(get(read.value, "kind"))) continue;
    const { value, tree } = read;
    const printed = charts.printed(object, value);
    const origin = object.origin ?? printed?.path;
    if (origin === undefined) continue;
    found.set(origin, [...(found.get(origin) ?? []), { object, value, tree, printed }]);
  }
  return found;
}

interface BuiltText extends Pick<RenderedText, "vendored"> {
  text: string;
  lines: number[];
  names: [built: string, source: string][];
  edits: Editability;
}

/** Spots by their place, each once. */
class SpotList {
  readonly list: SourceSpot[] = [];
  readonly #known = new Map<string, number>();

  numberOf({ path, line }: Place): number {
    const key = `${line} ${path}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const number = this.list.push({ path, line, literal: true, via: -1 }) - 1;
    this.#known.set(key, number);
    return number;
  }
}

function linesOf(yaml: string, tree: SourceNode | null, parts: MadeOf, spots: SpotList): number[] {
  const lines = indexLines(yaml);
  const count = yaml.endsWith("\n") ? lines.count - 1 : lines.count;
  const numbers = new Array<number>(count).fill(-1);
  if (tree === null) return numbers;
  mapLines(tree, lines, parts, (line, place, isExact) => {
    numbers[line - 1] = 2 * spots.numberOf(place) + (isExact ? 0 : 1);
  });
  // A line on which no entry begins continues the text before it.
  for (let index = 1; index < count; index++) {
    const before = numbers[index - 1] as number;
    if (numbers[index] === -1 && before !== -1) numbers[index] = before | 1;
  }
  return numbers;
}

/** Returns what an object came from and which patches were laid over it. */
export function sourcesOf(
  { origin, transformers = [] }: BuiltObject,
  value: unknown,
  printed: PrintedObject | null,
  sources: Sources,
) {
  const kind = asString(get(value, "kind")) ?? "";
  const name = asString(get(value, "metadata", "name")) ?? "";
  const object = origin === undefined ? null : sources.origin(origin, kind, name);
  const own = object === null ? (printed?.name ?? null) : asString(get(object.value, "metadata", "name"));
  const names = own === null ? [name] : [own, name];
  const merged: MergePatch[] = [];
  const operations: PatchOperation[] = [];
  const patching = transformers.filter(({ kind: by }) => by.startsWith("Patch")).map(({ in: path }) => path);
  for (const path of new Set(patching)) {
    const patches = sources.patches(path, { kind, names });
    merged.push(...patches.merged);
    operations.push(...patches.operations);
  }
  return { object, names, merged, operations };
}

function madeOf(
  built: BuiltObject,
  value: unknown,
  printed: PrintedObject | null,
  sources: Sources,
  isShown: IsShown,
): MadeOf & { names: readonly string[] } {
  const { object, names, merged, operations } = sourcesOf(built, value, printed, sources);
  const { transformers = [] } = built;
  return {
    names,
    origin: object === null ? (printed?.source ?? null) : originValue(object),
    merged,
    operations,
    isShown,
    written(keys: KeyPath, before: string | null): Place | null {
      const isBy = (by: string) => transformers.filter((one) => one.kind === by).map(({ in: path }) => path);
      const [parent, key] = [keys.at(-2), String(keys.at(-1))];
      if (key === "image" && before !== null)
        return entryNamed(
          isBy("ImageTagTransformer"),
          sources,
          "images",
          [partsOfImage(before).repository],
          IMAGE_KEYS,
        );
      if (keys.length === 2 && parent === "spec" && key === "replicas")
        return entryNamed(isBy("ReplicaCountTransformer"), sources, "replicas", names, ["count"]);
      if (parent === "metadata" && key === "namespace")
        return lastPlace(isBy("NamespaceTransformer"), sources, () => [["namespace"]]);
      if (parent === "annotations")
        return lastPlace(isBy("AnnotationsTransformer"), sources, () => [["commonAnnotations", key]]);
      if (parent === "labels" || parent === "matchLabels" || parent === "selector")
        return lastPlace(isBy("LabelTransformer"), sources, ({ value }) => [
          ["commonLabels", key],
          ...asArray(value.labels).map((_, index) => ["labels", index, "pairs", key]),
        ]);
      return null;
    },
  };
}

const IMAGE_KEYS = ["newTag", "digest", "newName", "tagSuffix"];

/** Returns where the last kustomization writes a value, in the entry of a list that has one of the names. */
function entryNamed(
  paths: readonly string[],
  sources: Sources,
  field: string,
  names: readonly string[],
  keys: readonly string[],
): Place | null {
  return lastPlace(paths, sources, ({ value }) => {
    const index = asArray(value[field]).findIndex((entry) =>
      names.includes(asString(get(entry, "name")) ?? ""),
    );
    return index === -1 ? [] : [...keys.map((key) => [field, index, key]), [field, index]];
  });
}

/** Returns where the first of some ways into the last kustomization that has one of them leads. */
function lastPlace(
  paths: readonly string[],
  sources: Sources,
  waysIn: (file: KustomizationFile) => KeyPath[],
): Place | null {
  for (const path of paths.toReversed()) {
    const file = sources.kustomization(path);
    const read = file === null ? null : parseYaml(file.text);
    if (file === null || !read?.ok) continue;
    for (const keys of waysIn(file)) {
      const entry = entryBelow(read.tree, keys);
      if (entry !== null)
        return { path, line: indexLines(file.text).lineAt(entry.key?.start ?? entry.value.start) };
    }
  }
  return null;
}
