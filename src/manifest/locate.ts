import type { ManifestDocument, ManifestObject } from "./manifest.js";
import type { MapNode, SourceNode } from "./source-tree.js";
import { isMerge } from "./yaml/construct-value.js";

/** Lines of a file, 1-based and inclusive. */
interface LineRange {
  startLine: number;
  endLine: number;
}

/** Returns the node at a path of keys below an object; null where nothing is written, or only behind an alias. */
export function nodeAt(object: ManifestObject, path: readonly (string | number)[]): SourceNode | null {
  return entryAt(object.document, [...object.root, ...path])?.value ?? null;
}

/** Returns the lines of a path's key and value; those of the nearest parent where it is not written. */
export function linesAt(object: ManifestObject, path: readonly (string | number)[]): LineRange {
  const { document, root } = object;
  const { lines } = document.manifest;
  for (let length = root.length + path.length; length >= root.length; length--) {
    const found = entryAt(document, [...root, ...path].slice(0, length));
    if (found === null) continue;
    const start = found.key?.start ?? found.value.start;
    const end = Math.max(start, found.value.end - 1);
    return {
      startLine: lines.lineAt(document.start + start),
      endLine: lines.lineAt(document.start + end),
    };
  }
  const line = lines.lineAt(document.start);
  return { startLine: line, endLine: line };
}

/** A value in the tree of a document, and its key. */
export interface Entry {
  /** null for an item of a list and for the root */
  key: SourceNode | null;
  value: SourceNode;
}

function entryAt(document: ManifestDocument, path: readonly (string | number)[]): Entry | null {
  return entryBelow(document.tree, path);
}

/** Returns the entry at a path of keys below a node; null where nothing is written, or only behind an alias. */
export function entryBelow(tree: SourceNode | null, path: readonly (string | number)[]): Entry | null {
  let entry: Entry | null = tree === null ? null : { key: null, value: tree };
  for (const key of path) {
    if (entry === null) return null;
    entry = childOf(entry.value, key);
  }
  return entry;
}

/** The last of equal keys counts, as Kubernetes reads them; one that a later merge takes the place of does not. */
function childOf(node: SourceNode, key: string | number): Entry | null {
  if (node.kind === "seq" && typeof key === "number") {
    const item = node.items[key];
    return item === undefined ? null : { key: null, value: item };
  }
  if (node.kind !== "map") return null;
  const name = String(key);
  const { keys, merges } = indexOf(node);
  const index = keys.get(name);
  if (index === undefined) return null;
  const merged = merges.some((at) => at > index && brings((node.entries[at] as Entry).value, name));
  return merged ? null : (node.entries[index] ?? null);
}

/** Where the last entry of each key stands among a mapping's entries, and where its merges stand. */
interface KeyIndex {
  keys: ReadonlyMap<string, number>;
  merges: readonly number[];
}

/** Thousands of findings may ask for places in one mapping, so it is searched once. */
const indexes = new WeakMap<MapNode, KeyIndex>();

function indexOf(node: MapNode): KeyIndex {
  const known = indexes.get(node);
  if (known !== undefined) return known;
  const keys = new Map<string, number>();
  const merges: number[] = [];
  for (const [at, { key }] of node.entries.entries()) {
    if (isMerge(key)) merges.push(at);
    else if (key.kind === "scalar") keys.set(key.text, at);
  }
  const made = { keys, merges };
  indexes.set(node, made);
  return made;
}

function isKey(key: SourceNode, name: string): boolean {
  return key.kind === "scalar" && key.text === name && !isMerge(key);
}

/** Whether what is merged has a key. */
function brings(node: SourceNode, name: string, level = 0): boolean {
  if (level > 20) return false;
  if (node.kind === "alias") return brings(node.target, name, level + 1);
  if (node.kind === "seq") return node.items.some((item) => brings(item, name, level + 1));
  if (node.kind !== "map") return false;
  return node.entries.some(
    ({ key, value }) => isKey(key, name) || (isMerge(key) && brings(value, name, level + 1)),
  );
}
