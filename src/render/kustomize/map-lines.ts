/**
 * Which line of a kustomization's files each line of a built object came from. kustomize sorts keys and drops comments, so
 * values are followed by their keys: the items of a list by what names them.
 */
import type { KeyPath } from "../../manifest/json-value.js";
import type { LineIndex } from "../../manifest/line-index.js";
import { entryBelow } from "../../manifest/locate.js";
import type { SourceNode } from "../../manifest/source-tree.js";
import type { PatchOperation, SourceValue } from "./source-values.js";

export interface Place {
  path: string;
  line: number;
}

export type IsShown = (path: string, from: number, to: number) => boolean;

/** What an object was made of. */
export interface MadeOf {
  /** where it came from; null where that is not known */
  origin: SourceValue | null;
  /** what was laid over it, in this order */
  merged: readonly SourceValue[];
  operations: readonly PatchOperation[];
  /** Returns where a value stands that a transformer wrote: an image, a number of replicas; null for any other. */
  written(keys: KeyPath, before: string | null): Place | null;
  /** Whether the change's diff shows one of the lines of a file from the first to the last. */
  isShown: IsShown;
}

/** A node of a source at the place of a built one, and that source. */
interface Candidate {
  node: SourceNode;
  of: SourceValue;
  /** the offset at which its entry begins */
  start: number;
}

/**
 * Calls `set` for the lines of a built object on which an entry begins, with where that stands, and whether exactly there: a
 * value that no file has is told by what it stands in. The outermost entry of a line counts.
 */
export function mapLines(
  tree: SourceNode,
  lines: LineIndex,
  madeOf: MadeOf,
  set: (line: number, place: Place, isExact: boolean) => void,
): void {
  const roots = [madeOf.origin, ...madeOf.merged].flatMap((of): Candidate[] =>
    of === null ? [] : [{ node: of.tree, of, start: of.tree.start }],
  );
  const seen = new Set<number>();
  const tell = (start: number, place: Place | null, isExact: boolean) => {
    const line = lines.lineAt(start);
    if (place !== null && !seen.has(line)) set(line, place, isExact);
    seen.add(line);
  };
  const visit = (node: SourceNode, keys: KeyPath, candidates: readonly Candidate[], around: Place | null) => {
    const children: [start: number, key: string | number, node: SourceNode][] =
      node.kind === "map"
        ? node.entries.map(({ key, value }) => [key.start, key.kind === "scalar" ? key.text : "", value])
        : node.kind === "seq"
          ? node.items.map((item, index) => [item.start, index, item])
          : [];
    for (const [start, key, child] of children) {
      const path = [...keys, key];
      const below = [...candidates.flatMap((one) => childOf(one, key, child, node)), ...added(path, madeOf)];
      const place = placeOf(child, path, below, madeOf);
      tell(start, place ?? around, place !== null);
      visit(child, path, below, place ?? around);
    }
  };
  const root = roots[0] === undefined ? null : placeIn(roots[0]);
  tell(tree.start, root, true);
  visit(tree, [], roots, root);
}

function placeIn({ of, start }: Candidate): Place | null {
  return placeAt(of, start);
}

function placeAt(of: SourceValue, offset: number): Place | null {
  return of.placeAt === undefined ? { path: of.path, line: of.lineAt(offset) } : of.placeAt(offset);
}

function placeOf(
  node: SourceNode,
  keys: KeyPath,
  candidates: readonly Candidate[],
  madeOf: MadeOf,
): Place | null {
  const [first] = candidates;
  if (node.kind === "scalar") {
    const same = candidates.findLast(({ node: one }) => one.kind === "scalar" && one.text === node.text);
    if (same !== undefined) return placeIn(same);
    const before = first?.node.kind === "scalar" ? first.node.text : null;
    return madeOf.written(keys, before) ?? (first === undefined ? null : placeIn(first));
  }
  if (first === undefined) return null;
  // What the diff shows is where a person looks.
  const isShown = ({ node: { end }, of, start }: Candidate) => {
    const [from, to] = [placeAt(of, start), placeAt(of, Math.max(start, end - 1))];
    if (from === null) return false;
    return madeOf.isShown(
      from.path,
      from.line,
      to?.path === from.path ? Math.max(from.line, to.line) : from.line,
    );
  };
  const shown = isShown(first) ? first : candidates.findLast(isShown);
  if (shown !== undefined) return placeIn(shown);
  const below = madeOf.operations.findLast(
    ({ pointer, path, line }) =>
      madeOf.isShown(path, line, line) && leadsTo(pointer.slice(0, keys.length), keys),
  );
  return below ?? writtenBelow(node, keys, madeOf) ?? placeIn(first);
}

/** Returns where the change has a transformer write a label of a selector, which is one value to whoever reads it. */
function writtenBelow(node: SourceNode, keys: KeyPath, madeOf: MadeOf): Place | null {
  if (node.kind !== "map") return null;
  for (const { key, value } of node.entries) {
    const path = [...keys, key.kind === "scalar" ? key.text : ""];
    const place =
      value.kind === "scalar"
        ? LABELS.has(keys.at(-1)) && madeOf.written(path, null)
        : LABELS.has(path.at(-1)) && writtenBelow(value, path, madeOf);
    if (place && madeOf.isShown(place.path, place.line, place.line)) return place;
  }
  return null;
}

const LABELS: ReadonlySet<unknown> = new Set(["selector", "matchLabels"]);

/** Returns the entry of a source for a key of a built value. */
function childOf(
  { node, of }: Candidate,
  key: string | number,
  child: SourceNode,
  parent: SourceNode,
): Candidate[] {
  const resolved = node.kind === "alias" ? node.target : node;
  if (typeof key === "number") {
    if (resolved.kind !== "seq" || parent.kind !== "seq") return [];
    const item = matching(child, key, parent.items, resolved.items);
    return item === null ? [] : [{ node: item, of, start: item.start }];
  }
  const entry = resolved.kind === "map" ? entryBelow(resolved, [key]) : null;
  if (entry === null) return [];
  return [{ node: entry.value, of, start: entry.key?.start ?? entry.value.start }];
}

/** What tells the items of Kubernetes' lists from one another, the most telling first. */
const TELLING = ["name", "containerPort", "mountPath", "devicePath", "key", "ip", "topologyKey", "port"];

function matching(
  item: SourceNode,
  index: number,
  built: readonly SourceNode[],
  items: readonly SourceNode[],
): SourceNode | null {
  if (item.kind === "scalar")
    return items.find((one) => one.kind === "scalar" && one.text === item.text) ?? null;
  for (const key of TELLING) {
    const wanted = scalarAt(item, key);
    if (wanted === null) continue;
    const found = items.filter((one) => scalarAt(one, key) === wanted);
    if (found.length === 1) return found[0] as SourceNode;
    if (key === "name") return null;
  }
  return built.length === items.length ? (items[index] ?? null) : null;
}

function scalarAt(node: SourceNode, key: string): string | null {
  const value = entryBelow(node.kind === "alias" ? node.target : node, [key])?.value;
  return value?.kind === "scalar" ? value.text : null;
}

/** Returns what operations of JSON patches put at the very place of a value. */
function added(keys: KeyPath, { operations }: MadeOf): Candidate[] {
  return operations.flatMap(({ pointer, value }): Candidate[] => {
    if (value === null || !leadsTo(pointer, keys)) return [];
    return [{ node: value.tree, of: value, start: value.tree.start }];
  });
}

/** A `-` stands for the end of a list. */
function leadsTo(pointer: KeyPath, keys: KeyPath): boolean {
  if (pointer.length !== keys.length) return false;
  return pointer.every((part, index) =>
    part === "-" ? typeof keys[index] === "number" : String(part) === String(keys[index]),
  );
}
