/** Where the values of a document stand in its text. Built only for documents in which a place is asked for. */
import {
  CHOMPING_MODE,
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  SCALAR_STYLE,
  type ScalarEvent,
} from "js-yaml";

interface Range {
  /** offset of the first character, in UTF-16 units */
  start: number;
  /** offset just behind the last character that is not white space */
  end: number;
}

export interface MapNode extends Range {
  kind: "map";
  flow: boolean;
  entries: { key: SourceNode; value: SourceNode }[];
}

export interface SeqNode extends Range {
  kind: "seq";
  flow: boolean;
  items: SourceNode[];
}

export interface ScalarNode extends Range {
  kind: "scalar";
  text: string;
  doubleQuoted: boolean;
  /** a block scalar whose blank lines at the end are part of its value */
  keepsBreaks: boolean;
}

export interface AliasNode extends Range {
  kind: "alias";
}

export type SourceNode = MapNode | SeqNode | ScalarNode | AliasNode;

/** The tree of one document's events; null for an empty document. */
export function buildSourceTree(text: string, events: readonly Event[]): SourceNode | null {
  const reader = { text, events, next: 1, cursor: 0 };
  const first = events[1];
  return first === undefined || first.type === EVENT_ID.POP ? null : readNode(reader);
}

interface Reader {
  text: string;
  events: readonly Event[];
  next: number;
  /** end of what was read last */
  cursor: number;
}

function readNode(reader: Reader): SourceNode {
  const event = reader.events[reader.next++] as Event;
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return readScalar(reader, event);
    case EVENT_ID.ALIAS:
      reader.cursor = event.anchorEnd;
      return { kind: "alias", start: event.anchorStart - 1, end: event.anchorEnd };
    case EVENT_ID.SEQUENCE: {
      const flow = event.style === COLLECTION_STYLE.FLOW;
      const items: SourceNode[] = [];
      reader.cursor = event.start + 1;
      while (!atPop(reader)) items.push(readNode(reader));
      return {
        kind: "seq",
        flow,
        items,
        start: event.start,
        end: closeCollection(reader, event.start, flow),
      };
    }
    case EVENT_ID.MAPPING: {
      const flow = event.style === COLLECTION_STYLE.FLOW;
      const entries: MapNode["entries"] = [];
      reader.cursor = flow ? event.start + 1 : event.start;
      while (!atPop(reader)) {
        const key = readNode(reader);
        reader.cursor = behindColon(reader);
        entries.push({ key, value: readNode(reader) });
      }
      return {
        kind: "map",
        flow,
        entries,
        start: event.start,
        end: closeCollection(reader, event.start, flow),
      };
    }
    default:
      throw new Error("unbalanced events");
  }
}

function atPop(reader: Reader): boolean {
  const event = reader.events[reader.next];
  return event === undefined || event.type === EVENT_ID.POP;
}

function readScalar(reader: Reader, event: ScalarEvent): ScalarNode {
  if (event.valueStart === -1) {
    const at = Math.max(reader.cursor, event.anchorEnd, event.tagEnd);
    reader.cursor = at;
    return { kind: "scalar", start: at, end: at, text: "", doubleQuoted: false, keepsBreaks: false };
  }
  const quoted = event.style === SCALAR_STYLE.DOUBLE_QUOTED || event.style === SCALAR_STYLE.SINGLE_QUOTED;
  const start = event.valueStart - (quoted ? 1 : 0);
  let end = event.valueEnd + (quoted ? 1 : 0);
  while (end > start && isSpace(reader.text, end - 1)) end -= 1;
  const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
  // A block scalar of nothing but line breaks ends at its header.
  reader.cursor = Math.max(end, reader.cursor);
  return {
    kind: "scalar",
    start,
    end,
    text: getScalarValue(reader.text, event),
    doubleQuoted: event.style === SCALAR_STYLE.DOUBLE_QUOTED,
    keepsBreaks:
      isBlock &&
      (event.chomping === CHOMPING_MODE.KEEP ||
        // A line of nothing but blanks is text where it is deeper than the lines above it.
        /\n[ \t]+(?:\r?\n|$)/.test(reader.text.slice(end, event.valueEnd))),
  };
}

/** The offset behind the `:` after a key, where an empty value stands. */
function behindColon({ text, cursor }: Reader): number {
  let at = cursor;
  while (isSpace(text, at)) at += 1;
  return text[at] === ":" ? at + 1 : cursor;
}

/** Consumes the end event; a flow collection ends behind its bracket, a block one where its last value does. */
function closeCollection(reader: Reader, start: number, flow: boolean): number {
  reader.next += 1;
  const { text } = reader;
  const close = text[start] === "{" ? "}" : text[start] === "[" ? "]" : null;
  if (flow && close !== null) {
    let at = reader.cursor;
    while (at < text.length && text[at] !== close) {
      if (text[at] === "#") at = endOfLine(text, at);
      else at += 1;
    }
    reader.cursor = at + 1;
  }
  return reader.cursor;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 9 || code === 10 || code === 13;
}
