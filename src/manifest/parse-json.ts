import type { ParsedDocument } from "./parsed-document.js";
import type { MapNode, ScalarNode, SeqNode, SourceNode } from "./source-tree.js";
import type { DuplicateKey } from "./yaml/construct-value.js";
import { TooDeep } from "./yaml/parse-document.js";

/**
 * Parses a JSON document as kubectl reads one: its strings have escapes that YAML 1.1 does
 * not know. The last of equal keys counts.
 */
export function parseJson(text: string, maxDepth: number): ParsedDocument {
  try {
    const value: unknown = JSON.parse(text);
    const reader = new JsonReader(text, maxDepth);
    const tree = reader.value();
    const { duplicates } = reader;
    return { ok: true, value, tree, duplicates, end: text.length };
  } catch (error) {
    if (error instanceof TooDeep)
      return { ok: false, code: "too-deep", message: error.message, offset: error.offset };
    if (error instanceof SyntaxError)
      return { ok: false, code: "yaml-syntax", message: "this is not JSON", offset: 0 };
    throw error;
  }
}

/** Finds the places in text that JSON.parse has read. */
class JsonReader {
  readonly duplicates: DuplicateKey[] = [];
  private at = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly maxDepth: number,
  ) {}

  value(): SourceNode {
    const sign = this.skipSpace();
    if (sign === "{") return this.nested(() => this.map());
    if (sign === "[") return this.nested(() => this.seq());
    return this.scalar();
  }

  private nested(read: () => SourceNode): SourceNode {
    if (++this.depth > this.maxDepth)
      throw new TooDeep(`nested deeper than ${this.maxDepth} levels`, this.at);
    const node = read();
    this.depth -= 1;
    return node;
  }

  private map(): MapNode {
    const node: MapNode = { kind: "map", start: this.at, end: 0, flow: true, entries: [] };
    const seen = new Set<string>();
    this.at += 1;
    while (this.skipSpace() !== "}") {
      const key = this.scalar();
      if (seen.has(key.text)) this.duplicates.push({ key: key.text, offset: key.start });
      seen.add(key.text);
      this.skipSpace();
      this.at += 1;
      node.entries.push({ key, value: this.value() });
      if (this.skipSpace() === ",") this.at += 1;
    }
    this.at += 1;
    node.end = this.at;
    return node;
  }

  private seq(): SeqNode {
    const node: SeqNode = { kind: "seq", start: this.at, end: 0, flow: true, items: [] };
    this.at += 1;
    while (this.skipSpace() !== "]") {
      node.items.push(this.value());
      if (this.skipSpace() === ",") this.at += 1;
    }
    this.at += 1;
    node.end = this.at;
    return node;
  }

  private scalar(): ScalarNode {
    const start = this.at;
    const quoted = this.text[start] === '"';
    this.at += 1;
    if (quoted) {
      while (this.text[this.at] !== '"') this.at += this.text[this.at] === "\\" ? 2 : 1;
      this.at += 1;
    } else while (/[-+.\w]/.test(this.text[this.at] ?? "")) this.at += 1;
    const written = this.text.slice(start, this.at);
    const text = quoted ? (JSON.parse(written) as string) : written;
    return { kind: "scalar", start, end: this.at, text, tag: null, style: quoted ? "double" : "plain" };
  }

  /** Returns the character behind the white space, which stays. */
  private skipSpace(): string | undefined {
    while (" \t\r\n".includes(this.text[this.at] ?? ".")) this.at += 1;
    return this.text[this.at];
  }
}
