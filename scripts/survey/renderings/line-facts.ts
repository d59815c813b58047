/**
 * Whether a source map is right, told without it: the literal head of the line that it names has to be the head of the rendered
 * line. And where the lines of containers come from.
 */
import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type YAMLMap } from "yaml";
import type { HelmAnswer, RenderedTemplate } from "../../../src/renderer/helm.js";

export interface LineFacts {
  /** rendered lines whose place is literal text: the head was compared, or the source line begins with an action */
  compared: number;
  unchecked: number;
  /** lines that an action printed, or went on printing */
  computed: number;
  /** lines without a place, although they are not blank */
  unmapped: number;
  wrong: WrongPlace[];
}

export interface WrongPlace {
  file: string;
  line: number;
  source: string;
  rendered: string;
}

export type KeyPlace = "exact" | "computed" | "archive" | "none" | "wrong";

/** How many containers have which key, by what its line leads to. */
export type ContainerFacts = Record<"name" | "image" | "ports", Partial<Record<KeyPlace, number>>>;

export function addLineFacts(
  facts: LineFacts,
  answer: HelmAnswer,
  template: RenderedTemplate,
  files: Readonly<Record<string, string>>,
): void {
  const rendered = template.text.split("\n");
  const texts = new Map<string, string[]>();
  const linesOf = (file: string) => {
    const known = texts.get(file) ?? (files[file] ?? "").split("\n");
    texts.set(file, known);
    return known;
  };
  rendered.forEach((line, index) => {
    const number = template.lines?.[index] ?? -1;
    if (number < 0) {
      if (line.trim() !== "") facts.unmapped++;
      return;
    }
    const place = placeOf(answer, number);
    if (number % 2 === 1 || place.kind === "action") {
      facts.computed++;
      return;
    }
    if (place.file === null) return;
    const source = linesOf(place.file)[place.line - 1] ?? "";
    const verdict = compareHeads(source, line);
    if (verdict === null) facts.unchecked++;
    else facts.compared++;
    if (verdict === false)
      facts.wrong.push({ file: place.file, line: place.line, source, rendered: line.slice(0, 200) });
  });
}

/** Whether a rendered line begins as its source line does; null where that one begins with an action. */
export function compareHeads(source: string, rendered: string): boolean | null {
  const from = rendered.trim();
  const [head = "", ...others] = source.split("{{");
  const literal = head.trim();
  if (literal === "") {
    const pieces = others.flatMap((piece) => piece.split("}}").slice(1)).map((piece) => piece.trim());
    return pieces.some((piece) => piece !== "" && from.startsWith(piece)) ? true : null;
  }
  // The line goes on in an action that began above.
  if (literal.includes("}}")) return null;
  return from.startsWith(literal);
}

function placeOf({ spots = [], places = [] }: HelmAnswer, number: number) {
  return places[spots[number >> 1]?.place as number] as NonNullable<HelmAnswer["places"]>[number];
}

const KEYS = ["name", "image", "ports"] as const;

export function addContainerFacts(
  facts: ContainerFacts,
  answer: HelmAnswer,
  template: RenderedTemplate,
  files: Readonly<Record<string, string>>,
): number {
  const lines = new LineCounter();
  let count = 0;
  for (const document of parseAllDocuments(template.text, { lineCounter: lines, uniqueKeys: false })) {
    if (!("contents" in document)) continue;
    for (const container of containersIn(document.contents, 0)) {
      count++;
      for (const name of KEYS) {
        const pair = container.items.find(({ key }) => isScalar(key) && key.value === name);
        if (!isScalar(pair?.key) || pair.key.range == null) continue;
        const { line } = lines.linePos(pair.key.range[0]);
        const place = keyPlace(name, line, answer, template, files);
        facts[name][place] = (facts[name][place] ?? 0) + 1;
      }
    }
  }
  return count;
}

function keyPlace(
  key: string,
  line: number,
  answer: HelmAnswer,
  { lines }: RenderedTemplate,
  files: Readonly<Record<string, string>>,
): KeyPlace {
  const number = lines?.[line - 1] ?? -1;
  if (number < 0) return "none";
  const place = placeOf(answer, number);
  if (place.file === null) return "archive";
  if (number % 2 === 1 || place.kind === "action") return "computed";
  const source = (files[place.file] ?? "").split("\n")[place.line - 1] ?? "";
  return new RegExp(`(?:^|}}|- )\\s*["']?${key}["']?\\s*:`).test(source) ? "exact" : "wrong";
}

const DEEPEST = 12;

/** Lists below a `spec` that are called so hold containers, whatever the kind. */
function* containersIn(node: unknown, depth: number): Generator<YAMLMap> {
  if (depth > DEEPEST || !isMap(node)) return;
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? key.value : null;
    if ((name === "containers" || name === "initContainers") && isSeq(value)) {
      for (const item of value.items) if (isMap(item)) yield item;
    } else if (name === "spec" || name === "template" || name === "jobTemplate")
      yield* containersIn(value, depth + 1);
    else if (name === "items" && isSeq(value))
      for (const item of value.items) yield* containersIn(item, depth + 1);
  }
}
