/**
 * Text of YAML or JSON to Kubernetes objects that know their place in the text. Knows nothing of workloads: which
 * kinds are wanted comes in, every other document is left unparsed. A document that cannot be read is a problem
 * beside the others, never an exception.
 */

import { asString, isObject, type JsonObject } from "./json-value.js";
import { indexLines } from "./line-index.js";
import { linesAt } from "./locate.js";
import type { Manifest, ManifestDocument, ManifestObject, UnreadDocument } from "./manifest.js";
import { parseYaml } from "./parse-yaml.js";
import type { Problem, ProblemCode } from "./problem.js";
import { type StreamSlice, splitStream } from "./split-stream.js";
import { hasTemplateMarks, hasTemplateValue, isTemplateText } from "./template-text.js";

/** etcd refuses a request above 1.5 MiB (etcd: --max-request-bytes), so no object of a cluster is larger. */
export const MAX_DOCUMENT_LENGTH = 1.5 * 1024 * 1024;

/** Reads the objects of the wanted kinds, and the items of those kinds out of every `List`. */
export function readManifest(path: string, text: string, wantedKinds: ReadonlySet<string>): Manifest {
  const manifest: Manifest = {
    path,
    text,
    lines: indexLines(text),
    objects: [],
    unread: [],
    templates: [],
    problems: [],
  };
  let place = 0;
  for (const slice of splitStream(text)) {
    place += 1;
    if (manifest.unread.length >= MAX_UNREAD) {
      const message = `${MAX_UNREAD} documents before this one cannot be read: the rest of the file is left`;
      manifest.problems.push(problemAt(manifest, "yaml-syntax", slice.start, message));
      break;
    }
    const assumed = assumedKind(path);
    const named = namedKinds(slice.text, wantedKinds);
    const kinds = named.length === 0 && assumed !== null ? [assumed] : named;
    if (kinds.length > 0) place = readDocument(manifest, slice, kinds, place, wantedKinds);
  }
  return manifest;
}

/**
 * The value may stand on a later line, behind comments and a block scalar's header. Every repetition has a limit: the
 * text comes from strangers, and without one a megabyte of comments takes minutes.
 */
const KIND =
  /["']?\bkind["']?[ \t]*:\s*(?:#[^\n]{0,200}\n\s*){0,5}(?:[&!][^\s,}]{0,100}\s+){0,3}(?:[|>][-+\d]*\s+)?["']?([A-Za-z]+)/g;
const ROOT_KIND = /^["']?kind["']?[ \t]*:[ \t]*(?:[&!]\S*[ \t]+)*["']?([A-Za-z]+)/m;

/** The wanted kinds that a document's text names; a `kind` in column 1 decides alone, unless there are several. */
function namedKinds(text: string, wantedKinds: ReadonlySet<string>): string[] {
  const root = ROOT_KIND.exec(text)?.[1];
  // A second "kind" in column 1 means two documents glued together: let the parser say so.
  const alone = root !== undefined && !isContainerKind(root) && !wantedKinds.has(root);
  const named = text.matchAll(alone ? new RegExp(ROOT_KIND.source, "gm") : KIND);
  return [...new Set([...named].map((match) => match[1] as string))].filter((kind) => wantedKinds.has(kind));
}

/** kustomize takes a kustomization.yaml without `kind`: the file's name says it. */
function assumedKind(path: string): string | null {
  return /(?:^|\/)kustomization\.ya?ml$/.test(path) ? "Kustomization" : null;
}

function isListKind(kind: string): boolean {
  return kind === "List" || kind.endsWith("List");
}

/** Kinds that hold other objects: what they hold decides whether they are read. */
function isContainerKind(kind: string): boolean {
  return isListKind(kind) || kind === "Template";
}

/** Faulty documents of one file that are told; nobody mends more at once. */
const MAX_UNREAD = 1_000;

/** Equal keys that are told of one document: a thousand of them are one mistake. */
const MAX_DUPLICATES = 10;

/** What git leaves in a file where two changes met. */
const CONFLICT = /^(?:<{7}|={7}|>{7})(?: .*)?$/m;

function readDocument(
  manifest: Manifest,
  slice: StreamSlice,
  kinds: readonly string[],
  place: number,
  wantedKinds: ReadonlySet<string>,
): number {
  const unread = (list: UnreadDocument[], code: ProblemCode, message: string, offset: number): number => {
    const problem = problemAt(manifest, code, slice.start + offset, message);
    const endLine = manifest.lines.lineAt(slice.start + slice.text.trimEnd().length - 1);
    list.push({ kinds, problem, endLine, text: slice.text.trim() });
    return place;
  };
  const first = firstContent(slice.text);
  const fail = (code: ProblemCode, message: string, offset = first): number =>
    unread(manifest.unread, code, message, offset);
  const template = (): number =>
    unread(
      manifest.templates,
      "template",
      `${kinds[0]} in a template: it is not read before the template is rendered`,
      first,
    );

  if (isTemplateText(slice.text)) return template();
  if (slice.text.length > MAX_DOCUMENT_LENGTH) {
    const size = (slice.text.length / 1024 / 1024).toFixed(1);
    return fail(
      "document-too-large",
      `a document of ${size} MiB, above the 1.5 MiB that a cluster can store`,
    );
  }
  const parsed = parseYaml(slice.text);
  if (!parsed.ok) {
    if (parsed.code === "yaml-syntax" && hasTemplateMarks(slice.text, parsed.offset)) return template();
    const conflict = parsed.code === "yaml-syntax" ? CONFLICT.exec(slice.text) : null;
    if (conflict !== null) return fail("yaml-syntax", "a merge conflict is not resolved", conflict.index);
    return fail(parsed.code, parsed.message, parsed.offset);
  }
  for (const { key, offset } of parsed.duplicates.slice(0, MAX_DUPLICATES)) {
    const message = `the key ${JSON.stringify(key.slice(0, 63))} stands twice in one mapping; Kubernetes takes the last`;
    manifest.problems.push(problemAt(manifest, "duplicate-key", slice.start + offset, message));
  }
  const second = parsed.duplicates.find(
    ({ key, offset }) => key === "kind" && slice.text[offset - 1] === "\n",
  );
  if (second !== undefined) {
    return fail(
      "yaml-syntax",
      "two objects stand in one document, a line of --- is missing between them",
      second.offset,
    );
  }
  const { value, tree } = parsed;
  if (!isObject(value)) return place;
  // A Helm chart's values or a CI job may well name the kind, and are no object of Kubernetes.
  const root = asString(value.kind) ?? assumedKind(manifest.path) ?? "";
  if (!wantedKinds.has(root) && !isContainerKind(root)) return place;
  if (hasTemplateValue(value) || isOpenShiftTemplate(value)) return template();
  const document = {
    manifest,
    start: slice.start,
    text: slice.text,
    value,
    tree,
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
  const kind = asString(value.kind) ?? assumedKind(document.manifest.path) ?? "";
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
    const apiVersion = asString(value.apiVersion) ?? "";
    const object: ManifestObject = { document, root, value, apiVersion, kind, place, line: 0 };
    object.line =
      root.length === 0
        ? lines.lineAt(document.start + firstContent(document.text))
        : linesAt(object, []).startLine;
    document.manifest.objects.push(object);
  }
  return place;
}

function isOpenShiftTemplate(value: JsonObject): boolean {
  return value.kind === "Template" && Array.isArray(value.objects);
}

/** A parser quotes what it stumbles over, at any length. */
function cut(message: string): string {
  return message.length > 200 ? `${message.slice(0, 199)}…` : message;
}

/** Offset of a document's first character that is neither its marker nor a comment. */
function firstContent(text: string): number {
  const found = /^---[ \t]+(?=[^\s#])|^(?!---|\.\.\.|[ \t]*#|[ \t]*\r?$)/m.exec(text);
  return found === null ? 0 : found.index + found[0].length;
}

function problemAt(manifest: Manifest, code: ProblemCode, offset: number, message: string): Problem {
  const { line, column } = manifest.lines.positionAt(Math.max(0, Math.min(offset, manifest.text.length)));
  return { code, path: manifest.path, line, column, message: cut(message) };
}
