/** Which kinds a document names, told from its text before it is parsed. */

/**
 * The value may stand on a later line, behind comments and a block scalar's header. Every repetition has a limit: the
 * text comes from strangers, and without one a megabyte of comments takes minutes.
 */
const KIND =
  /["']?\bkind["']?[ \t]*:\s*(?:#[^\n]{0,200}\n\s*){0,5}(?:[&!][^\s,}]{0,100}\s+){0,3}(?:[|>][-+\d]*\s+)?["']?([A-Za-z0-9]+)/g;
const ROOT_KIND = /^["']?kind["']?[ \t]*:[ \t]*(?:[&!]\S*[ \t]+)*["']?([A-Za-z0-9]+)/m;

/** Returns the wanted kinds that a document's text names; a `kind` in column 1 decides alone, unless there are several. */
export function namedKinds(text: string, wantedKinds: ReadonlySet<string>): string[] {
  const root = ROOT_KIND.exec(text)?.[1];
  // A second "kind" in column 1 means two documents glued together: let the parser say so.
  const alone = root !== undefined && !isContainerKind(root) && !wantedKinds.has(root);
  const named = text.matchAll(alone ? new RegExp(ROOT_KIND.source, "gm") : KIND);
  return [...new Set([...named].map((match) => match[1] as string))].filter((kind) => wantedKinds.has(kind));
}

/** kustomize takes a kustomization.yaml without `kind`: the file's name says it. */
export function assumedKind(path: string): string | null {
  return /(?:^|\/)kustomization\.ya?ml$/.test(path) ? "Kustomization" : null;
}

/** Whether kustomize reads this kind; no API server does. */
export function isKustomizationKind(kind: string): boolean {
  return kind === "Kustomization" || kind === "Component";
}

export function isListKind(kind: string): boolean {
  return kind === "List" || kind.endsWith("List");
}

/** Kinds that hold other objects: what they hold decides whether they are read. */
export function isContainerKind(kind: string): boolean {
  return isListKind(kind) || kind === "Template";
}
