/** Which kinds a document names, told from its text before it is parsed. */
import { endOfString } from "./split-stream.js";

/**
 * An entry for a kind, with the kind as its group. The value may stand on a later line, behind comments and a block
 * scalar's header. Every repetition has a limit: the text comes from strangers, and without one a megabyte of comments
 * takes minutes.
 */
export const KIND_ENTRY =
  /["']?\bkind["']?[ \t]*:\s*(?:#[^\n]{0,200}\n\s*){0,5}(?:[&!][^\s,}]{0,100}\s+){0,3}(?:[|>][-+\d]*\s+)?["']?([A-Za-z0-9]+)/g;
const ROOT_KIND = /^["']?kind["']?[ \t]*:[ \t]*(?:[&!]\S*[ \t]+)*["']?([A-Za-z0-9]+)/m;

/** Returns the wanted kinds that a document's text names; a `kind` in column 1 decides alone, unless there are several. */
export function namedKinds(text: string, wantedKinds: ReadonlySet<string>): string[] {
  const root = ROOT_KIND.exec(text)?.[1];
  // A second "kind" in column 1 means two documents glued together: let the parser say so.
  const alone = root !== undefined && !isContainerKind(root) && !wantedKinds.has(root);
  const named = text.matchAll(alone ? new RegExp(ROOT_KIND.source, "gm") : KIND_ENTRY);
  return [...new Set([...named].map((match) => match[1] as string))].filter((kind) => wantedKinds.has(kind));
}

/**
 * Returns the kinds that stand among the keys of a document's outermost mapping, told from its text without parsing it.
 * `from` is the offset of its first line, or of what stands on the line of its marker.
 */
export function ownKinds(text: string, from: number): string[] {
  const start = from + Math.max(0, text.slice(from).search(/[^ \t]/));
  if (text[start] === "{") return kindsInBraces(text, start);
  const indent = start - from;
  const entries = text.matchAll(new RegExp(`^( *)${KIND_ENTRY.source}`, "gm"));
  return [...entries].flatMap(([, blanks, kind]) =>
    blanks?.length === indent && kind !== undefined ? kind : [],
  );
}

/** The same for JSON and YAML's flow style: a string is passed over, and what stands in deeper brackets. */
function kindsInBraces(text: string, from: number): string[] {
  const kinds: string[] = [];
  const sign = /["{}[\],]/g;
  sign.lastIndex = from;
  let depth = 0;
  for (let match = sign.exec(text); match !== null; match = sign.exec(text)) {
    if (match[0] === '"') {
      const end = endOfString(text, match.index);
      if (end === null) break;
      sign.lastIndex = end;
    } else if (match[0] === "}" || match[0] === "]") {
      depth -= 1;
      if (depth === 0) break;
    } else {
      if (match[0] !== ",") depth += 1;
      const kind = depth === 1 ? kindAt(text, sign.lastIndex) : null;
      if (kind !== null) kinds.push(kind);
    }
  }
  return kinds;
}

function kindAt(text: string, from: number): string | null {
  const entry = new RegExp(`\\s*${KIND_ENTRY.source}`, "y");
  entry.lastIndex = from;
  return entry.exec(text)?.[1] ?? null;
}

/** Returns the kind of a document that holds others or writes over them, told from its text; null for any other. */
export function holderKind(text: string, path: string): string | null {
  const root = ROOT_KIND.exec(text)?.[1] ?? assumedKind(path);
  return root !== null && (isContainerKind(root) || isKustomizationKind(root)) ? root : null;
}

/** kustomize takes a kustomization.yaml without `kind`: the file's name says it. */
export function assumedKind(path: string): string | null {
  return /(?:^|\/)kustomization\.ya?ml$/.test(path) ? "Kustomization" : null;
}

/** Whether kustomize reads this kind; no API server does. */
export function isKustomizationKind(kind: string): boolean {
  return kind === "Kustomization" || kind === "Component";
}

/** Whether a tool reads this kind and takes what stands in quotes as it is, `{{ }}` too: kustomize, Chainsaw, kuttl. */
export function isToolKind(kind: string): boolean {
  return isKustomizationKind(kind) || kind === "Test" || kind === "StepTemplate" || kind === "TestStep";
}

export function isListKind(kind: string): boolean {
  return kind === "List" || kind.endsWith("List");
}

/** Kinds that hold other objects: what they hold decides whether they are read. */
export function isContainerKind(kind: string): boolean {
  return isListKind(kind) || kind === "Template";
}
