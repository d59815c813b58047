/**
 * Finds where kubectl and kustomize read one object differently. kubectl reads YAML 1.1 (sigs.k8s.io/yaml over
 * go.yaml.in/yaml/v2), kustomize YAML 1.2 in parts (kyaml 0.21.2 over a copy of yaml/v3), and writes out what it read.
 */
import type { KeyPath } from "./json-value.js";
import { nodeAt } from "./locate.js";
import type { ManifestObject } from "./manifest.js";
import type { MapNode, ScalarNode, SourceNode } from "./source-tree.js";
import { isMerge } from "./yaml/construct-value.js";

export type ReaderDifference = { path: KeyPath } & (
  | { what: "boolean"; written: string; value: boolean }
  | { what: "merge-order" | "two-merges" | "folded-text" }
);

/** Returns the differences of an object, in the order of the text; behind an alias nothing is looked at twice. */
export function readerDifferences(object: ManifestObject): ReaderDifference[] {
  const found: ReaderDifference[] = [];
  const root = nodeAt(object, []);
  const { text, syntax } = object.document;
  if (syntax === "yaml" && root !== null) visit(root, [], text, found);
  return found;
}

/** `text` is the document's, in which the node stands. */
function visit(node: SourceNode, path: KeyPath, text: string, found: ReaderDifference[]): void {
  if (node.kind === "seq") {
    for (const [index, item] of node.items.entries()) visit(item, [...path, index], text, found);
  } else if (node.kind === "scalar") {
    found.push(...scalarDifferences(node, path, text.charAt(node.start) === ">"));
  } else if (node.kind === "map") {
    found.push(...mergeDifferences(node, path));
    for (const { key, value } of node.entries)
      visit(value, isMerge(key) || key.kind !== "scalar" ? path : [...path, key.text], text, found);
  }
}

/** Words that are booleans to YAML 1.1 alone. */
const YES = /^(?:y|Y|yes|Yes|YES|on|On|ON)$/;
const NO = /^(?:n|N|no|No|NO|off|Off|OFF)$/;

function scalarDifferences(
  { style, tag, text }: ScalarNode,
  path: KeyPath,
  isFolded: boolean,
): ReaderDifference[] {
  if (style === "plain" && tag === null && (YES.test(text) || NO.test(text)))
    return [{ what: "boolean", path, written: text, value: YES.test(text) }];
  // A line that begins with a blank, in what is folded, is one that is indented deeper.
  return isFolded && style !== "plain" && /\n[ \t]+\S/.test(text) ? [{ what: "folded-text", path }] : [];
}

function mergeDifferences({ entries }: MapNode, path: KeyPath): ReaderDifference[] {
  const merges = entries.flatMap(({ key }, index) => (isMerge(key) ? index : []));
  const overwritten = entries.flatMap(({ key, value }, index): ReaderDifference[] => {
    if (key.kind !== "scalar" || isMerge(key)) return [];
    const later = merges.filter((at) => at > index);
    const isOther = later.some((at) =>
      brings((entries[at] as MapNode["entries"][number]).value, key.text, value),
    );
    return isOther ? [{ what: "merge-order", path: [...path, key.text] }] : [];
  });
  return merges.length > 1 ? [{ what: "two-merges", path }, ...overwritten] : overwritten;
}

/** Whether what is merged has the key, with another value than the one given. */
function brings(merged: SourceNode, name: string, value: SourceNode): boolean {
  const node = merged.kind === "alias" ? merged.target : merged;
  if (node.kind === "seq") return node.items.some((item) => brings(item, name, value));
  if (node.kind !== "map") return false;
  const entry = node.entries.findLast(
    ({ key }) => key.kind === "scalar" && key.text === name && !isMerge(key),
  );
  if (entry === undefined) return false;
  const { value: other } = entry;
  const isSame =
    other === value ||
    (other.kind === "scalar" &&
      value.kind === "scalar" &&
      other.text === value.text &&
      other.tag === value.tag) ||
    (value.kind === "alias" && value.target === other);
  return !isSame;
}
