/**
 * A second reader for the few documents that the first one refuses and Kubernetes takes: Go's reader does not mind a
 * flow collection whose closing bracket stands no deeper than its key, which YAML 1.2 forbids.
 */
import {
  type CollectionTag,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  Scalar,
  type ScalarTag,
  type SchemaOptions,
} from "yaml";
import type { SourceNode } from "./source-tree.js";

/** Go's reader resolves none of these: to it they are strings. */
const UNKNOWN_TAGS = ["timestamp", "binary", "omap", "pairs", "set"].map(
  (name) => `tag:yaml.org,2002:${name}`,
);

/** Deeper than any object of Kubernetes. */
const MAX_LEVELS = 100;

const options: SchemaOptions = {
  schema: "yaml-1.1",
  merge: true,
  customTags: (tags) => tags.filter((tag) => typeof tag === "string" || isKnown(tag)),
};

function isKnown(tag: ScalarTag | CollectionTag): boolean {
  return !UNKNOWN_TAGS.includes(tag.tag) && tag.format !== "TIME";
}

/** The value and its places, or null where this reader finds a fault too. */
export function parseTolerantly(text: string): { value: unknown; tree: SourceNode | null } | null {
  if (!isShallow(text)) return null;
  try {
    const document = parseDocument(text, { ...options, prettyErrors: false, logLevel: "silent" });
    if (document.errors.length > 0) return null;
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { value, tree: document.contents === null ? null : toSourceNode(text, document.contents, 0) };
  } catch {
    // Too deep for its recursion, or an alias bomb: the first reader's fault stands.
    return null;
  }
}

function toSourceNode(text: string, node: Node | null, cursor: number): SourceNode {
  const [start, valueEnd] = node?.range ?? [cursor, cursor];
  let end = valueEnd;
  while (end > start && /\s/.test(text[end - 1] as string)) end -= 1;
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => {
      const from = toSourceNode(text, key as Node | null, start);
      const colon = text.indexOf(":", from.end);
      return {
        key: from,
        value: toSourceNode(text, value as Node | null, colon === -1 ? from.end : colon + 1),
      };
    });
    return { kind: "map", flow: node.flow === true, entries, start, end };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => toSourceNode(text, item as Node | null, start));
    return { kind: "seq", flow: node.flow === true, items, start, end };
  }
  if (isAlias(node)) return { kind: "alias", start, end };
  const block = isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED);
  return {
    kind: "scalar",
    start,
    end,
    text: isScalar(node) ? String(node.value) : "",
    doubleQuoted: isScalar(node) && node.type === Scalar.QUOTE_DOUBLE,
    keepsBreaks: block && /^[|>]\d*\+/.test(text.slice(start, start + 4)),
  };
}

/**
 * Whether no place of the text can be nested deeply. Counted without parsing, and too high rather than too low: this
 * reader calls itself once a level and takes the whole process down where the engine runs out of room for that.
 */
function isShallow(text: string): boolean {
  let brackets = 0;
  for (const character of text.match(/[[\]{}]/g) ?? []) {
    brackets = Math.max(0, brackets + (character === "[" || character === "{" ? 1 : -1));
    if (brackets > MAX_LEVELS) return false;
  }
  return text.split("\n").every((line) => {
    const lead = /^[ \t]*(?:[-?:][ \t]+)*/.exec(line)?.[0] ?? "";
    return lead.length <= 4 * MAX_LEVELS;
  });
}
