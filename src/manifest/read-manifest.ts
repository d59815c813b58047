/**
 * Text of YAML or JSON to Kubernetes objects that know their place in the text. Knows nothing of workloads: which
 * kinds are wanted comes in, every other document is left unparsed. A document that cannot be read is a problem
 * beside the others, never an exception.
 */
import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isSeq,
  type Node,
  parseDocument,
  type YAMLError,
  type YAMLMap,
} from "yaml";
import { asString, isObject, type JsonObject } from "./json-value.js";
import { kubernetesSchema } from "./kubernetes-schema.js";
import { indexLines, type LineIndex } from "./line-index.js";
import type { Problem, ProblemCode } from "./problem.js";
import { type StreamSlice, splitStream } from "./split-stream.js";
import { hasTemplateMarks, hasTemplateValue, isTemplateText } from "./template-text.js";

/** etcd refuses a request above 1.5 MiB (etcd: --max-request-bytes), so no object of a cluster is larger. */
export const MAX_DOCUMENT_LENGTH = 1.5 * 1024 * 1024;

/** A document of the stream that was parsed. */
export interface ManifestDocument {
  manifest: Manifest;
  /** offset of `text` in the file's text; the ranges of `yaml`'s nodes count from here */
  start: number;
  text: string;
  contents: YAMLMap;
  /** the whole document as plain data */
  value: unknown;
  /** how many keys stand twice */
  duplicates: number;
}

/** One Kubernetes object: a document, or an item of a `kind: List`. */
export interface ManifestObject {
  document: ManifestDocument;
  /** the keys from the document's root to the object; empty where the document is the object */
  root: (string | number)[];
  value: JsonObject;
  apiVersion: string;
  kind: string;
  /** which object of the file this is, from 1 */
  place: number;
  /** 1-based, inclusive */
  startLine: number;
  endLine: number;
}

/** A document that names a wanted kind and could not be read. */
export interface UnreadDocument {
  kind: string;
  problem: Problem;
  endLine: number;
}

export interface Manifest {
  path: string;
  text: string;
  lines: LineIndex;
  objects: ManifestObject[];
  /** faults in documents that name a wanted kind; templates are not among them */
  unread: UnreadDocument[];
  /** documents that name a wanted kind and are templates, and faults that do not keep an object from being read */
  problems: Problem[];
}

/** Reads the objects of the wanted kinds, and the items of those kinds out of every `List`. */
export function readManifest(path: string, text: string, wantedKinds: ReadonlySet<string>): Manifest {
  const manifest: Manifest = { path, text, lines: indexLines(text), objects: [], unread: [], problems: [] };
  let place = 0;
  for (const slice of splitStream(text)) {
    place += 1;
    const kind = namedKind(slice.text, wantedKinds);
    if (kind !== null) place = readDocument(manifest, slice, kind, place, wantedKinds);
  }
  return manifest;
}

const KIND = /["']?\bkind["']?[ \t]*:[ \t]*(?:[&!][^\s,}]*[ \t]+)*["']?([A-Za-z]+)/g;
const ROOT_KIND = /^["']?kind["']?[ \t]*:[ \t]*(?:[&!]\S*[ \t]+)*["']?([A-Za-z]+)/m;

/** The first wanted kind that a document's text names; a `kind` in column 1 decides alone. */
function namedKind(text: string, wantedKinds: ReadonlySet<string>): string | null {
  const root = ROOT_KIND.exec(text)?.[1];
  if (root !== undefined && !isContainerKind(root) && !wantedKinds.has(root)) {
    // A second "kind" in column 1 means two documents glued together: let the parser say so.
    const again = [...text.matchAll(new RegExp(ROOT_KIND.source, "gm"))].map((match) => match[1] as string);
    return again.find((kind) => wantedKinds.has(kind)) ?? null;
  }
  for (const match of text.matchAll(KIND)) {
    if (wantedKinds.has(match[1] as string)) return match[1] as string;
  }
  return null;
}

function isListKind(kind: string): boolean {
  return kind === "List" || kind.endsWith("List");
}

/** Kinds that hold other objects: what they hold decides whether they are read. */
function isContainerKind(kind: string): boolean {
  return isListKind(kind) || kind === "Template";
}

function readDocument(
  manifest: Manifest,
  slice: StreamSlice,
  kind: string,
  place: number,
  wantedKinds: ReadonlySet<string>,
): number {
  const fail = (code: ProblemCode, message: string, offset = firstContent(slice.text)): number => {
    const problem = problemAt(manifest, code, slice.start + offset, message);
    const endLine = manifest.lines.lineAt(slice.start + slice.text.trimEnd().length - 1);
    manifest.unread.push({ kind, problem, endLine });
    return place;
  };
  const template = (): number => {
    const message = `${kind} in a template: it is not read before the template is rendered`;
    manifest.problems.push(problemAt(manifest, "template", slice.start + firstContent(slice.text), message));
    return place;
  };

  if (isTemplateText(slice.text)) return template();
  if (slice.text.length > MAX_DOCUMENT_LENGTH) {
    const size = (slice.text.length / 1024 / 1024).toFixed(1);
    return fail(
      "document-too-large",
      `a document of ${size} MiB, above the 1.5 MiB that a cluster can store`,
    );
  }
  const parsed = parseSlice(slice.text);
  if (!parsed.ok) {
    if (parsed.code === "yaml-syntax" && hasTemplateMarks(slice.text)) return template();
    return fail(parsed.code, parsed.message, parsed.offset);
  }
  for (const error of parsed.duplicates) {
    manifest.problems.push(
      problemAt(manifest, "duplicate-key", slice.start + error.pos[0], duplicateMessage(slice.text, error)),
    );
  }
  const { contents, value } = parsed;
  if (!isMap(contents) || !isObject(value)) return place;
  if (hasTemplateValue(value) || isOpenShiftTemplate(value)) return template();

  const document: ManifestDocument = {
    manifest,
    start: slice.start,
    text: slice.text,
    contents,
    value,
    duplicates: parsed.duplicates.length,
  };
  return collectObjects(document, value, [], place, wantedKinds);
}

/** Adds the document's object, or those of its items; returns the place of the last one. */
function collectObjects(
  document: ManifestDocument,
  value: JsonObject,
  root: (string | number)[],
  place: number,
  wantedKinds: ReadonlySet<string>,
): number {
  const kind = asString(value.kind) ?? "";
  if (isListKind(kind) && Array.isArray(value.items)) {
    let last = place - 1;
    for (const [index, item] of value.items.entries()) {
      if (isObject(item))
        last = collectObjects(document, item, [...root, "items", index], last + 1, wantedKinds);
    }
    return Math.max(last, place);
  }
  if (wantedKinds.has(kind)) {
    const { lines } = document.manifest;
    const range = rangeOf(document, nodeAt(document, root));
    document.manifest.objects.push({
      document,
      root,
      value,
      apiVersion: asString(value.apiVersion) ?? "",
      kind,
      place,
      startLine: lines.lineAt(range.start),
      endLine: lines.lineAt(range.end),
    });
  }
  return place;
}

type ParsedSlice =
  | { ok: true; contents: Node | null; value: unknown; duplicates: YAMLError[] }
  | { ok: false; code: ProblemCode; message: string; offset: number };

/** Parses one document as Kubernetes would, with every resource fault as data. */
export function parseSlice(text: string): ParsedSlice {
  let parsed: Document.Parsed;
  try {
    parsed = parseDocument(text, { schema: kubernetesSchema, prettyErrors: false, logLevel: "silent" });
  } catch (error) {
    // The composer calls itself once a level; the only thing that it throws is the engine's own limit on that.
    if (!(error instanceof RangeError)) throw error;
    return { ok: false, code: "too-deep", message: "nested too deeply to be read", offset: 0 };
  }
  const fatal = parsed.errors.find((error) => error.code !== "DUPLICATE_KEY");
  if (fatal !== undefined) {
    if (fatal.code === "RESOURCE_EXHAUSTION") {
      return { ok: false, code: "too-deep", message: "nested too deeply to be read", offset: fatal.pos[0] };
    }
    return {
      ok: false,
      code: "yaml-syntax",
      message: fatal.message.replace(/\s+/g, " "),
      offset: fatal.pos[0],
    };
  }
  try {
    const value: unknown = parsed.toJS({ maxAliasCount: 100 });
    return { ok: true, contents: parsed.contents, value, duplicates: parsed.errors };
  } catch (error) {
    if (error instanceof ReferenceError) {
      const message = "its aliases expand to too much, or name an anchor that does not stand before them";
      return { ok: false, code: "alias-bomb", message, offset: 0 };
    }
    if (error instanceof RangeError) {
      return { ok: false, code: "too-deep", message: "nested too deeply to be read", offset: 0 };
    }
    throw error;
  }
}

/** The node at a path of keys below the document's root; the last of equal keys, as Kubernetes reads it. */
export function nodeAt(document: ManifestDocument, path: readonly (string | number)[]): Node | null {
  let node: Node | null = document.contents;
  for (const key of path) {
    const next = childOf(node, key);
    if (next === null) return null;
    node = next;
  }
  return node;
}

function childOf(node: Node | null, key: string | number): Node | null {
  if (isSeq(node) && typeof key === "number") return (node.items[key] as Node | undefined) ?? null;
  if (!isMap(node)) return null;
  for (const pair of node.items.toReversed()) {
    if (isPair(pair) && keyText(pair.key) === String(key))
      return (pair.value as Node | null) ?? (pair.key as Node);
  }
  return null;
}

export function keyText(key: unknown): string {
  return typeof key === "object" && key !== null && "value" in key ? String(key.value) : "";
}

/** Lines of the file that a path's key and value take, 1-based and inclusive; the nearest parent's where it is absent. */
export function linesAt(
  object: ManifestObject,
  path: readonly (string | number)[],
): { startLine: number; endLine: number } {
  const { document } = object;
  const full = [...object.root, ...path];
  for (let length = full.length; length >= object.root.length; length--) {
    const node = nodeAt(document, full.slice(0, length));
    if (node === null || isAlias(node) || !node.range) continue;
    const range = rangeOf(document, node);
    const { lines } = document.manifest;
    const endLine = lines.lineAt(range.end);
    const key = keyNodeAt(document, full.slice(0, length));
    const start = key?.range ? document.start + key.range[0] : range.start;
    return { startLine: lines.lineAt(start), endLine };
  }
  return { startLine: object.startLine, endLine: object.endLine };
}

function keyNodeAt(document: ManifestDocument, path: readonly (string | number)[]): Node | null {
  const last = path.at(-1);
  const parent = nodeAt(document, path.slice(0, -1));
  if (!isMap(parent) || last === undefined) return null;
  const pair = parent.items.toReversed().find((item) => keyText(item.key) === String(last));
  return (pair?.key as Node | undefined) ?? null;
}

/** Offsets in the file of a node's first character and of its last that is not white space. */
export function rangeOf(document: ManifestDocument, node: Node | null): { start: number; end: number } {
  const range = node?.range ?? document.contents.range ?? [0, 0, 0];
  let end = Math.max(range[0], range[1] - 1);
  while (end > range[0] && /\s/.test(document.text[end] as string)) end -= 1;
  return { start: document.start + range[0], end: document.start + end };
}

function isOpenShiftTemplate(value: JsonObject): boolean {
  return value.kind === "Template" && Array.isArray(value.objects);
}

function firstContent(text: string): number {
  const found = /^(?!---|\.\.\.|[ \t]*#|[ \t]*\r?$)/m.exec(text);
  return found?.index ?? 0;
}

function problemAt(manifest: Manifest, code: ProblemCode, offset: number, message: string): Problem {
  const { line, column } = manifest.lines.positionAt(Math.max(0, Math.min(offset, manifest.text.length)));
  return { code, path: manifest.path, line, column, message };
}

function duplicateMessage(text: string, error: YAMLError): string {
  const key = /^["']?([^\s"':]{1,63})/.exec(text.slice(error.pos[0], error.pos[0] + 80))?.[1] ?? "a key";
  return `the key "${key}" stands twice in one mapping; Kubernetes takes the last`;
}
