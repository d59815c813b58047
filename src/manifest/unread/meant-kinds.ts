/**
 * What a document that does not parse is meant to be, told from its text: an object of Kubernetes has its kind and its
 * apiVersion at its own column, or in its own braces, and what stands further in is of something else, such as an
 * autoscaler's target.
 */
import { isContainerKind, isKustomizationKind, KIND_ENTRY, ownKinds } from "../kind-names.js";
import { endOfBrackets } from "../split-stream.js";

/**
 * Returns which of the kinds that a document names it is meant to be or to hold; none for what is no object of Kubernetes,
 * such as another tool's JSON. `from` is the offset of its first line.
 */
export function meantKinds(text: string, from: number, named: readonly string[]): string[] {
  const start = from + Math.max(0, text.slice(from).search(/[^ \t]/));
  const isBraced = text[start] === "{";
  if (isBraced && !text.includes("apiVersion")) return [];
  const own = ownKinds(text, from);
  const root = own.length > 0 || isBraced ? own : firstColumnKinds(text);
  if (root.some((kind) => isContainerKind(kind) || isKustomizationKind(kind))) return [...named];
  if (root.length > 0) return named.filter((kind) => root.includes(kind));
  if (isBraced) return closes(text, start) ? [] : [...named];
  // A list is no object, with or without a fault.
  if (/^(?:\[|-[ \t\r\n])/.test(text.slice(start, start + 2))) return [];
  const outermost = shiftedKinds(text, from);
  return named.filter((kind) => outermost.includes(kind));
}

function firstColumnKinds(text: string): string[] {
  return [...text.matchAll(new RegExp(`^${KIND_ENTRY.source}`, "gm"))].flatMap(([, kind]) => kind ?? []);
}

/** Whether the braces that open at an offset close one another, and nothing stands behind them: if so, depths can be told. */
function closes(text: string, start: number): boolean {
  const end = endOfBrackets(text, start);
  return end !== null && !/\S/.test(text.slice(end));
}

const ENTRY = /^([ \t]*)["']?(apiVersion|metadata)["']?[ \t]*:/gm;

/**
 * Returns the kinds that stand at a wrong column, which may be the fault itself: the outermost ones of a document that has
 * its apiVersion where it belongs, and those with an apiVersion and metadata beside them.
 */
function shiftedKinds(text: string, from: number): string[] {
  const kinds = [...text.matchAll(new RegExp(`^([ \t]*)${KIND_ENTRY.source}`, "gm"))].map(
    ([, blanks = "", kind = ""]) => ({ indent: blanks.length, kind }),
  );
  const columns = { apiVersion: new Set<number>(), metadata: new Set<number>() };
  for (const [, blanks = "", key] of text.matchAll(ENTRY))
    columns[key as keyof typeof columns].add(blanks.length);
  const indent = /^[ \t]*/.exec(text.slice(from))?.[0].length ?? 0;
  if (columns.apiVersion.has(indent) || columns.apiVersion.has(0)) {
    const least = kinds.reduce((found, one) => Math.min(found, one.indent), Number.POSITIVE_INFINITY);
    return kinds.filter((one) => one.indent === least).map(({ kind }) => kind);
  }
  const isObject = (column: number) => columns.apiVersion.has(column) && columns.metadata.has(column);
  return kinds.filter((one) => isObject(one.indent)).map(({ kind }) => kind);
}
