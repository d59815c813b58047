/** Lines of a diff as a table. diff2html marks what changed within a line; what stands below a line is put in here. */
import { html } from "diff2html";
import type { DiffFile, DiffLine } from "diff2html/lib/types.js";
import type { ElementContent } from "hast";
import { fromHtml } from "hast-util-from-html";
import { type Element, h } from "../html.js";
import type { PatchHunk, PatchLine } from "./read-patch.js";

export interface DiffDrawing {
  /** a description of the table, for a reader who cannot see it */
  label: string;
  /** the beginning of the lines' ids: `<anchor>R12`, `<anchor>L3`; without it they have none */
  anchor?: string;
  /** conversations that stand below a line */
  below?: (line: PatchLine) => ElementContent[];
  withoutNumbers?: boolean;
}

const COLUMNS = 3;

const TEMPLATES = {
  "generic-wrapper": "{{{content}}}",
  "line-by-line-file-diff": "<table><tbody>{{{diffs}}}</tbody></table>",
  "generic-block-header": '<tr class="hunk"><td colspan="3">{{{blockHeader}}}</td></tr>',
  "generic-line":
    '<tr class="{{type}}" data-before="{{line.oldNumber}}" data-after="{{line.newNumber}}">' +
    '<td class="number">{{line.oldNumber}}</td><td class="number">{{line.newNumber}}</td>' +
    '<td class="code"><span class="sign">{{{prefix}}}</span><span class="text">{{{content}}}</span></td></tr>',
};

/** Draws hunks one below the other. */
export function drawDiff(hunks: readonly PatchHunk[], drawing: DiffDrawing): Element {
  const drawn = html([asDiffFile(hunks)], { drawFileList: false, matching: "none", rawTemplates: TEMPLATES });
  const rows = rowsOf(fromHtml(drawn, { fragment: true }).children as ElementContent[]);
  const known = new Map(hunks.flatMap(({ lines }) => lines.map((line) => [keyOf(line), line] as const)));
  const body = rows.flatMap((row) => {
    if (isHunkHeader(row)) return hasText(row) ? [row] : [];
    const line = known.get(`${row.properties.dataBefore ?? ""}:${row.properties.dataAfter ?? ""}`);
    if (line === undefined) return [row];
    if (drawing.anchor !== undefined) row.properties.id = lineAnchor(drawing.anchor, line);
    return [row, ...rowsBelow(line, drawing)];
  });
  const className = drawing.withoutNumbers ? ["diff", "without-numbers"] : ["diff"];
  return h("div.diff-scroll", h("table", { className, ariaLabel: drawing.label }, h("tbody", body)));
}

/** The id of a line, for links. */
export function lineAnchor(anchor: string, { before, after }: Pick<PatchLine, "before" | "after">): string {
  return after === null ? `${anchor}L${before}` : `${anchor}R${after}`;
}

function rowsBelow(line: PatchLine, { below }: DiffDrawing): Element[] {
  const rows: Element[] = [];
  if (line.endsOpen)
    rows.push(h("tr.ends-open", h("td", { colSpan: COLUMNS }, "No newline at the end of the file")));
  const threads = below?.(line) ?? [];
  if (threads.length > 0) rows.push(h("tr.threads", h("td", { colSpan: COLUMNS }, threads)));
  return rows;
}

function rowsOf(nodes: readonly ElementContent[]): Element[] {
  return nodes.flatMap((node) =>
    node.type !== "element" ? [] : node.tagName === "tr" ? [node] : rowsOf(node.children),
  );
}

function isHunkHeader({ properties }: Element): boolean {
  return Array.isArray(properties.className) && properties.className.includes("hunk");
}

function hasText(row: Element): boolean {
  return row.children.some((cell) => cell.type === "element" && cell.children.length > 0);
}

function keyOf({ before, after }: PatchLine): string {
  return `${before ?? ""}:${after ?? ""}`;
}

// Made here rather than by diff2html's parser: that one takes a removed line "-- x" above an added "++ y" for the
// headers of another file.
function asDiffFile(hunks: readonly PatchHunk[]): DiffFile {
  return {
    oldName: "a",
    newName: "a",
    addedLines: 0,
    deletedLines: 0,
    isCombined: false,
    isGitDiff: true,
    language: "",
    blocks: hunks.map(({ header, lines }) => ({
      oldStartLine: lines[0]?.before ?? 0,
      newStartLine: lines[0]?.after ?? 0,
      header,
      lines: lines.map(asDiffLine),
    })),
  };
}

function asDiffLine({ before, after, text }: PatchLine): DiffLine {
  // HTML would make a line break of a carriage return.
  const shown = text.replace(/\r$/, "").replaceAll("\r", "␍");
  const type = before === null ? "insert" : after === null ? "delete" : "context";
  const sign = before === null ? "+" : after === null ? "-" : " ";
  return {
    type,
    oldNumber: before ?? undefined,
    newNumber: after ?? undefined,
    content: `${sign}${shown}`,
  } as DiffLine;
}
