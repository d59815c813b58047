/**
 * Text of YAML or JSON to Kubernetes objects that know their place in the text. Knows nothing of workloads: which
 * kinds are wanted comes in, every other document is left alone. A document that cannot be read is a problem beside
 * the others, never an exception.
 */

import { type Allowance, boundBrokenBy, unbounded } from "./allowance.js";
import { assumedKind, isContainerKind, isKustomizationKind, namedKinds, ownKinds } from "./kind-names.js";
import { indexLines } from "./line-index.js";
import { type Manifest, type ManifestObject, problemAt } from "./manifest.js";
import { plainOrigin } from "./origin.js";
import { firstContent, MAX_DOCUMENT_LENGTH, readDocument } from "./read-document.js";
import { type Stream, type StreamSlice, splitStream } from "./split-stream.js";
import { tellStreamEnd } from "./stream-end.js";
import { isTemplateText } from "./template-text.js";

/**
 * Reads the objects of the wanted kinds, and the items of those kinds out of every `List`. `editable` is whether the
 * file's bytes are the text in UTF-8. Reading ends where a document is beyond the allowance.
 */
export function readManifest(
  path: string,
  text: string,
  wantedKinds: ReadonlySet<string>,
  editable = true,
  allowance: Allowance = unbounded(),
): Manifest {
  const { manifest, stream } = readDocuments(path, text, wantedKinds, editable, allowance);
  tellStreamEnd(manifest, stream);
  return manifest;
}

/** Returns the same objects where nothing is asked of the other documents: those are not parsed. */
export function readObjects(
  path: string,
  text: string,
  wantedKinds: ReadonlySet<string>,
  allowance: Allowance = unbounded(),
): ManifestObject[] {
  return readDocuments(path, text, wantedKinds, true, allowance).manifest.objects;
}

function readDocuments(
  path: string,
  text: string,
  wantedKinds: ReadonlySet<string>,
  editable: boolean,
  allowance: Allowance,
): { manifest: Manifest; stream: Stream } {
  const manifest: Manifest = {
    path,
    origin: plainOrigin(path, editable),
    text,
    editable,
    lines: indexLines(text),
    objects: [],
    unread: [],
    templates: [],
    problems: [],
    cut: null,
  };
  const stream = splitStream(text);
  const assumed = assumedKind(path);
  let place = 0;
  for (const slice of stream.slices) {
    place += 1;
    if (manifest.unread.length >= MAX_UNREAD) {
      const message = `${MAX_UNREAD} documents before this one cannot be read: the rest of the file is left`;
      manifest.problems.push(problemAt(manifest, "yaml-syntax", slice.start, message));
      break;
    }
    const named = kindsIn(slice, wantedKinds, assumed);
    const kinds = named.length === 0 && assumed !== null ? [assumed] : named;
    const before = countTold(manifest);
    if (kinds.length > 0) {
      const broken = boundBrokenBy(slice.text.length, allowance);
      if (broken !== null) {
        cutAt(manifest, slice, broken);
        break;
      }
      const known = manifest.objects.length;
      place = readDocument(manifest, slice, kinds, place, wantedKinds);
      allowance.length -= slice.text.length;
      allowance.objects -= manifest.objects.length - known;
    } else if (lacksKind(slice.text)) {
      const message = "an object with pods and an apiVersion that names no kind: kubectl refuses it";
      manifest.problems.push(
        problemAt(manifest, "shape", slice.start + slice.text.search(API_VERSION), message),
      );
    }
    if (countTold(manifest) === before && hidesKind(slice.text)) {
      const message = "an object with pods whose kind is no plain word: it is not judged";
      manifest.problems.push(problemAt(manifest, "shape", slice.start + slice.text.search(KIND), message));
    }
  }
  return { manifest, stream };
}

/**
 * Returns the wanted kinds that a document names. Where its own kind is told without parsing it and at little cost, a
 * document of another one names none: an OpenAPI file or a JSON schema has the kinds of all that it describes.
 */
function kindsIn(
  { text, syntax }: StreamSlice,
  wantedKinds: ReadonlySet<string>,
  assumed: string | null,
): string[] {
  const named = namedKinds(text, wantedKinds);
  if (named.length === 0 || (syntax === "yaml" && text.length <= MAX_DOCUMENT_LENGTH)) return named;
  const written = ownKinds(text, firstContent(text));
  const own = written.length === 0 && assumed !== null ? [assumed] : written;
  if (own.some((kind) => isContainerKind(kind) || isKustomizationKind(kind))) return named;
  return own.filter((kind) => wantedKinds.has(kind));
}

function cutAt(manifest: Manifest, { start, text }: StreamSlice, broken: string): void {
  const message = `not judged from here on: this change has more ${broken} than one review takes on`;
  manifest.cut = problemAt(manifest, "change-too-large", start + firstContent(text), message);
}

/** Returns how much a manifest has of what is said of documents. */
function countTold({ objects, unread, templates, problems }: Manifest): number {
  return objects.length + unread.length + templates.length + problems.length;
}

/**
 * Whether a document is meant for Kubernetes, has containers, and does not say what it is. Told from its text, and in
 * column 1: nothing is known of a document in which no kind is named.
 */
function lacksKind(text: string): boolean {
  return API_VERSION.test(text) && !KIND.test(text) && CONTAINERS.test(text) && !isTemplateText(text);
}

/**
 * The same for a document whose kind its text does not tell: a placeholder, an alias, an escape, a letter of another
 * script, a blank within the quotes. Every kind that an API has is made of letters and digits.
 */
function hidesKind(text: string): boolean {
  return API_VERSION.test(text) && ODD_KIND.test(text) && CONTAINERS.test(text);
}

const API_VERSION = /^["']?apiVersion["']?[ \t]*:/m;
const KIND = /^["']?kind["']?[ \t]*:/m;
/** A comment, an anchor, a tag and a block scalar's header may stand there, with the kind behind them. */
const ODD_KIND = /^["']?kind["']?[ \t]*:[ \t]+(?![#&!|>])(?!(["']?)[A-Za-z0-9]+\1[ \t]*(?:#.*)?\r?$)\S/m;
const CONTAINERS = /^[ \t]+containers[ \t]*:/m;

/** Faulty documents of one file that are told; a person mends no more at once. */
const MAX_UNREAD = 1_000;
