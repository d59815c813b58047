/**
 * The stage before the engine: files to the manifests that are applied. A plain file is what it is, so its text is read
 * and passed on with its own places; the engine knows nothing of where a manifest came from.
 */
import { type ChangeSet, type FileContent, isManifestPath, MAX_FILE_BYTES } from "../changeset/change-set.js";
import { KIND_INDEX } from "../kinds/kinds.js";
import { meantAsUnjudged, UNJUDGED_NAMES } from "../kinds/unjudged-kinds.js";
import type { Manifest, ManifestObject } from "../manifest/manifest.js";
import type { Problem, ProblemCode } from "../manifest/problem.js";
import { readManifest } from "../manifest/read-manifest.js";
import type { ChangedManifest, ChangedManifests } from "../workload/changed-manifest.js";
import { misnamedNeighbour } from "../workload/neighbours/misnamed-neighbour.js";
import { NEIGHBOUR_KINDS } from "../workload/neighbours/read-neighbours.js";
import { slipsIn } from "../workload/slips.js";

/** A change as what is applied: manifests, where the change set has files. */
export interface RenderedChange extends ChangedManifests {
  changeSet: ChangeSet;
  /** files of the head that are no text: too large, binary, a link */
  problems: readonly Problem[];
}

const ALL_KINDS: ReadonlySet<string> = new Set([...NEIGHBOUR_KINDS, ...KIND_INDEX.names, ...UNJUDGED_NAMES]);
const NEIGHBOURS_ONLY: ReadonlySet<string> = new Set(NEIGHBOUR_KINDS);
/** The workloads beside an unchanged file decide what it says of a changed one: it may be another rendering's. */
const TELLING =
  /\bkind["']?[ \t]*:[ \t]*["']?(?:Service|HorizontalPodAutoscaler|ScaledObject|PodDisruptionBudget)\b/;
/** The neighbours whose change alone can change what is said of a workload. */
const DECISIVE = /\bkind["']?[ \t]*:[ \t]*["']?(?:Service|HorizontalPodAutoscaler|ScaledObject)\b/;

/** Reads both sides of every changed manifest, and of those beside them what can matter. Never throws. */
export function renderChange(changeSet: ChangeSet): RenderedChange {
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
        before: readChanged(file.previousPath ?? file.path, file.before),
        after: readChanged(file.path, file.after),
      };
    });
  // Workloads of unchanged files matter only where something around them changed.
  const decisive = changeSet.files.some(({ before, after }) => [before, after].some(isDecisive));
  const siblings = changeSet.siblings.flatMap(({ path, content }) => {
    const whole = decisive || (content.kind === "text" && isTelling(content.text));
    const manifest = isManifestPath(path) ? read(path, content, whole ? ALL_KINDS : NEIGHBOURS_ONLY) : null;
    return manifest === null ? [] : [manifest];
  });
  return { changeSet, changed, siblings, problems };
}

/** A changed file's objects, also those whose kind is a slip of one that is wanted: they are not passed in silence. */
function readChanged(path: string, content: FileContent | null): Manifest | null {
  const slips = content?.kind === "text" ? slipsIn(content.text, ALL_KINDS) : new Set<string>();
  const manifest = read(path, content, slips.size === 0 ? ALL_KINDS : new Set([...ALL_KINDS, ...slips]));
  if (manifest === null || slips.size === 0) return manifest;
  const isMeant = (object: ManifestObject) =>
    !slips.has(object.kind) ||
    KIND_INDEX.meantAs(object) !== null ||
    misnamedNeighbour(object) !== null ||
    meantAsUnjudged(object) !== null;
  return { ...manifest, objects: manifest.objects.filter(isMeant) };
}

function read(path: string, content: FileContent | null, kinds: ReadonlySet<string>): Manifest | null {
  return content?.kind === "text"
    ? readManifest(path, content.text, kinds, content.encoding === undefined)
    : null;
}

/** An unchanged object may take its pods from a changed workload. */
function isTelling(text: string): boolean {
  return TELLING.test(text) || KIND_INDEX.borrowingFields.some((field) => text.includes(field));
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
    return problem("link", "a symbolic link or submodule, which Surefoot does not follow");
  return [];
}
