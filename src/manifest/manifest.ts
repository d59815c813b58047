/** One file's text and what was read in it: the objects, their documents, and the faults beside them. */

import { shortened } from "../words/quote.js";
import type { JsonObject, KeyPath } from "./json-value.js";
import type { LineIndex } from "./line-index.js";
import type { Problem, ProblemCode } from "./problem.js";
import type { SourceNode } from "./source-tree.js";

/** A document of the stream that was parsed. */
export interface ManifestDocument {
  manifest: Manifest;
  /** offset of `text` in the file's text */
  start: number;
  text: string;
  /** the whole document as plain data */
  value: unknown;
  syntax: "yaml" | "json";
  /** offset in `text` from where it is parsed */
  from: number;
  /** the places of its values; null where the document is empty */
  tree: SourceNode | null;
  /** how many keys stand twice */
  duplicates: number;
}

/** One Kubernetes object: a document, or an item of a `kind: List`. */
export interface ManifestObject {
  document: ManifestDocument;
  /** the keys from the document's root to the object; empty where the document is the object */
  root: (string | number)[];
  value: JsonObject;
  apiVersion: string;
  kind: string;
  /** which object of the file this is, from 1 */
  place: number;
  /** the 1-based line of the file on which it begins */
  line: number;
}

/** A document that names a wanted kind and was not read. */
export interface UnreadDocument {
  /** the wanted kinds that it names, at least one */
  kinds: readonly string[];
  text: string;
  problem: Problem;
  endLine: number;
}

/** Where a value stands in a file of the change. Lines are 1-based and inclusive. */
export interface SourcePlace {
  path: string;
  line: number;
  endLine: number;
  /** an edit of these lines, as the file's bytes have them, is an edit of the value */
  editable: boolean;
}

/**
 * Where a manifest comes from. A plain file is its own origin; what a tool renders has its origin in other files, or
 * in none.
 */
export interface Origin {
  /** objects of one scope are applied together and see one another: the folder of a plain file */
  scope: string;
  /** the beginning of its objects' ids: the path of a plain file */
  id: string;
  /** The place of the value at a path of keys, or of the nearest parent that is written; null where no file has one. */
  placeOf(object: ManifestObject, keys: KeyPath): SourcePlace | null;
}

export interface Manifest {
  path: string;
  origin: Origin;
  text: string;
  /** false where the file's bytes are not its text in UTF-8: an edit of the text is none of the file */
  editable: boolean;
  lines: LineIndex;
  objects: ManifestObject[];
  /** documents that name a wanted kind and have a fault */
  unread: UnreadDocument[];
  /** documents that name a wanted kind and are not YAML yet */
  templates: UnreadDocument[];
  /** faults that do not keep an object from being read */
  problems: Problem[];
}

/** Returns a problem at an offset of the file's text; a parser quotes what it stumbles over, at any length. */
export function problemAt(manifest: Manifest, code: ProblemCode, offset: number, message: string): Problem {
  const { line, column } = manifest.lines.positionAt(Math.max(0, Math.min(offset, manifest.text.length)));
  return { code, path: manifest.path, line, column, message: shortened(message, 200) };
}
