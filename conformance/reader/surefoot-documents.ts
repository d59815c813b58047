import { parseSlice } from "../../src/manifest/parse-yaml.js";
import { splitStream } from "../../src/manifest/split-stream.js";

/** A reader's view of a file: its documents, without empty ones, and whether it stops before the file's end. */
export interface Documents {
  documents: unknown[];
  refused: boolean;
}

/** Returns what kubectl gets of a file, as Surefoot reads it. */
export function surefootDocuments(text: string): Documents {
  const { slices, stop } = splitStream(text);
  const documents: unknown[] = [];
  for (const [index, slice] of slices.entries()) {
    if (stop !== null && index >= stop.read) return { documents, refused: true };
    const parsed = parseSlice(slice);
    if (!parsed.ok) return { documents, refused: true };
    if (parsed.value !== null) documents.push(parsed.value);
  }
  return { documents, refused: stop !== null };
}
