/**
 * Where kubectl stops reading a file: at a document that it cannot read, and at a line of hyphens with more on it. What
 * stands behind is not applied, and is judged all the same, since the fault will be mended.
 */
import { type Manifest, type ManifestObject, problemAt } from "./manifest.js";
import { parseSlice } from "./parse-yaml.js";
import { MAX_DOCUMENT_LENGTH } from "./read-document.js";
import type { Stream, StreamSlice, StreamStop } from "./split-stream.js";
import { hasTemplateMarks, isTemplateText } from "./template-text.js";

/** Adds what kubectl stops at where objects of the file are lost by it. */
export function tellStreamEnd(manifest: Manifest, { slices, stop }: Stream): void {
  const { objects } = manifest;
  // Where one document is a template, kubectl gets the file only once it is rendered.
  if (manifest.templates.length > 0) return;
  const read = new Set(objects.map(({ document }) => document.start));
  const faultOf = (slice: StreamSlice) => (read.has(slice.start) ? null : faultIn(slice));
  // What stands behind the last object loses none.
  const last = objects.at(-1)?.document.start ?? -1;
  const index = slices.findIndex(
    (slice, at) => at === stop?.read || slice.start >= last || faultOf(slice) !== null,
  );
  const slice = slices[index];
  if (slice === undefined) return;
  const isStop = stop !== null && stop.read === index;
  const lost = objects.filter(
    ({ document: { start } }) => start > slice.start || (isStop && start === slice.start),
  );
  if (lost.length === 0) return;
  if (isStop) tellStop(manifest, stop, lost);
  else {
    const message = `kubectl cannot read this document and applies nothing behind it in this file: ${countOf(lost)}, judged here all the same`;
    const offset = slice.start + (faultOf(slice) ?? 0);
    manifest.problems.push(problemAt(manifest, "stream-end", offset, message));
  }
}

/** A line between documents that is at fault itself: what kubectl does not apply for it counts as not read. */
function tellStop(manifest: Manifest, { offset, reason }: StreamStop, lost: readonly ManifestObject[]): void {
  const why =
    reason === "separator"
      ? "kubectl refuses a line that begins with --- and has more than a comment on it, and applies neither the document before it nor any behind"
      : "kubectl takes this file for JSON, and stops here where it is not";
  const problem = problemAt(
    manifest,
    "yaml-syntax",
    offset,
    `${why}: ${countOf(lost)}, judged here all the same`,
  );
  const kinds = [...new Set(lost.map(({ kind }) => kind))];
  const text = manifest.text.slice(offset, manifest.lines.endOf(problem.line));
  manifest.unread.push({ kinds, problem, endLine: problem.line, text });
}

function countOf({ length }: readonly ManifestObject[]): string {
  return length === 1 ? "1 object" : `${length} objects`;
}

/** The offset of a document's fault; null for one that is read, and for a template, which is no file for kubectl yet. */
function faultIn(slice: StreamSlice): number | null {
  if (slice.text.length > MAX_DOCUMENT_LENGTH || isTemplateText(slice.text)) return null;
  const parsed = parseSlice(slice);
  if (parsed.ok || (parsed.code === "yaml-syntax" && hasTemplateMarks(slice.text, parsed.offset)))
    return null;
  return parsed.offset;
}
