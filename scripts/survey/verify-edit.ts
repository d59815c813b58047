/**
 * Checks an edit of a manifest without the code that made it: whole lines replaced as GitHub's button does, the
 * result parsed again, and nothing different but one probe in the named container.
 */
import { type Document, parseAllDocuments } from "yaml";

export interface LineEdit {
  startLine: number;
  endLine: number;
  replacement: string;
}

/** Stands for a container whose name is missing or no text. */
export const UNNAMED = "(unnamed)";

/** Replaces whole lines; the file keeps its final newline, or the lack of it. */
export function applyAsGitHub(text: string, edits: readonly LineEdit[]): string {
  const lines = text.split("\n");
  for (const edit of [...edits].sort((a, b) => b.startLine - a.startLine)) {
    // The line end that stays is the one of the last replaced line: CRLF keeps its carriage return.
    const end = lines[edit.endLine - 1]?.endsWith("\r") ? "\r" : "";
    const replacement = (edit.replacement + end).split("\n");
    lines.splice(edit.startLine - 1, edit.endLine - edit.startLine + 1, ...replacement);
  }
  return lines.join("\n");
}

/** The text of the one suggestion block in a comment's Markdown, found by fences alone; a sentence where that fails. */
export function suggestionIn(markdown: string): { text: string } | { fault: string } {
  const blocks: string[] = [];
  let open: { fence: string; lines: string[]; suggestion: boolean } | undefined;
  for (const line of markdown.split("\n")) {
    if (open === undefined) {
      const start = /^ {0,3}(`{3,}|~{3,})\s*([^`\s]*)[^`]*$/.exec(line);
      if (start) open = { fence: start[1] ?? "", lines: [], suggestion: start[2] === "suggestion" };
      continue;
    }
    const end = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(line)?.[1];
    if (end?.[0] === open.fence[0] && end !== undefined && end.length >= open.fence.length) {
      if (open.suggestion) blocks.push(open.lines.join("\n"));
      open = undefined;
    } else open.lines.push(line);
  }
  if (open !== undefined) return { fault: "a code fence is never closed" };
  if (blocks.length !== 1) return { fault: `${blocks.length} suggestion blocks in one comment` };
  return { text: blocks[0] ?? "" };
}

/** Returns the faults of an edit that should add one readinessProbe to each of the named containers; may be none. */
export function faultsOfEdit(before: string, after: string, containers: readonly string[]): string[] {
  const faults: string[] = [];
  if (containers.length === 1 && !isOneInsertion(before, after))
    faults.push("more than one insertion of text");
  if (/[^\r]\n/.test(after) && /\r\n/.test(after) && !/[^\r]\n/.test(before)) faults.push("mixes line ends");
  const old = parse(before);
  const now = parse(after);
  if (old === null || now === null) return [...faults, "a file does not parse"];
  if (old.length !== now.length) return [...faults, `${old.length} documents became ${now.length}`];
  const added: string[] = [];
  for (const [index, document] of old.entries()) {
    if (document.errors.length > 0 !== (now[index]?.errors.length ?? 0) > 0)
      faults.push("a syntax error came or went");
    if (document.errors.length > 0) continue;
    for (const difference of differences(document.toJS(), now[index]?.toJS(), [])) {
      const name = nameOfProbed(now[index]?.toJS(), difference);
      if (name === null) faults.push(`differs at ${difference.path.join(".")}`);
      else added.push(name);
    }
  }
  if (added.sort().join() !== [...containers].sort().join()) {
    faults.push(`probes were added to ${added.join(", ") || "nothing"}, not to ${containers.join(", ")}`);
  }
  return faults;
}

/** Returns the faults of an edit that should only rename, move or retype what is written; may be none. */
export function faultsOfRewrite(before: string, after: string): string[] {
  const [old, now] = [parse(before), parse(after)];
  if (old === null || now === null) return ["a file does not parse"];
  // A key without a value may become the place of another.
  const leaves = (value: unknown): string[] => {
    if (value === null) return [];
    return typeof value === "object" ? Object.values(value).flatMap(leaves) : [String(value)];
  };
  const all = (documents: Document[]) =>
    documents
      .flatMap((one) => leaves(one.toJS()))
      .sort()
      .join("\n");
  return [
    ...(old.length === now.length ? [] : [`${old.length} documents became ${now.length}`]),
    ...(all(old) === all(now) ? [] : ["a value came, went or changed"]),
    ...(/[^\r]\n/.test(after) && /\r\n/.test(after) && !/[^\r]\n/.test(before) ? ["mixes line ends"] : []),
  ];
}

function parse(text: string): Document[] | null {
  try {
    // A key that stands twice is no fault of the edit, and Kubernetes takes the last one.
    return parseAllDocuments(text, { merge: true, uniqueKeys: false, logLevel: "silent" }) as Document[];
  } catch {
    return null;
  }
}

function isOneInsertion(before: string, after: string): boolean {
  let prefix = 0;
  while (prefix < before.length && before[prefix] === after[prefix]) prefix++;
  let suffix = 0;
  while (suffix < before.length && before[before.length - 1 - suffix] === after[after.length - 1 - suffix])
    suffix++;
  // A probe takes the place of a null, which must be all that goes.
  const gone = before.slice(prefix, Math.max(prefix, before.length - suffix));
  return after.length > before.length && /^(?:null|Null|NULL|~)?$/.test(gone.trim());
}

interface Difference {
  path: (string | number)[];
  kind: "added" | "other";
}

function differences(a: unknown, b: unknown, path: (string | number)[]): Difference[] {
  if (Object.is(a, b)) return [];
  if (
    typeof a !== "object" ||
    typeof b !== "object" ||
    a === null ||
    b === null ||
    Array.isArray(a) !== Array.isArray(b)
  ) {
    return [{ path, kind: "other" }];
  }
  const [old, now] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key): Difference[] => {
    if (!(key in old)) return [{ path: [...path, key], kind: Array.isArray(a) ? "other" : "added" }];
    if (!(key in now)) return [{ path: [...path, key], kind: "other" }];
    if (old[key] === null && now[key] !== null) return [{ path: [...path, key], kind: "added" }];
    return differences(old[key], now[key], [...path, key]);
  });
}

/** The name of the container that gained a readinessProbe by this difference; null where it is any other. */
function nameOfProbed(document: unknown, { path, kind }: Difference): string | null {
  const [field, , key] = path.slice(-3);
  if (kind !== "added" || key !== "readinessProbe" || (field !== "containers" && field !== "initContainers"))
    return null;
  let value = document;
  for (const step of path.slice(0, -1)) value = (value as Record<string | number, unknown>)[step];
  const name = (value as { name?: unknown }).name;
  return typeof name === "string" ? name : UNNAMED;
}
