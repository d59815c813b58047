/**
 * YAML 1.2 wants every line of a flow collection or a quoted scalar deeper than its key; Go's reader, and so
 * Kubernetes, takes them at any column. Such lines get spaces in front, which mean nothing where they stand.
 */
import { parseEvents, YAMLException } from "js-yaml";
import type { SourceNode } from "./source-tree.js";

/** Text with deeper lines, and the way back from its offsets to those of the text as it is written. */
export interface PaddedText {
  text: string;
  unpad(node: SourceNode): SourceNode;
}

/** Deeper than any key can stand. */
const PAD = " ".repeat(400);

/** The parser says only in words which of its faults this is. */
const TOO_SHALLOW = "deficient indentation";

/** How much text may be read again for it, one line at a time. */
const MAX_READ = 4 * 1024 * 1024;

/** The text with every line padded at which the parser stops for its indentation; null where that is not its fault. */
export function padShallowLines(text: string, maxDepth: number): PaddedText | null {
  /** offsets of the padded lines in the padded text */
  const padded: number[] = [];
  let current = text;
  for (let read = 0; read < MAX_READ; read += current.length) {
    const fault = firstFault(current, maxDepth);
    if (fault === null) return padded.length === 0 ? null : { text: current, unpad: unpadder(padded) };
    if (fault.reason !== TOO_SHALLOW) return null;
    const start = startOfLine(current, fault.mark?.line ?? 0);
    // A line is deep enough after one pad, or it was never the matter.
    if (padded.includes(start) || start === 0) return null;
    for (const [index, offset] of padded.entries()) if (offset > start) padded[index] = offset + PAD.length;
    padded.push(start);
    current = current.slice(0, start) + PAD + current.slice(start);
  }
  return null;
}

function firstFault(text: string, maxDepth: number): YAMLException | null {
  try {
    parseEvents(text, { maxDepth });
    return null;
  } catch (error) {
    if (error instanceof YAMLException) return error;
    throw error;
  }
}

function startOfLine(text: string, line: number): number {
  let start = 0;
  for (let index = 0; index < line; index++) start = text.indexOf("\n", start) + 1;
  return start;
}

function unpadder(padded: readonly number[]): (node: SourceNode) => SourceNode {
  const original = (offset: number): number => {
    const before = padded.filter((start) => start < offset).length;
    return offset - before * PAD.length;
  };
  const unpad = (node: SourceNode): SourceNode => {
    const range = { start: original(node.start), end: original(node.end) };
    if (node.kind === "seq") return { ...node, ...range, items: node.items.map(unpad) };
    if (node.kind !== "map") return { ...node, ...range };
    return {
      ...node,
      ...range,
      entries: node.entries.map(({ key, value }) => ({ key: unpad(key), value: unpad(value) })),
    };
  };
  return unpad;
}
