/** Edits of a template that write a readinessProbe beside the other keys of a container. */
import { renderBlockEntry } from "../../../manifest/edit/render-entry.js";
import type { WantedProbe } from "../../../manifest/edit/rendered-probe.js";
import type { SourceEdit } from "../../../manifest/edit/source-edit.js";
import type { HelmMap, RenderedText } from "../../rendering.js";
import { indentOf, type MappedLine, mappedLine, standTogether } from "./mapped-line.js";

/** What a place for an edit is looked for in. */
export interface EditSource {
  map: HelmMap;
  text: RenderedText;
  /** the text of a file that may be edited; null for any other */
  textOf(path: string): string | null;
  /** whether the diff shows a line of a file */
  isShown(path: string, line: number): boolean;
}

/** Places that are tried for one container: each costs a rendering with every set of values. */
const MAX_PLACES = 4;

/**
 * Returns edits, the best first: before the first key behind the ports whose line stands in the template, before the ports, or
 * before an earlier key. Lines that the diff shows come before others, since a comment can carry a suggestion only there.
 */
export function templateEdits(wanted: WantedProbe, source: EditSource): SourceEdit[] {
  const { map, text, textOf } = source;
  const [first, ...others] = wanted.keys;
  const start = first === undefined ? null : mappedLine(map, text, first.line);
  if (start === null || !start.isExact || hasTemplateSigns(wanted)) return [];
  const found = others.flatMap(({ key, line }, index) => {
    const at = mappedLine(map, text, line);
    const path = at?.place.file ?? null;
    const file = path === null ? null : textOf(path);
    if (at === null || path === null || file === null || !at.isExact || !standTogether(at, start)) return [];
    const lines = file.split("\n");
    const own = lines[at.place.line - 1] ?? "";
    if (!beginsWith(own, key)) return [];
    const above = withCommentsAbove(source, line, at, lines);
    return { rank: index, edit: insertion(path, lines, above, indentOf(own), wanted), line: above };
  });
  const ports = others.findIndex(({ key }) => key === "ports");
  const last = ports === -1 ? others.length - 1 : ports;
  const order = (rank: number) => (rank > last ? rank - last : others.length + last - rank);
  const shown = ({ edit, line }: (typeof found)[number]) => (source.isShown(edit.path, line) ? 0 : 1);
  return found
    .toSorted((left, right) => shown(left) - shown(right) || order(left.rank) - order(right.rank))
    .slice(0, MAX_PLACES)
    .map(({ edit }) => edit);
}

/** A text in a template must not be taken for an action of it. */
function hasTemplateSigns({ probe }: WantedProbe): boolean {
  return JSON.stringify(probe).includes("{{");
}

function beginsWith(line: string, key: string): boolean {
  const written = line.trimStart();
  return [key, `"${key}"`, `'${key}'`].some((one) => written.startsWith(`${one}:`));
}

/** Returns the first of the comment lines right above a key that belong to it. */
function withCommentsAbove(
  { map, text }: EditSource,
  rendered: number,
  key: MappedLine,
  lines: readonly string[],
): number {
  const column = indentOf(lines[key.place.line - 1] ?? "");
  let first = key.place.line;
  for (let line = rendered - 1; line > 0; line--) {
    const above = mappedLine(map, text, line);
    const written = lines[first - 2] ?? "";
    if (above === null || !above.isExact || !standTogether(above, key)) break;
    if (above.place.line !== first - 1 || above.place.file !== key.place.file) break;
    if (indentOf(written) !== column || !written.trimStart().startsWith("#")) break;
    first -= 1;
  }
  return first;
}

/** Returns the edit that writes a probe before a line, as far in as the keys beside it. */
function insertion(
  path: string,
  lines: readonly string[],
  line: number,
  indent: number,
  { probe }: WantedProbe,
): SourceEdit {
  const own = lines[line - 1] ?? "";
  const [lineEnd, text] = own.endsWith("\r") ? ["\r\n", own.slice(0, -1)] : ["\n", own];
  const block = renderBlockEntry("readinessProbe", probe, { indent, step: 2, indentSeq: true });
  return { path, startLine: line, endLine: line, replacement: [...block, text].join(lineEnd) };
}
