/** One file's text and what was read in it: the objects, their documents, and the faults beside them. */

import { shortened } from "../words/quote.js";
import type { ProbeOutcome, RenderedContainer } from "./edit/rendered-probe.js";
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
  /** what a tool did to make it; left out of a file that is applied as it is */
  rendering?: RenderingOrigin;
  /**
   * What is written in a file of the head for a value at a path of keys, where an edit of that is the same edit of the value:
   * `added` is the key that is put into it, null where it is changed itself. Left out where no file has it.
   */
  writtenAt?(object: ManifestObject, keys: KeyPath, added: string | null): WrittenValue | null;
  /** The place of the value at a path of keys, or of the nearest parent that is written; null where no file has one. */
  placeOf(object: ManifestObject, keys: KeyPath): SourcePlace | null;
}

/** A value of an object in a file. */
export interface WrittenValue {
  object: ManifestObject;
  keys: KeyPath;
}

/** How a manifest was made. Its objects are whole, and another rendering may have the same paths and names. */
export interface RenderingOrigin {
  tool: "helm" | "kustomize";
  /** the chart's folder, or the kustomization's */
  folder: string;
  /** which text of which rendering it is, where it is one of the head */
  at?: Pick<RenderedContainer, "rendering" | "text">;
  /** what came of the probes that its containers lack */
  probes: readonly ProbeOutcome[];
  /** which of them they lack could not be asked, so no edit was tried */
  isUnjudged?: true;
  /** what people call the set of values, or the root; null where there is only one way to render */
  name: string | null;
  /** the beginning of objects' names that another rendering of the same source has otherwise, such as the release's name */
  prefix: string;
  /** names in the source by names as they were made, where the tool alters single ones */
  names: ReadonlyMap<string, string>;
  /** the tool could not take in everything, so there may be more objects of the scope */
  isInPart: boolean;
  /** what is found in it fails no check: it is there for tests, another's, or its base could not be rendered */
  isLenient: boolean;
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
  /** documents that name a wanted kind and are no objects: not YAML yet, or what a test expects of one */
  templates: UnreadDocument[];
  /** faults that do not keep an object from being read */
  problems: Problem[];
  /** it seems compiled from sources that change with it, so that an edit of it is lost */
  isCompiled?: true;
  /** where reading ended before the end of the file, as the change has more than one review takes on */
  cut: Problem | null;
}

/** Returns a problem at an offset of the file's text; a parser quotes what it stumbles over, at any length. */
export function problemAt(manifest: Manifest, code: ProblemCode, offset: number, message: string): Problem {
  const { line, column } = manifest.lines.positionAt(Math.max(0, Math.min(offset, manifest.text.length)));
  return { code, path: manifest.path, line, column, message: shortened(message, 200) };
}
