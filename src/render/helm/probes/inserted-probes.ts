/** What an edit of a chart's files changed in a text: nothing but readiness probes, or something else. */
import { get, isObject, type JsonObject } from "../../../manifest/json-value.js";
import { parseYaml } from "../../../manifest/parse-yaml.js";
import { indentOf } from "./mapped-line.js";

export interface InsertedProbe {
  /** the line, 1-based, of the text without it before which it stands, or whose empty value it takes the place of */
  line: number;
  /** characters before its key */
  column: number;
  probe: JsonObject;
}

const KEY = /^ *readinessProbe: *\r?$/;
const EMPTY = /^ *readinessProbe: *(?:\{ *\}|null|~)? *\r?$/;
/** Tells a text that was made of the chart's files from another: it differs wherever they do. */
const CHECKSUM = /^ *["']?(checksum\/[\w./-]+)["']?: *["']?[\w:.-]*["']? *\r?$/;

/**
 * Returns the probes that the second text has beside what the first one has, line by line; null where anything else
 * differs. Annotations of checksums do not count, nor do blank lines around a probe.
 */
export function insertedProbes(before: string, after: string): InsertedProbe[] | null {
  if (before === after) return [];
  const [old, now] = [before.split("\n"), after.split("\n")];
  const found: InsertedProbe[] = [];
  let [at, next] = [0, 0];
  while (at < old.length || next < now.length) {
    const [left, right] = [old[at], now[next]];
    if (right !== undefined && KEY.test(right)) {
      const isEmptyBefore =
        left !== undefined &&
        EMPTY.test(left) &&
        indentOf(left) === indentOf(right) &&
        blockEnd(old, at) === at + 1;
      const end = blockEnd(now, next);
      if ((isEmptyBefore && end > next + 1) || left !== right) {
        const probe = probeIn(now.slice(next, end));
        if (probe === null) return null;
        found.push({ line: at + 1, column: indentOf(right), probe });
        if (isEmptyBefore) at += 1;
        next = end;
        continue;
      }
    }
    if (left !== undefined && right !== undefined && isSame(left, right)) {
      at += 1;
      next += 1;
    } else if (right !== undefined && isBlank(right) && isBeside(found, at, now, next)) next += 1;
    else if (left !== undefined && isBlank(left) && isBeside(found, at, now, next)) at += 1;
    else return null;
  }
  return found;
}

function isSame(left: string, right: string): boolean {
  if (left === right) return true;
  const checksum = CHECKSUM.exec(left)?.[1];
  return checksum !== undefined && checksum === CHECKSUM.exec(right)?.[1];
}

function isBlank(line: string): boolean {
  return line.trim() === "";
}

/** Whether a probe stands right above or right below. */
function isBeside(
  found: readonly InsertedProbe[],
  at: number,
  now: readonly string[],
  next: number,
): boolean {
  if (found.at(-1)?.line === at + 1) return true;
  const below = now.slice(next, next + 4).find((line) => !isBlank(line));
  return below !== undefined && KEY.test(below);
}

/** Returns the number of the line behind a key's block. */
function blockEnd(lines: readonly string[], start: number): number {
  const column = indentOf(lines[start] ?? "");
  let end = start + 1;
  for (let line = end; line < lines.length; line++) {
    const text = lines[line] as string;
    if (isBlank(text)) continue;
    if (indentOf(text) <= column) break;
    end = line + 1;
  }
  return end;
}

function probeIn(lines: readonly string[]): JsonObject | null {
  const parsed = parseYaml(lines.join("\n"));
  if (!parsed.ok || parsed.duplicates.length > 0) return null;
  const probe = get(parsed.value, "readinessProbe");
  return isObject(probe) && Object.keys(probe).length > 0 ? probe : null;
}
