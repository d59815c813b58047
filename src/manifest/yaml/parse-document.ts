/** Tokens to the tree of a document, by the grammar of go.yaml.in/yaml/v2 (parserc.go). */
import { quoted } from "../../words/quote.js";
import type { AliasNode, MapNode, ScalarNode, SeqNode, SourceNode } from "../source-tree.js";
import { Misplaced, YamlFault } from "./cursor.js";
import { Scanner } from "./scanner.js";
import { TOKEN, type Token } from "./token.js";

export interface ParsedDocument {
  /** null for an empty document */
  root: SourceNode | null;
  /** offset of the first character that the reader leaves out: it reads the first document of a piece alone */
  end: number;
}

export class TooDeep extends YamlFault {}

/** Parses the first document of a text that ends with a line break and NUL, from an offset. */
export function parseDocument(text: string, from: number, maxDepth: number): ParsedDocument {
  return new Parser(new Scanner(text, from), maxDepth).document();
}

class Parser {
  private readonly anchors = new Map<string, SourceNode>();
  private depth = 0;

  constructor(
    private readonly scanner: Scanner,
    private readonly maxDepth: number,
  ) {}

  document(): ParsedDocument {
    const { scanner } = this;
    let { type, start } = scanner.peek();
    if (type === TOKEN.DIRECTIVE)
      throw new YamlFault("a directive stands alone here: kubectl cuts it off at the --- behind it", start);
    const explicit = type === TOKEN.DOCUMENT_START;
    if (explicit) {
      scanner.take();
      ({ type, start } = scanner.peek());
    }
    const isEnd = type <= TOKEN.DOCUMENT_END;
    if (isEnd && (explicit || type === TOKEN.END)) return { root: null, end: start };
    const root = this.node(true, false);
    const { start: end } = scanner.peek();
    return { root, end };
  }

  /** `indentless` is whether a list may stand at the column of the key that it belongs to. */
  private node(block: boolean, indentless: boolean): SourceNode {
    const { scanner } = this;
    let token = scanner.peek();
    if (token.type === TOKEN.ALIAS) return this.alias(scanner.take());
    let anchor: string | null = null;
    let tag: string | null = null;
    const first = token;
    let last: Token | null = null;
    for (let properties = 0; properties < 2; properties++) {
      if (token.type === TOKEN.ANCHOR && anchor === null) anchor = token.text;
      else if (token.type === TOKEN.TAG && tag === null) tag = token.text;
      else break;
      last = scanner.take();
      token = scanner.peek();
    }
    if (++this.depth > this.maxDepth)
      throw new TooDeep(`nested deeper than ${this.maxDepth} levels`, token.start);
    const node = this.content(block, indentless, anchor, tag, last);
    if (node === null) throw unexpected(token, first);
    this.depth -= 1;
    return node;
  }

  private content(
    block: boolean,
    indentless: boolean,
    anchor: string | null,
    tag: string | null,
    properties: Token | null,
  ): SourceNode | null {
    const { scanner } = this;
    const token = scanner.peek();
    switch (token.type) {
      case TOKEN.SCALAR: {
        scanner.take();
        const { start, end, text } = token;
        return this.named(anchor, scalarNode(start, end, text, tag, token.scalar ?? "plain"));
      }
      case TOKEN.FLOW_SEQUENCE:
        return this.flowSequence(this.named(anchor, seqNode(token.start, true)));
      case TOKEN.FLOW_MAPPING:
        return this.flowMapping(this.named(anchor, mapNode(token.start, true)));
      case TOKEN.BLOCK_ENTRY:
        if (indentless) return this.indentlessSequence(this.named(anchor, seqNode(token.start, false)));
        break;
      case TOKEN.BLOCK_SEQUENCE:
        if (block) return this.blockSequence(this.named(anchor, seqNode(token.start, false)));
        break;
      case TOKEN.BLOCK_MAPPING:
        if (block) return this.blockMapping(this.named(anchor, mapNode(token.start, false)));
        break;
      default:
        break;
    }
    if (properties === null) return null;
    return this.named(anchor, scalarNode(properties.end, properties.end, "", tag, "plain"));
  }

  /** An anchor names its node before what is in it is read. */
  private named<T extends SourceNode>(anchor: string | null, node: T): T {
    if (anchor !== null) this.anchors.set(anchor, node);
    return node;
  }

  private alias({ start, end, text }: Token): AliasNode {
    const target = this.anchors.get(text);
    if (target === undefined)
      throw new YamlFault(`no anchor before this alias is called ${quoted(text)}`, start);
    return { kind: "alias", start, end, target };
  }

  private blockSequence(node: SeqNode): SeqNode {
    const { scanner } = this;
    scanner.take();
    for (;;) {
      const token = scanner.take();
      if (token.type === TOKEN.BLOCK_END) return node;
      if (token.type !== TOKEN.BLOCK_ENTRY) throw misplaced(token);
      const { type } = scanner.peek();
      const isEmpty = type === TOKEN.BLOCK_ENTRY || type === TOKEN.BLOCK_END;
      this.addItem(node, isEmpty ? emptyAt(token.end) : this.node(true, false));
    }
  }

  private indentlessSequence(node: SeqNode): SeqNode {
    const { scanner } = this;
    while (scanner.peek().type === TOKEN.BLOCK_ENTRY) {
      const token = scanner.take();
      const { type } = scanner.peek();
      const isEmpty = type === TOKEN.BLOCK_ENTRY || isEntryEnd(type);
      this.addItem(node, isEmpty ? emptyAt(token.end) : this.node(true, false));
    }
    return node;
  }

  private addItem(node: SeqNode, item: SourceNode): void {
    node.items.push(item);
    node.end = item.end;
  }

  private blockMapping(node: MapNode): MapNode {
    const { scanner } = this;
    scanner.take();
    for (;;) {
      const token = scanner.take();
      if (token.type === TOKEN.BLOCK_END) return node;
      if (token.type !== TOKEN.KEY) throw misplaced(token);
      const key = isEntryEnd(scanner.peek().type) ? emptyAt(token.end) : this.node(true, true);
      let value = emptyAt(key.end);
      if (scanner.peek().type === TOKEN.VALUE) {
        const colon = scanner.take();
        value = isEntryEnd(scanner.peek().type) ? emptyAt(colon.end) : this.node(true, true);
      }
      node.entries.push({ key, value });
      node.end = value.end;
    }
  }

  private flowSequence(node: SeqNode): SeqNode {
    const { scanner } = this;
    scanner.take();
    for (let first = true; scanner.peek().type !== TOKEN.FLOW_SEQUENCE_END; first = false) {
      if (!first) {
        const comma = scanner.take();
        if (comma.type !== TOKEN.FLOW_ENTRY) throw unclosed("list", "]", comma, node);
        if (scanner.peek().type === TOKEN.FLOW_SEQUENCE_END) break;
      }
      node.items.push(scanner.peek().type === TOKEN.KEY ? this.pair() : this.node(false, false));
    }
    node.end = scanner.take().end;
    return node;
  }

  /** A mapping of one entry, written in a list without brackets of its own. */
  private pair(): MapNode {
    const { scanner } = this;
    const { start, end } = scanner.take();
    const node = mapNode(start, true);
    const { type } = scanner.peek();
    const noKey = type === TOKEN.VALUE || type === TOKEN.FLOW_ENTRY || type === TOKEN.FLOW_SEQUENCE_END;
    // The reader passes over the token that stands where the key should.
    if (noKey) scanner.take();
    const key = noKey ? emptyAt(end) : this.node(false, false);
    let value = emptyAt(key.end);
    if (scanner.peek().type === TOKEN.VALUE) {
      const colon = scanner.take();
      const next = scanner.peek().type;
      const isEmpty = next === TOKEN.FLOW_ENTRY || next === TOKEN.FLOW_SEQUENCE_END;
      value = isEmpty ? emptyAt(colon.end) : this.node(false, false);
    }
    node.entries.push({ key, value });
    node.end = value.end;
    return node;
  }

  private flowMapping(node: MapNode): MapNode {
    const { scanner } = this;
    scanner.take();
    for (let first = true; scanner.peek().type !== TOKEN.FLOW_MAPPING_END; first = false) {
      if (!first) {
        const comma = scanner.take();
        if (comma.type !== TOKEN.FLOW_ENTRY) throw unclosed("mapping", "}", comma, node);
        if (scanner.peek().type === TOKEN.FLOW_MAPPING_END) break;
      }
      node.entries.push(this.flowEntry());
    }
    node.end = scanner.take().end;
    return node;
  }

  private flowEntry(): { key: SourceNode; value: SourceNode } {
    const { scanner } = this;
    if (scanner.peek().type !== TOKEN.KEY) {
      const key = this.node(false, false);
      return { key, value: emptyAt(key.end) };
    }
    const mark = scanner.take();
    const { type } = scanner.peek();
    const noKey = type === TOKEN.VALUE || isFlowEntryEnd(type);
    const key = noKey ? emptyAt(mark.end) : this.node(false, false);
    if (scanner.peek().type !== TOKEN.VALUE) return { key, value: emptyAt(key.end) };
    const colon = scanner.take();
    const value = isFlowEntryEnd(scanner.peek().type) ? emptyAt(colon.end) : this.node(false, false);
    return { key, value };
  }
}

function isEntryEnd(type: Token["type"]): boolean {
  return type === TOKEN.KEY || type === TOKEN.VALUE || type === TOKEN.BLOCK_END;
}

function isFlowEntryEnd(type: Token["type"]): boolean {
  return type === TOKEN.FLOW_ENTRY || type === TOKEN.FLOW_MAPPING_END;
}

function scalarNode(
  start: number,
  end: number,
  text: string,
  tag: string | null,
  style: ScalarNode["style"],
): ScalarNode {
  return { kind: "scalar", start, end, text, tag, style };
}

function emptyAt(at: number): SourceNode {
  return scalarNode(at, at, "", null, "plain");
}

function mapNode(start: number, flow: boolean): MapNode {
  return { kind: "map", start, end: start + 1, flow, entries: [] };
}

function seqNode(start: number, flow: boolean): SeqNode {
  return { kind: "seq", start, end: start + 1, flow, items: [] };
}

function unclosed(what: string, bracket: string, token: Token, node: SourceNode): YamlFault {
  return token.type === TOKEN.END
    ? new YamlFault(`a ${what} in brackets that begins here is never closed`, node.start)
    : new YamlFault(`a comma or ${bracket} is missing before this in a ${what} in brackets`, token.start);
}

function misplaced({ start }: Token): YamlFault {
  return new Misplaced("this line does not fit the lines above it", start);
}

function unexpected(token: Token, first: Token): YamlFault {
  const at = token.type === TOKEN.END ? first.start : token.start;
  return new Misplaced("this line does not fit the lines above it", at);
}
