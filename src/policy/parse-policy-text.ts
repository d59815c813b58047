import {
  type Alias,
  type Document,
  type ErrorCode,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from "yaml";
import type { Problem } from "../manifest/problem.js";
import { quote } from "./describe-issues.js";

/** The value of a policy's text, and where each part of it stands; or what is wrong with the text. */
export type ParsedPolicyText =
  | { ok: true; value: unknown; locate: (path: readonly PropertyKey[], target: "key" | "value") => Place }
  | { ok: false; problems: Problem[] };

export interface Place {
  line: number;
  column: number;
}

const MAX_BYTES = 64 * 1024;
const MAX_DEPTH = 20;

/** Reads a policy's text as YAML 1.2. Never throws. */
export function parsePolicyText(text: string, path: string): ParsedPolicyText {
  const fault = (message: string, place: Place = { line: 1, column: 1 }): Problem => ({
    code: "policy",
    path,
    ...place,
    message,
  });
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES) {
    return { ok: false, problems: [fault(`the file has ${bytes} bytes; a policy has at most ${MAX_BYTES}`)] };
  }
  if (isTooDeep(text)) {
    return { ok: false, problems: [fault(`nested too deeply; a policy has at most ${MAX_DEPTH} levels`)] };
  }
  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    stringKeys: true,
    prettyErrors: false,
    // "silent" would drop a second document in silence.
    logLevel: "error",
    lineCounter: lines,
  });
  if (document.errors.length > 0) {
    const problems = ownFaults(document.errors).map((error) => fault(faultText(error), place(error.pos[0])));
    return { ok: false, problems };
  }
  try {
    // Expands aliases, but stops where they would grow beyond all use.
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { ok: true, value, locate: (at, target) => place(offsetOf(document, at, target)) };
  } catch {
    const problems = danglingAliases(document).map(({ source, range }) =>
      fault(
        `${quote(`*${source}`)} names an anchor that is not there; allowed: quotes around a text that begins with *`,
        place(range[0]),
      ),
    );
    return {
      ok: false,
      problems: problems.length > 0 ? problems : [fault("its aliases expand to too much")],
    };
  }
}

// The parser calls itself once a level. At the end of the stack V8 can abort the whole process instead of throwing,
// so what is too deep must never get there. Levels by indentation alone are few in a file of this size.
function isTooDeep(text: string): boolean {
  let open = 0;
  let markers = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === "[" || token === "{") open++;
    else if (token === "]" || token === "}") open--;
    else if (token === "-" || token === "?" || token === ":") markers++;
    // A comma within brackets ends a value, as the end of a line does outside of them.
    else if (token.endsWith("\n") || (token === "," && open > 0)) markers = 0;
    if (open > MAX_DEPTH || (open === 0 && markers > MAX_DEPTH)) return true;
  }
  return false;
}

/** Returns the offset of the node at a path, or of the nearest one above it that is written down. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[], target: "key" | "value"): number {
  let node: ParsedNode | null = document.contents;
  let offset = node?.range[0] ?? 0;
  for (const [index, step] of path.entries()) {
    const found = stepInto(document, node, step);
    if (found === null) break;
    const last = index === path.length - 1;
    node = found.value;
    offset = (last && target === "key" ? found.key : (found.value ?? found.key))?.range?.[0] ?? offset;
  }
  return offset;
}

function stepInto(
  document: Document.Parsed,
  node: ParsedNode | null,
  step: PropertyKey,
): { key: Node | null; value: ParsedNode | null } | null {
  const target = isAlias(node) ? (node.resolve(document) as ParsedNode | undefined) : node;
  if (isSeq(target) && typeof step === "number") {
    const value = (target.items[step] ?? null) as ParsedNode | null;
    return { key: value, value };
  }
  if (!isMap(target)) return null;
  const pair = (target as YAMLMap<ParsedNode, ParsedNode | null>).items.find(
    ({ key }) => isScalar(key) && key.value === step,
  );
  return pair === undefined ? null : { key: pair.key, value: pair.value };
}

/** Returns the aliases without an anchor before them: most often globs that lack their quotes. */
function danglingAliases(document: Document.Parsed): Alias.Parsed[] {
  const anchors = new Set<string>();
  const dangling: Alias.Parsed[] = [];
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        if (!anchors.has(node.source)) dangling.push(node as Alias.Parsed);
      } else if (node.anchor !== undefined) anchors.add(node.anchor);
    },
  });
  return dangling;
}

/** Behind any other fault the parser has lost its place, and what it says of the rest is no second one. */
const APART: ReadonlySet<ErrorCode> = new Set([
  "DUPLICATE_KEY",
  "MULTIPLE_DOCS",
  "NON_STRING_KEY",
  "TAB_AS_INDENT",
]);

function ownFaults(errors: readonly YAMLError[]): YAMLError[] {
  const inOrder = [...errors].sort((a, b) => a.pos[0] - b.pos[0]);
  const lost = inOrder.findIndex(({ code }) => !APART.has(code));
  return lost === -1 ? inOrder : inOrder.slice(0, lost + 1);
}

/** The commonest slips, in the words of the other faults; the rest keep the parser's own. */
const FAULTS: Partial<Record<ErrorCode, string>> = {
  BLOCK_AS_IMPLICIT_KEY: "a second key on this line; allowed: quotes around a text with a colon in it",
  DUPLICATE_KEY: "this key stands here a second time; allowed: each key once",
  MULTIPLE_DOCS: "a second document begins here; allowed: one document",
  NON_STRING_KEY: "this key is not text; allowed: text as keys",
  TAB_AS_INDENT: "a tab indents this line; allowed: spaces",
  UNEXPECTED_TOKEN: "this belongs to nothing before it: its indentation, a colon or a bracket is wrong",
};

function faultText({ code, message }: { code: ErrorCode; message: string }): string {
  return FAULTS[code] ?? `this is not YAML: ${message.replace(/\s+/g, " ").slice(0, 300)}`;
}
