/**
 * Where kubectl stops reading a file: at a document that it cannot read, and at a line of hyphens with more on it. It
 * does not apply the documents behind; they are judged all the same, since the fault will be mended.
 */
import { type Manifest, type ManifestObject, problemAt } from "./manifest.js";
import { faultOfSlice } from "./parse-yaml.js";
import { MAX_DOCUMENT_LENGTH } from "./read-document.js";
import type { Stream, StreamSlice, StreamStop } from "./split-stream.js";
import { hasTemplateMarks, isTemplateText } from "./template-text.js";

/** Adds what kubectl stops at where objects of the file are lost by it. */
export function tellStreamEnd(manifest: Manifest, stream: Stream): void {
  const end = streamEnd(manifest, stream);
  if (end === null) return;
  const { lost, stop, offset } = end;
  if (stop !== null) tellStop(manifest, stop, lost);
  else {
    const message = `kubectl cannot read this document and applies nothing behind it in this file: ${countOf(lost)}, judged here all the same`;
    manifest.problems.push(problemAt(manifest, "stream-end", offset, message));
  }
}

/** Returns the objects of a file that kubectl does not apply, as it stops before it has read them. */
export function objectsLost(manifest: Manifest, stream: Stream): readonly ManifestObject[] {
  return streamEnd(manifest, stream)?.lost ?? [];
}

interface StreamEnd {
  lost: readonly ManifestObject[];
  /** null where a document is at fault, and no line between two */
  stop: StreamStop | null;
  /** of the fault in the file */
  offset: number;
}

function streamEnd({ objects, templates }: Manifest, { slices, stop }: Stream): StreamEnd | null {
  // Where one document is a template, kubectl gets the file only once it is rendered.
  if (templates.length > 0) return null;
  const read = new Set(objects.map(({ document }) => document.start));
  const faultOf = (slice: StreamSlice) => (read.has(slice.start) ? null : faultIn(slice));
  // A fault behind the last object loses none.
  const last = objects.at(-1)?.document.start ?? -1;
  const index = slices.findIndex(
    (slice, at) => at === stop?.read || slice.start >= last || faultOf(slice) !== null,
  );
  const slice = slices[index];
  if (slice === undefined) return null;
  const isStop = stop !== null && stop.read === index;
  const lost = objects.filter(
    ({ document: { start } }) => start > slice.start || (isStop && start === slice.start),
  );
  if (lost.length === 0) return null;
  return {
    lost,
    stop: isStop ? stop : null,
    offset: isStop ? stop.offset : slice.start + (faultOf(slice) ?? 0),
  };
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

/** Returns the offset of a document's fault; null for one that is read, and for a template, no file for kubectl yet. */
function faultIn(slice: StreamSlice): number | null {
  if (slice.text.length > MAX_DOCUMENT_LENGTH || isTemplateText(slice.text)) return null;
  const fault = faultOfSlice(slice);
  if (fault === null || (fault.code === "yaml-syntax" && hasTemplateMarks(slice.text, fault.offset)))
    return null;
  return fault.offset;
}
