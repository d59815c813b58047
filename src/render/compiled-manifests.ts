/**
 * Manifests that seem compiled from Jsonnet and kept in the repository, as `tk export` and `jsonnet -m` write them: a file of
 * that language changes with them, and they are written as a program writes them.
 */
import type { ChangeSet } from "../changeset/change-set.js";
import type { Manifest } from "../manifest/manifest.js";

const JSONNET = /\.(?:jsonnet|libsonnet)$/;
const COMMENT = /^[ \t]*#/m;

/** Fewer keys are in order by chance. */
const MIN_KEYS = 12;
/** Far deeper than any object is. */
const MAX_DEPTH = 60;

/** Tells whether a manifest of the change seems to be compiled from what changes with it. */
export function compiledManifests({ files, others = [] }: ChangeSet): (manifest: Manifest) => boolean {
  const hasSource = [...files, ...others].some(({ path }) => JSONNET.test(path));
  return (manifest) => hasSource && isPrinted(manifest);
}

/** Jsonnet prints the keys of each object in their order, and no comment. */
function isPrinted({ text, objects }: Manifest): boolean {
  if (objects.length === 0 || COMMENT.test(text)) return false;
  let keys = 0;
  const isInOrder = (value: unknown, depth: number): boolean => {
    if (typeof value !== "object" || value === null) return true;
    if (depth > MAX_DEPTH) return false;
    if (Array.isArray(value)) return value.every((item) => isInOrder(item, depth + 1));
    const names = Object.keys(value);
    keys += names.length;
    return (
      names.every((name, index) => index === 0 || (names[index - 1] as string) < name) &&
      Object.values(value).every((item) => isInOrder(item, depth + 1))
    );
  };
  return objects.every(({ value }) => isInOrder(value, 0)) && keys >= MIN_KEYS;
}
