/** One document of a stream to the Kubernetes objects in it, or to the reason why it is not read. */
import { asString, isObject, type JsonObject } from "./json-value.js";
import {
  assumedKind,
  isContainerKind,
  isKustomizationKind,
  isListKind,
  isToolKind,
  namedKinds,
  ownKinds,
} from "./kind-names.js";
import { entryBelow, linesAt } from "./locate.js";
import {
  type Manifest,
  type ManifestDocument,
  type ManifestObject,
  problemAt,
  type UnreadDocument,
} from "./manifest.js";
import { parseSlice } from "./parse-yaml.js";
import type { ProblemCode } from "./problem.js";
import type { SourceNode } from "./source-tree.js";
import type { StreamSlice } from "./split-stream.js";
import { hasTemplateMarks, hasTemplateValue, isTemplateText, isYtt } from "./template-text.js";
import { hereDocumentBefore } from "./unread/here-document.js";
import { meantKinds } from "./unread/meant-kinds.js";
import type { DuplicateKey } from "./yaml/construct-value.js";

/**
 * Characters of one object's text. etcd refuses a request above 1.5 MiB (etcd: --max-request-bytes); it gets an object
 * without its indentation and comments, so a text that is longer says only that it is left unread.
 */
export const MAX_DOCUMENT_LENGTH = 1.5 * 1024 * 1024;

/** Characters of a document that holds objects: none of it is stored as a whole. */
const MAX_LIST_LENGTH = 16 * 1024 * 1024;

/** Equal keys that are told of one document: a thousand of them are one mistake. */
const MAX_DUPLICATES = 10;

/** Lines that git leaves in a file where two changes met. */
const CONFLICT = /^(?:<{7}|={7}|>{7})(?: .*)?$/m;

/**
 * Reads the objects of one document into its manifest; returns the place of the last one. `kinds` are the wanted ones
 * that its text names.
 */
export function readDocument(
  manifest: Manifest,
  slice: StreamSlice,
  kinds: readonly string[],
  place: number,
  wantedKinds: ReadonlySet<string>,
): number {
  const unread = (
    list: UnreadDocument[],
    code: ProblemCode,
    message: string,
    offset: number,
    named: readonly string[] = kinds,
  ): number => {
    const problem = problemAt(manifest, code, slice.start + offset, message);
    const endLine = manifest.lines.lineAt(slice.start + slice.text.trimEnd().length - 1);
    list.push({ kinds: named, problem, endLine, text: slice.text.trim() });
    return place;
  };
  const first = firstContent(slice.text);
  const fail = (code: ProblemCode, message: string, offset = first): number =>
    unread(manifest.unread, code, message, offset);
  const template = (): number =>
    unread(
      manifest.templates,
      "template",
      `${kinds[0]} in a template${isYtt(slice.text) ? " of ytt" : ""}: it is not read before the template is rendered`,
      first,
    );

  if (isTemplateText(slice.text)) return template();
  const bound = lengthBound(slice.text, first);
  if (slice.text.length > bound) return fail("document-too-large", tooLarge("document", slice.text, bound));
  const parsed = parseSlice(slice);
  if (!parsed.ok) {
    if (parsed.code === "yaml-syntax" && hasTemplateMarks(slice.text, parsed.offset)) return template();
    const shell = parsed.code === "yaml-syntax" ? hereDocumentBefore(slice.text) : null;
    const isAssumed = assumedKind(manifest.path) !== null;
    const meant = isAssumed ? kinds : meantKinds(slice.text, shell?.behind ?? first, kinds);
    if (meant.length === 0) return place;
    const failAs = (offset: number, message: string) =>
      unread(manifest.unread, parsed.code, message, offset, meant);
    const conflict = parsed.code === "yaml-syntax" ? CONFLICT.exec(slice.text) : null;
    if (conflict !== null) return failAs(conflict.index, "a merge conflict is not resolved");
    if (shell !== null) {
      const message = `a shell command stands around the manifest: kubectl can read only what is between this line and “${shell.word}”`;
      return failAs(shell.offset, message);
    }
    return failAs(parsed.offset, parsed.message);
  }
  const dropped = droppedText(slice, parsed.end, wantedKinds);
  if (dropped !== null) {
    const message = `${dropped.behind}, where kubectl reads nothing up to the next ---`;
    fail("yaml-syntax", message, dropped.offset);
  }
  const { value, tree } = parsed;
  const own = rootKinds(tree);
  const isKustomization = own.length > 0 && own.every(isKustomizationKind);
  for (const [index, duplicate] of parsed.duplicates.slice(0, MAX_DUPLICATES).entries()) {
    const left = index === MAX_DUPLICATES - 1 ? parsed.duplicates.length - MAX_DUPLICATES : 0;
    const more = left > 0 ? `; ${left} more of this document stand twice` : "";
    const message = `${duplicateWords(duplicate, isKustomization)}${more}`;
    manifest.problems.push(problemAt(manifest, "duplicate-key", slice.start + duplicate.offset, message));
  }
  const second = parsed.duplicates.find(
    ({ key, offset }) => key === "kind" && slice.text[offset - 1] === "\n",
  );
  if (second !== undefined) {
    // A kind that it names further down, such as a patch's target, is no object of this document.
    const message = isKustomization
      ? "a kustomization that cannot be read: kustomize refuses a key that stands twice"
      : "two objects stand in one document, a line of --- is missing between them";
    const meant = own.length === 0 ? kinds : own.filter((kind) => wantedKinds.has(kind));
    return meant.length === 0 ? place : unread(manifest.unread, "yaml-syntax", message, second.offset, meant);
  }
  if (!isObject(value)) return place;
  // A Helm chart's values or a CI job may well name the kind, and are no object of Kubernetes.
  const root = asString(value.kind) ?? assumedKind(manifest.path) ?? "";
  if (!wantedKinds.has(root) && !isContainerKind(root)) return place;
  // kustomize takes what stands in quotes as it is, such as labels that Helm fills in once it has written its output.
  if ((!isToolKind(root) && hasTemplateValue(value)) || isOpenShiftTemplate(value)) return template();
  const { start, text, syntax, from } = slice;
  const document = {
    manifest,
    start,
    text,
    syntax,
    from,
    value,
    tree,
    duplicates: parsed.duplicates.length,
  };
  return collectObjects(document, value, [], place, wantedKinds);
}

/** Returns how many characters of a document are read. */
function lengthBound(text: string, first: number): number {
  if (text.length <= MAX_DOCUMENT_LENGTH) return MAX_DOCUMENT_LENGTH;
  return ownKinds(text, first).some(isContainerKind) ? MAX_LIST_LENGTH : MAX_DOCUMENT_LENGTH;
}

function tooLarge(what: string, text: string, bound: number): string {
  const size = (Buffer.byteLength(text) / 1024 / 1024).toFixed(1);
  return `a ${what} of ${size} MiB of text, where at most ${bound / 1024 / 1024} MiB are read`;
}

/** Returns the values of a document's own `kind`, which may stand there several times. */
function rootKinds(tree: SourceNode | null): string[] {
  if (tree?.kind !== "map") return [];
  return tree.entries.flatMap(({ key, value }) =>
    key.kind === "scalar" && key.text === "kind" && value.kind === "scalar" ? value.text : [],
  );
}

function duplicateWords({ key, unsettled }: DuplicateKey, isKustomization: boolean): string {
  const name = JSON.stringify(key.slice(0, 63));
  if (unsettled)
    return `the key ${name} stands in one mapping in two forms, as 1 and 1.0 or 1 and "1" would: which value stays is left to chance`;
  const outcome = isKustomization ? "kustomize refuses the file" : "Kubernetes takes the last";
  return `the key ${name} stands twice in one mapping; ${outcome}`;
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
    const apiVersion = asString(value.apiVersion) ?? "";
    const object: ManifestObject = { document, root, value, apiVersion, kind, place, line: 0 };
    const { startLine, endLine } = linesAt(object, []);
    object.line = startLine;
    const large = tooLargeItem(object, endLine);
    if (large === null) document.manifest.objects.push(object);
    else document.manifest.unread.push(large);
  }
  return place;
}

/** Returns an object that is too large to be read as what is not read; null for one that is not. */
function tooLargeItem({ document, root, kind }: ManifestObject, endLine: number): UnreadDocument | null {
  if (document.text.length <= MAX_DOCUMENT_LENGTH) return null;
  const node = entryBelow(document.tree, root)?.value;
  const text = node === undefined ? "" : document.text.slice(node.start, node.end);
  if (node === undefined || text.length <= MAX_DOCUMENT_LENGTH) return null;
  const message = tooLarge("list's item", text, MAX_DOCUMENT_LENGTH);
  const problem = problemAt(document.manifest, "document-too-large", document.start + node.start, message);
  return { kinds: [kind], problem, endLine, text };
}

/** Returns text behind a document's end, before the next cut, that names a wanted kind: the reader never looks at it. */
function droppedText(
  slice: StreamSlice,
  end: number,
  wantedKinds: ReadonlySet<string>,
): { offset: number; behind: string } | null {
  const rest = slice.text.slice(end);
  if (!/\S/.test(rest) || namedKinds(rest, wantedKinds).length === 0) return null;
  const marker = rest.startsWith("...");
  const offset = end + (marker ? 3 : 0);
  const first = slice.text.slice(offset).search(/\S/);
  return {
    offset: offset + Math.max(0, first),
    behind: marker ? "it stands behind a line of ..." : "it stands behind the end of a document",
  };
}

function isOpenShiftTemplate(value: JsonObject): boolean {
  return value.kind === "Template" && Array.isArray(value.objects);
}

/** Returns the offset of a document's first character that is neither its marker nor a comment. */
export function firstContent(text: string): number {
  const found = /^---[ \t]+(?=[^\s#])|^(?!---|\.\.\.|[ \t]*#|[ \t]*\r?$)/m.exec(text);
  return found === null ? 0 : found.index + found[0].length;
}
