/**
 * What a template may print into a container beside what these values made it print: a readinessProbe under a condition, or
 * keys that values bring. A probe that is written beside these would stand there twice one day.
 */
import type { HelmMap } from "../../rendering.js";
import { bringsKeys, definesOf, printsProbe, valueLines } from "./defines.js";
import { indentOf, type MappedLine, type Place } from "./mapped-line.js";

/** Where the template prints a probe of its own, or may, and the values that decide over it. */
export interface OwnProbe {
  /** ways into the values of the chart that the template belongs to, the nearest condition first */
  switches: readonly (readonly string[])[];
  /** ways to what is printed in the probe, or to a map whose keys become keys of the container */
  contents: readonly (readonly string[])[];
  /** the contents become keys of the container, and not of its probe */
  isOpen: boolean;
}

interface TemplateSources {
  textOf(path: string): string | null;
  /** whether the chart's own values have a list there */
  isList(way: readonly string[]): boolean;
}

interface Outlined {
  place: Place;
  reads: readonly number[];
}

const PRINTS_KEYS = /\b(?:n?indent) (\d+)\b(?!.*\b(?:n?indent) \d)/;

/** Returns what stands in the template between a container's first line and the next container; `textOf` gives sources. */
export function probesInTemplate(
  map: HelmMap,
  start: MappedLine,
  { textOf, isList }: TemplateSources,
): OwnProbe[] {
  const { template, file, define } = start.place;
  const outline = map.outline.find((one) => one.template === template);
  const text = file === null ? null : textOf(file);
  if (outline === undefined || text === null) return [{ switches: [], contents: [], isOpen: true }];
  const lines = text.split("\n");
  const all = outline.places
    .map((number, i): Outlined => ({ place: map.places[number] as Place, reads: outline.reads[i] ?? [] }))
    .filter(({ place }) => place.define === define);
  const own = upToNext(all, start.place, lines);
  const column = keyColumn(lines[start.place.line - 1] ?? "");
  const isValue = valueLines(lines);
  const defines = definesOf(map, textOf);
  const found: OwnProbe[] = [];
  for (const one of own) {
    const line = lines[one.place.line - 1] ?? "";
    if (one.place.kind === "text") {
      if (printsProbe(line)) found.push(ownProbe(map, start, one, inBlock(own, one, lines)));
    } else {
      const isItems = one.reads.some((read) => isList(map.values[read] ?? []));
      const isBesideKeys = !isItems && !isValue(one.place.line) && printsKeys(one.place, lines, column);
      const source = one.place.source ?? "";
      const isOpen = isBesideKeys && bringsKeys(source);
      if (isOpen || defines.mayPrintProbe(source, isBesideKeys))
        found.push({ ...ownProbe(map, start, one, [one]), isOpen: true });
    }
  }
  return found;
}

/** Characters before the keys of an item of a list, or of a mapping. */
function keyColumn(line: string): number {
  return /^\s*(?:-\s+)?/.exec(line)?.[0].length ?? 0;
}

/** Returns the places from a container's first line to the next item of its list, or to where the list ends. */
function upToNext(all: readonly Outlined[], first: Place, lines: readonly string[]): Outlined[] {
  const line = lines[first.line - 1] ?? "";
  const isItem = line.trimStart().startsWith("-");
  const margin = indentOf(line);
  const found: Outlined[] = [];
  for (const one of all) {
    if (one.place.line < first.line) continue;
    const written = lines[one.place.line - 1] ?? "";
    const begins = !/^\s*(?:\{\{|#|$)/.test(written);
    const indent = indentOf(written);
    if (one.place.line > first.line && begins && (isItem ? indent <= margin : indent < margin)) break;
    found.push(one);
  }
  return found;
}

/** Returns the places within a probe's own lines: those that are indented deeper. */
function inBlock(own: readonly Outlined[], key: Outlined, lines: readonly string[]): Outlined[] {
  const margin = indentOf(lines[key.place.line - 1] ?? "");
  const found: Outlined[] = [];
  for (const one of own) {
    if (one.place.line < key.place.line || one === key) continue;
    const written = lines[one.place.line - 1] ?? "";
    const isAction = written.trimStart().startsWith("{{");
    if (one.place.line > key.place.line && !isAction && indentOf(written) <= margin) break;
    if (one.place.kind === "action") found.push(one);
  }
  return found;
}

/** Whether what an action prints stands at the column of the container's keys. */
function printsKeys({ source = "", line }: Place, lines: readonly string[], column: number): boolean {
  if (!(lines[line - 1] ?? "").trimStart().startsWith("{{")) return false;
  const indent = PRINTS_KEYS.exec(source)?.[1];
  return indent === undefined || Number(indent) === column;
}

function ownProbe(map: HelmMap, start: MappedLine, at: Outlined, contents: readonly Outlined[]): OwnProbe {
  const keys = start.spot.keys ?? [];
  const around = new Set<number>();
  for (let guard = start.place.guard; guard >= 0; guard = map.guards[guard]?.parent ?? -1) around.add(guard);
  const switches: number[] = [];
  for (const { place } of [at, ...contents]) {
    for (let guard = place.guard; guard >= 0 && !around.has(guard); guard = map.guards[guard]?.parent ?? -1)
      switches.push(...(map.guards[guard]?.reads ?? []));
  }
  const waysOf = (reads: readonly number[]) =>
    [...new Set(reads)].map((read) => atKeys(map.values[read] ?? [], keys));
  return {
    switches: waysOf(switches),
    contents: waysOf(contents.flatMap(({ reads }) => reads)),
    isOpen: false,
  };
}

/** Puts the keys of the rounds that printed the container in the place of those of any round. */
function atKeys(way: readonly string[], keys: readonly string[]): string[] {
  let next = 0;
  return way.map((key) => (key === "*" ? (keys[next++] ?? key) : key));
}
