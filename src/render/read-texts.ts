/** Texts of files, or what a tool made of them, to the objects that a review wants of them. */
import type { FileContent } from "../changeset/change-set.js";
import { KIND_INDEX } from "../kinds/kinds.js";
import { meantAsUnjudged, UNJUDGED_NAMES } from "../kinds/unjudged-kinds.js";
import type { Allowance } from "../manifest/allowance.js";
import type { Manifest, ManifestObject } from "../manifest/manifest.js";
import { readManifest } from "../manifest/read-manifest.js";
import { misnamedNeighbour } from "../workload/neighbours/misnamed-neighbour.js";
import { NEIGHBOUR_KINDS } from "../workload/neighbours/read-neighbours.js";
import { slipsIn } from "../workload/slips.js";

export const ALL_KINDS: ReadonlySet<string> = new Set([
  ...NEIGHBOUR_KINDS,
  ...KIND_INDEX.names,
  ...UNJUDGED_NAMES,
]);
export const NEIGHBOURS_ONLY: ReadonlySet<string> = new Set(NEIGHBOUR_KINDS);
/** A changed file's objects, also those whose kind is a slip of one that is wanted: they are not passed in silence. */
export function readChanged(
  path: string,
  content: FileContent | null,
  allowance: Allowance,
): Manifest | null {
  const slips = content?.kind === "text" ? slipsIn(content.text, ALL_KINDS) : new Set<string>();
  const kinds = slips.size === 0 ? ALL_KINDS : new Set([...ALL_KINDS, ...slips]);
  const manifest = readText(path, content, kinds, allowance);
  if (manifest === null || slips.size === 0) return manifest;
  const isMeant = (object: ManifestObject) =>
    !slips.has(object.kind) ||
    KIND_INDEX.meantAs(object) !== null ||
    misnamedNeighbour(object) !== null ||
    meantAsUnjudged(object) !== null;
  return { ...manifest, objects: manifest.objects.filter(isMeant) };
}

/** Returns the objects of some kinds; null where there is no text. */
export function readText(
  path: string,
  content: FileContent | null,
  kinds: ReadonlySet<string>,
  allowance: Allowance,
): Manifest | null {
  return content?.kind === "text"
    ? readManifest(path, content.text, kinds, content.encoding === undefined, allowance)
    : null;
}
