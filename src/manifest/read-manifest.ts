/**
 * Text of YAML or JSON to Kubernetes objects that know their place in the text. Knows nothing of workloads: which
 * kinds are wanted comes in, every other document is left alone. A document that cannot be read is a problem beside
 * the others, never an exception.
 */

import { assumedKind, namedKinds } from "./kind-names.js";
import { indexLines } from "./line-index.js";
import { type Manifest, problemAt } from "./manifest.js";
import { plainOrigin } from "./origin.js";
import { readDocument } from "./read-document.js";
import { splitStream } from "./split-stream.js";
import { tellStreamEnd } from "./stream-end.js";

/**
 * Reads the objects of the wanted kinds, and the items of those kinds out of every `List`. `editable` is whether the
 * file's bytes are the text in UTF-8.
 */
export function readManifest(
  path: string,
  text: string,
  wantedKinds: ReadonlySet<string>,
  editable = true,
): Manifest {
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
    const named = namedKinds(slice.text, wantedKinds);
    const kinds = named.length === 0 && assumed !== null ? [assumed] : named;
    if (kinds.length > 0) place = readDocument(manifest, slice, kinds, place, wantedKinds);
  }
  tellStreamEnd(manifest, stream);
  return manifest;
}

/** Faulty documents of one file that are told; nobody mends more at once. */
const MAX_UNREAD = 1_000;
