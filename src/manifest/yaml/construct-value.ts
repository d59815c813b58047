/** A document's tree to plain data, in the order of the text, as go.yaml.in/yaml/v2 decodes it (decode.go). */
import type { MapNode, ScalarNode, SourceNode } from "../source-tree.js";
import { YamlFault } from "./cursor.js";
import { keyText } from "./key-text.js";
import { exactInteger, resolvePlain, type ScalarValue } from "./resolve-scalar.js";
import { resolveTagged } from "./resolve-tagged.js";

/** A key that stands in its mapping before. */
export interface DuplicateKey {
  key: string;
  offset: number;
  /** two keys to YAML, as `1` and `"1"` are, and one as text: which of their values stays is left to chance */
  unsettled?: true;
}

/** A key as text, and what tells it from others of the same text while YAML is read. */
interface MappingKey {
  name: string;
  identity: string;
}

/** Aliases and merges expand to more than anyone writes. */
export class TooMuch extends YamlFault {}

interface Constructed {
  value: unknown;
  duplicates: DuplicateKey[];
  aliased: boolean;
}

const MAX_ALIASES = 1_000;
const MAX_MERGED_KEYS = 10_000;

export function constructValue(root: SourceNode | null): Constructed {
  const state = new Construction();
  const value = root === null ? null : state.value(root);
  if (state.hasUnwritable) refuseUnwritable(value);
  return { value, duplicates: state.duplicates, aliased: state.aliases > 0 };
}

/** Whether nothing stands in a tree for which its value may be refused. It is told without making the value; most trees are so. */
export function isSurelyRead(node: SourceNode | null): boolean {
  if (node === null) return true;
  switch (node.kind) {
    case "scalar":
      // Of what begins otherwise no number is endless or none.
      return (
        node.tag === null && (node.style !== "plain" || !/^[-+.]/.test(node.text) || isFinitePlain(node))
      );
    case "seq":
      return node.items.every(isSurelyRead);
    case "map":
      return node.entries.every(({ key, value }) => isPlainKey(key) && isSurelyRead(value));
    case "alias":
      return false;
  }
}

function isFinitePlain({ text }: ScalarNode): boolean {
  const value = resolvePlain(text);
  return typeof value !== "number" || Number.isFinite(value);
}

/** Whether a key is text, and no merge. */
function isPlainKey(key: SourceNode): boolean {
  if (key.kind !== "scalar" || key.tag !== null || isMerge(key)) return false;
  return key.style !== "plain" || typeof resolvePlain(key.text) === "string";
}

class Construction {
  readonly duplicates: DuplicateKey[] = [];
  aliases = 0;
  /** something was read that JSON cannot hold, which is a fault unless an equal key takes its place */
  hasUnwritable = false;
  private mergedKeys = 0;
  /** values of what aliases name; null while one is being made */
  private readonly known = new Map<SourceNode, { value: unknown } | null>();

  value(node: SourceNode): unknown {
    switch (node.kind) {
      case "scalar": {
        const value = scalarValue(node);
        return typeof value === "number" && !Number.isFinite(value) ? this.unwritable(node) : value;
      }
      case "seq":
        return node.items.map((item) => this.value(item));
      case "map":
        return this.mapping(node);
      case "alias":
        return this.aliased(node.target, node.start);
    }
  }

  private aliased(target: SourceNode, offset: number): unknown {
    if (++this.aliases > MAX_ALIASES) throw new TooMuch(TOO_MUCH, 0);
    const known = this.known.get(target);
    if (known === null) throw new YamlFault("an alias stands in what it names", offset);
    if (known !== undefined) return known.value;
    // An anchored value was made where it stands, and is made once more for all of its aliases together.
    this.known.set(target, null);
    const before = this.duplicates.length;
    const value = this.value(target);
    this.duplicates.length = before;
    this.known.set(target, { value });
    return value;
  }

  private mapping(node: MapNode): unknown {
    const result: Record<string | symbol, unknown> = {};
    let merged: Set<string> | null = null;
    const identities = new Map<string, string>();
    for (const { key, value } of node.entries) {
      if (isMerge(key)) {
        merged ??= new Set();
        this.merge(result, value, merged);
        continue;
      }
      const known = this.key(key);
      if (known === null) {
        this.value(value);
        result[UNWRITABLE] = this.unwritable(key);
        continue;
      }
      const { name, identity } = known;
      if (Object.hasOwn(result, name) && merged?.has(name) !== true) {
        const unsettled = identities.get(name) === identity ? {} : ({ unsettled: true } as const);
        this.duplicates.push({ key: name, offset: key.start, ...unsettled });
      }
      identities.set(name, identity);
      merged?.delete(name);
      setOwn(result, name, this.value(value));
    }
    return result;
  }

  private unwritable(node: SourceNode): Unwritable {
    this.hasUnwritable = true;
    return new Unwritable(node.start);
  }

  /** Null for a key that JSON cannot have. */
  private key(node: SourceNode): MappingKey | null {
    const target = node.kind === "alias" ? node.target : node;
    if (target !== node && ++this.aliases > MAX_ALIASES) throw new TooMuch(TOO_MUCH, 0);
    if (target.kind !== "scalar") throw new YamlFault("a key is neither text nor a number", node.start);
    const value = scalarValue(target);
    const name = typeof value === "string" ? value : keyText(value, target.text);
    return name === null ? null : { name, identity: identityOf(value, target.text) };
  }

  /** Merged entries take the place of those before them in the mapping; the first mapping of a list counts most. */
  private merge(result: Record<string | symbol, unknown>, value: SourceNode, merged: Set<string>): void {
    const sources = value.kind === "seq" ? value.items.toReversed() : [value];
    for (const source of sources) {
      const target = source.kind === "alias" ? source.target : source;
      if (target.kind !== "map") throw new YamlFault("only mappings can be merged", source.start);
      const object = this.value(source) as Record<string | symbol, unknown>;
      if (Object.hasOwn(object, UNWRITABLE)) result[UNWRITABLE] = object[UNWRITABLE];
      const entries = Object.entries(object);
      this.mergedKeys += entries.length + 1;
      if (this.mergedKeys > MAX_MERGED_KEYS) throw new TooMuch(TOO_MUCH, 0);
      for (const [key, item] of entries) {
        if (!Object.hasOwn(result, key)) merged.add(key);
        setOwn(result, key, item);
      }
    }
  }
}

/** Stands for a value or, under its symbol, for a key that JSON cannot hold. */
class Unwritable {
  constructor(readonly offset: number) {}
}

const UNWRITABLE = Symbol("a key that JSON cannot hold");

/** The reader looks for them once all is read: what an equal key has taken the place of is no fault. */
function refuseUnwritable(value: unknown, level = 0): void {
  if (typeof value !== "object" || value === null || level > MAX_LEVELS) return;
  if (value instanceof Unwritable)
    throw new YamlFault("a number here is endless or none, which JSON does not have", value.offset);
  if (Object.hasOwn(value, UNWRITABLE)) {
    const key = (value as Record<symbol, Unwritable>)[UNWRITABLE] as Unwritable;
    throw new YamlFault("null cannot be a key", key.offset);
  }
  for (const item of Object.values(value)) refuseUnwritable(item, level + 1);
}

/** Aliases nest as well as brackets; deeper is refused for its depth. */
const MAX_LEVELS = 200;

const TOO_MUCH = "its aliases expand to too much to be read";

/** `<<` is one only unquoted: in quotes it is a key like any other. */
export function isMerge(key: SourceNode): boolean {
  return (
    key.kind === "scalar" &&
    key.text === "<<" &&
    (key.tag === null || key.tag === "!" ? key.style === "plain" || key.tag === "!" : key.tag === MERGE_TAG)
  );
}

const MERGE_TAG = "tag:yaml.org,2002:merge";

function scalarValue({ text, tag, style, start }: ScalarNode): ScalarValue {
  if (tag === null) return style === "plain" ? resolvePlain(text) : text;
  const resolved = resolveTagged(tag, text);
  if ("fault" in resolved) throw new YamlFault(resolved.fault, start);
  return resolved.value;
}

/** Keys of one text are one key in YAML where this is the same: Go's types tell a whole number from a fraction. */
function identityOf(value: ScalarValue, written: string): string {
  if (typeof value !== "number") return typeof value;
  return exactInteger(written) === null ? `fraction ${value}` : "whole number";
}

function setOwn(result: Record<string | symbol, unknown>, key: string, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(result, key, { value, enumerable: true, configurable: true, writable: true });
  else result[key] = value;
}
