import {
  type ConstructorOptions,
  constructFromEvents,
  EVENT_ID,
  type Event,
  parseEvents,
  YAMLException,
} from "js-yaml";
import { kubernetesSchema } from "./kubernetes-schema.js";
import { padShallowLines } from "./pad-lines.js";
import type { ProblemCode } from "./problem.js";
import { buildSourceTree, type SourceNode } from "./source-tree.js";

/** Deeper than any object of Kubernetes, and shallow enough for every recursion behind the parser. */
const MAX_DEPTH = 100;

/** Aliases may repeat, but a document must not grow beyond this many values by them. */
const MAX_EXPANDED_VALUES = 200_000;

/** A key that stands in its mapping before; offset as in ParsedYaml. */
export interface DuplicateKey {
  key: string;
  offset: number;
}

export type ParsedYaml =
  /** `tree` finds the places of the values; it is built when it is first asked for */
  | { ok: true; value: unknown; tree: () => SourceNode | null; duplicates: DuplicateKey[] }
  /** `offset` counts UTF-16 units from the start of the text */
  | { ok: false; code: ProblemCode; message: string; offset: number };

/**
 * Parses one document as Kubernetes would: of equal keys the last counts. The value is plain data; the tree holds
 * the places in the text. Every fault of the text is data, with its offset.
 */
export function parseYaml(text: string): ParsedYaml {
  const parsed = parseAsWritten(text);
  if (parsed.ok || parsed.code !== "yaml-syntax") return parsed;
  const padded = padShallowLines(text, MAX_DEPTH);
  const again = padded === null ? parsed : parseAsWritten(padded.text);
  if (padded === null || !again.ok) return parsed;
  const tree = once(() => {
    const root = again.tree();
    return root === null ? null : padded.unpad(root);
  });
  return {
    ok: true,
    value: again.value,
    tree,
    duplicates: again.duplicates.length === 0 ? [] : duplicateKeys(tree()),
  };
}

function parseAsWritten(text: string): ParsedYaml {
  let events: Event[];
  try {
    events = parseEvents(text, { maxDepth: MAX_DEPTH });
  } catch (error) {
    const fault = faultOf(error);
    if (!isTooDeep(text, fault.offset)) return fault;
    return { ...fault, code: "too-deep", message: `nested deeper than ${MAX_DEPTH} levels` };
  }
  try {
    const { value, unique } = construct(events, {
      source: text,
      schema: kubernetesSchema,
      maxAliases: 1_000,
    });
    const aliased = events.some((event) => event.type === EVENT_ID.ALIAS);
    if (aliased && !staysSmall(value)) {
      const message = "its aliases expand to too much to be read";
      return { ok: false, code: "alias-bomb", message, offset: 0 };
    }
    const tree = once(() => buildSourceTree(text, events));
    return { ok: true, value, tree, duplicates: unique ? [] : duplicateKeys(tree()) };
  } catch (error) {
    return faultOf(error);
  }
}

/** A fault of the text; whatever else is thrown is a fault of ours. */
function faultOf(error: unknown): ParsedYaml & { ok: false } {
  if (!(error instanceof YAMLException)) throw error;
  const message = PLAINER[error.reason] ?? error.reason.replace(/\s+/g, " ");
  return { ok: false, code: "yaml-syntax", message, offset: error.mark?.position ?? 0 };
}

/** What the parser says in the words of YAML's specification, for people who have only their file before them. */
const PLAINER: Record<string, string> = {
  "deficient indentation": "a quoted text or a bracket before this line is never closed",
  "can not read a block mapping entry; a multiline key may not be an implicit key":
    "the line before this one has no colon, or this one is not indented as it should be",
  "end of the stream or a document separator is expected":
    "this belongs to nothing before it: its indentation or a colon is wrong",
  "bad indentation of a mapping entry": "the indentation of this line, or a colon in it, is wrong",
};

function once<T extends object | null>(build: () => T): () => T {
  let built: T | undefined;
  return () => {
    built ??= build();
    return built;
  };
}

/** Equal keys are a fault to the parser; Kubernetes' reader takes the last, so a second try does too. */
function construct(events: Event[], options: ConstructorOptions): { value: unknown; unique: boolean } {
  try {
    return { value: constructFromEvents(events, options)[0], unique: true };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { value: constructFromEvents(events, { ...options, json: true })[0], unique: false };
  }
}

function duplicateKeys(node: SourceNode | null): DuplicateKey[] {
  if (node?.kind === "seq") return node.items.flatMap(duplicateKeys);
  if (node?.kind !== "map") return [];
  const seen = new Set<string>();
  return node.entries.flatMap(({ key, value }) => {
    const name = key.kind === "scalar" ? key.text : null;
    const again = name !== null && name !== "<<" && seen.has(name);
    if (name !== null) seen.add(name);
    return [...(again ? [{ key: name, offset: key.start }] : []), ...duplicateKeys(value)];
  });
}

/** The parser says so only in words: one more level gets further exactly where depth was the fault. */
function isTooDeep(text: string, offset: number): boolean {
  if (offset < MAX_DEPTH - 1) return false;
  try {
    parseEvents(text, { maxDepth: MAX_DEPTH + 1 });
    return true;
  } catch (error) {
    return error instanceof YAMLException && (error.mark?.position ?? 0) > offset;
  }
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
