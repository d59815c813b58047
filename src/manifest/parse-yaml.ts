import { parseJson } from "./parse-json.js";
import type { ParsedDocument } from "./parsed-document.js";
import type { ProblemCode } from "./problem.js";
import type { SourceNode } from "./source-tree.js";
import type { StreamSlice } from "./split-stream.js";
import { constructValue, isSurelyRead, TooMuch } from "./yaml/construct-value.js";
import { Misplaced, YamlFault } from "./yaml/cursor.js";
import { parseDocument, TooDeep } from "./yaml/parse-document.js";

/** Deeper than any object of Kubernetes, and shallow enough for every recursion behind the parser. */
const MAX_DEPTH = 100;

/** Aliases may repeat, but a document must not grow beyond this many values by them. */
const MAX_EXPANDED_VALUES = 200_000;

/** Characters that go.yaml.in/yaml/v2 refuses in a text (readerc.go). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are refused
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/**
 * Parses the first document of a text as Kubernetes would (sigs.k8s.io/yaml, by go.yaml.in/yaml/v2): the last of
 * equal keys counts. The value is plain data; the tree holds the places in the text. Every fault of the text is data.
 */
export function parseYaml(text: string, from = 0): ParsedDocument {
  return parsed(text, from, (root, end) => {
    const { value, duplicates, aliased } = constructValue(root);
    if (aliased && !staysSmall(value)) throw new TooMuch("its aliases expand to too much to be read", 0);
    return { ok: true, value, tree: root, duplicates, end };
  });
}

type Fault = ParsedDocument & { ok: false };

/** Returns why a document cannot be read, as `parseSlice` does; null where it can. Its value is made only where that may tell. */
export function faultOfSlice(slice: StreamSlice): Fault | null {
  const found =
    slice.syntax === "json"
      ? parseSlice(slice)
      : parsed(slice.text, slice.from, (root) => (isSurelyRead(root) ? null : parseSlice(slice)));
  return found === null || found.ok ? null : found;
}

function parsed<Result extends ParsedDocument | null>(
  text: string,
  from: number,
  use: (root: SourceNode | null, end: number) => Result,
): Result | Fault {
  const control = CONTROL.exec(text);
  if (control !== null) {
    const code = control[0].charCodeAt(0).toString(16).padStart(4, "0").toUpperCase();
    return fault("yaml-syntax", `the character U+${code} cannot stand in YAML`, control.index);
  }
  try {
    const start = text.charCodeAt(from) === 0xfeff ? from + 1 : from;
    const { root, end } = parseDocument(text.endsWith("\n") ? `${text}\0` : `${text}\n\0`, start, MAX_DEPTH);
    return use(root, Math.min(end, text.length));
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    const code =
      error instanceof TooDeep ? "too-deep" : error instanceof TooMuch ? "alias-bomb" : "yaml-syntax";
    const found = fault(code, error.message, Math.min(error.offset, text.length));
    return error instanceof Misplaced ? { ...found, misplaced: true } : found;
  }
}

/** Parses a document by the reader that kubectl takes for it. */
export function parseSlice({ text, syntax, from }: StreamSlice): ParsedDocument {
  return syntax === "json" ? parseJson(text, MAX_DEPTH) : parseYaml(text, from);
}

function fault(code: ProblemCode, message: string, offset: number): Fault {
  return { ok: false, code, message, offset };
}

/**
 * Whether the value keeps to its limits with every alias written out: in number, and in depth, since aliases nest
 * too. A value that contains itself has neither.
 */
function staysSmall(root: unknown): boolean {
  const known = new Map<object, { size: number; depth: number }>();
  const endless = { size: Number.POSITIVE_INFINITY, depth: Number.POSITIVE_INFINITY };
  const measure = (value: unknown, level: number): { size: number; depth: number } => {
    if (typeof value !== "object" || value === null) return { size: 1, depth: 0 };
    if (level > 2 * MAX_DEPTH) return endless;
    const before = known.get(value);
    if (before !== undefined) return before;
    known.set(value, endless);
    const total = { size: 1, depth: 0 };
    for (const item of Object.values(value)) {
      const { size, depth } = measure(item, level + 1);
      total.size += size;
      total.depth = Math.max(total.depth, depth + 1);
    }
    known.set(value, total);
    return total;
  };
  const { size, depth } = measure(root, 0);
  return size <= MAX_EXPANDED_VALUES && depth <= 2 * MAX_DEPTH;
}
