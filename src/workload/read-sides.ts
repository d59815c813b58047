/** A change set's text to the manifests of both sides, and the problems of what could not be read. */
import {
  type ChangedFile,
  type ChangeSet,
  type FileContent,
  isManifestPath,
  MAX_FILE_BYTES,
} from "../changeset/change-set.js";
import type { Manifest, ManifestObject } from "../manifest/manifest.js";
import type { Problem, ProblemCode } from "../manifest/problem.js";
import { readManifest } from "../manifest/read-manifest.js";
import type { KindIndex } from "./kind-index.js";
import { misnamedNeighbour } from "./neighbours/misnamed-neighbour.js";
import { NEIGHBOUR_KINDS } from "./neighbours/read-neighbours.js";
import { slipsIn } from "./slips.js";

/** A changed file as manifests; null where a side has no text to read. */
export interface ChangedManifest {
  file: ChangedFile;
  before: Manifest | null;
  after: Manifest | null;
}

export interface Sides {
  changed: ChangedManifest[];
  siblings: Manifest[];
  /** files of the head that are no text: too large, binary, a link */
  problems: Problem[];
}

const NEIGHBOURS_ONLY: ReadonlySet<string> = new Set(NEIGHBOUR_KINDS);
/** What an unchanged file says of a changed workload hangs on the workloads beside it: it may be another rendering's. */
const TELLING =
  /\bkind["']?[ \t]*:[ \t]*["']?(?:Service|HorizontalPodAutoscaler|ScaledObject|PodDisruptionBudget)\b/;
/** The neighbours whose change alone can change what is said of a workload. */
const DECISIVE = /\bkind["']?[ \t]*:[ \t]*["']?(?:Service|HorizontalPodAutoscaler|ScaledObject)\b/;

export function readSides(changeSet: ChangeSet, kinds: KindIndex): Sides {
  const allKinds = wantedOf(kinds);
  const problems: Problem[] = [];
  const changed = changeSet.files
    .filter(
      ({ path, previousPath }) =>
        isManifestPath(path) || (previousPath !== null && isManifestPath(previousPath)),
    )
    .map((file): ChangedManifest => {
      if (file.after !== null) problems.push(...problemOf(file.path, file.after));
      return {
        file,
        before: readChanged(file.previousPath ?? file.path, file.before, kinds),
        after: readChanged(file.path, file.after, kinds),
      };
    });
  // Workloads of unchanged files matter only where something around them changed.
  const decisive = changeSet.files.some(({ before, after }) => [before, after].some(isDecisive));
  const siblings = changeSet.siblings.flatMap(({ path, content }) => {
    const whole = decisive || (content.kind === "text" && isTelling(content.text, kinds));
    const manifest = isManifestPath(path) ? read(path, content, whole ? allKinds : NEIGHBOURS_ONLY) : null;
    return manifest === null ? [] : [manifest];
  });
  return { changed, siblings, problems };
}

/** A changed file's objects, also those whose kind is a slip of one that is wanted: they are not passed in silence. */
function readChanged(path: string, content: FileContent | null, kinds: KindIndex): Manifest | null {
  const wanted = wantedOf(kinds);
  if (content?.kind !== "text") return null;
  const slips = slipsIn(content.text, wanted);
  const manifest = read(path, content, slips.size === 0 ? wanted : new Set([...wanted, ...slips]));
  if (manifest === null || slips.size === 0) return manifest;
  const isMeant = (object: ManifestObject) =>
    !slips.has(object.kind) || kinds.meantAs(object) !== null || misnamedNeighbour(object) !== null;
  return { ...manifest, objects: manifest.objects.filter(isMeant) };
}

function wantedOf({ names }: KindIndex): ReadonlySet<string> {
  return new Set([...NEIGHBOUR_KINDS, ...names]);
}

function read(path: string, content: FileContent | null, kinds: ReadonlySet<string>): Manifest | null {
  return content?.kind === "text"
    ? readManifest(path, content.text, kinds, content.encoding === undefined)
    : null;
}

/** An unchanged object may take its pods from a changed workload. */
function isTelling(text: string, { borrowingFields }: KindIndex): boolean {
  return TELLING.test(text) || borrowingFields.some((field) => text.includes(field));
}

function isDecisive(content: FileContent | null): boolean {
  return content?.kind === "text" && DECISIVE.test(content.text);
}

function problemOf(path: string, content: FileContent): Problem[] {
  const problem = (code: ProblemCode, message: string): Problem[] => [
    { code, path, line: 1, column: 1, message },
  ];
  if (content.kind === "too-large") {
    const size = (content.bytes / 1024 / 1024).toFixed(1);
    return problem(
      "file-too-large",
      `${size} MiB, above the ${MAX_FILE_BYTES / 1024 / 1024} MiB that are read; split it into smaller files`,
    );
  }
  if (content.kind === "binary")
    return problem("binary", "neither UTF-8 nor UTF-16 with a mark, so it is not read as a manifest");
  if (content.kind === "link")
    return problem("link", "a symbolic link or submodule: what it points to is not followed");
  return [];
}
