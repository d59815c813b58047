import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { surefootDocuments } from "../../conformance/reader/surefoot-documents.js";

const PATH = new URL("../../conformance/reader/answers.json", import.meta.url);

/** A text, the documents that kubectl's own code read in it, and "refused" where it stopped before the end. */
type Row = [text: string, documents: unknown[], refused?: "refused"];

it("reads every text of the table to the values, refusals and cuts of kubectl's own code", () => {
  const rows = JSON.parse(readFileSync(PATH, "utf8")) as Row[];
  expect(rows.length).toBeGreaterThanOrEqual(3_000);
  const other = rows.filter(([text, documents, refused]) => {
    const answer = { documents, refused: refused !== undefined };
    return JSON.stringify(ordered(answer)) !== JSON.stringify(ordered(surefootDocuments(text)));
  });
  expect(other).toEqual([]);
});

/** Go writes keys by the alphabet. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, ordered(item)]));
}
