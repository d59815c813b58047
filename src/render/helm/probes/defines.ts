/**
 * What the defines of a chart's templates may print into a container. Each is read once, however often and by however many
 * others it is called: the number of ways through defines that call each other doubles with each of them.
 */
import type { HelmMap } from "../../rendering.js";

export interface Defines {
  /**
   * Whether what an action calls has a probe in it, at whatever depth. Where it prints keys of the container
   * (`isBesideKeys`), also whether it may, since values or a define that is not at hand decide over it.
   */
  mayPrintProbe(source: string, isBesideKeys: boolean): boolean;
}

interface Define {
  hasProbe: boolean;
  /** prints a mapping that only the values know, and as no key's value */
  isOpen: boolean;
  calls: Set<string>;
}

const PROBE = /(?:^|[\s{}"'-])readinessProbe["']?\s*:/;
const INCLUDES = /\b(?:include|template) "([^"]+)"/g;
/** Prints a mapping whose keys only the values know. */
const BRINGS_KEYS = /\b(?:toYaml|toJson|tpl)\b/;
/** Actions that print nothing, alone on their line. */
const CONTROL = /^\{\{-?\s*(?:if|else|end|with|range|\/\*|\$\w+\s*:?=).*\}\}$/;

/** Whether a line of a template writes a readinessProbe, or the end of one in a flow mapping. */
export function printsProbe(line: string): boolean {
  return !/^\s*#/.test(line) && PROBE.test(line);
}

/** Whether an action prints a mapping whose keys only the values know. */
export function bringsKeys(source: string): boolean {
  return BRINGS_KEYS.test(source);
}

/** Returns whether what stands above a line, 1-based, is a key without a value, which the line is then. */
export function valueLines(lines: readonly string[]): (line: number) => boolean {
  const isValue: boolean[] = [];
  let isAfterKey = false;
  for (const line of lines) {
    isValue.push(isAfterKey);
    const written = line.trim();
    if (written === "" || written.startsWith("#") || CONTROL.test(written)) continue;
    isAfterKey = /:(?:\s*#.*)?$/.test(written);
  }
  return (line) => isValue[line - 1] ?? false;
}

/** Returns the defines of the outlined templates, read when they are first asked for; `textOf` gives sources. */
export function definesOf(map: HelmMap, textOf: (path: string) => string | null): Defines {
  let known: ReadonlyMap<string, Define> | null = null;
  return {
    mayPrintProbe(source, isBesideKeys) {
      const called = callsIn(source);
      if (called.length === 0) return false;
      known ??= readDefines(map, textOf);
      return reaches(called, known, isBesideKeys);
    },
  };
}

function reaches(
  called: readonly string[],
  defines: ReadonlyMap<string, Define>,
  isBesideKeys: boolean,
): boolean {
  const seen = new Set(called);
  // A set gives what is added to it while it is gone through, too.
  for (const name of seen) {
    const define = defines.get(name);
    if (define === undefined) {
      if (isBesideKeys) return true;
      continue;
    }
    if (define.hasProbe || (isBesideKeys && define.isOpen)) return true;
    for (const next of define.calls) seen.add(next);
  }
  return false;
}

function readDefines(map: HelmMap, textOf: (path: string) => string | null): ReadonlyMap<string, Define> {
  const defines = new Map<string, Define>();
  for (const { file, places } of map.outline) {
    const lines = (textOf(file) ?? "").split("\n");
    const isValue = valueLines(lines);
    for (const number of places) {
      const place = map.places[number];
      if (place?.define === undefined) continue;
      const define = defines.get(place.define) ?? { hasProbe: false, isOpen: false, calls: new Set() };
      defines.set(place.define, define);
      const line = lines[place.line - 1] ?? "";
      if (place.kind === "text") {
        define.hasProbe ||= printsProbe(line);
        continue;
      }
      const source = place.source ?? "";
      define.isOpen ||= bringsKeys(source) && line.trimStart().startsWith("{{") && !isValue(place.line);
      for (const name of callsIn(source)) define.calls.add(name);
    }
  }
  return defines;
}

function callsIn(source: string): string[] {
  return [...source.matchAll(INCLUDES)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}
