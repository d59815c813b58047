import { DEFAULT_POLICY, type Policy } from "./policy.js";
import { ANY_FOLDERS, type GlobStep, type NamePiece, readGlob } from "./read-glob.js";

/** Whether a path is to be reviewed: in `include` where that names anything, and not in `exclude`. */
export function pathFilter({ paths }: Policy): (path: string) => boolean {
  const included = paths.include.length === 0 ? () => true : globMatcher(paths.include);
  const excluded = globMatcher(paths.exclude);
  return (path) => included(path) && !excluded(path);
}

/** Whether test data and documentation are left out by default, and not by what a policy says of paths. */
export function leavesOutTestData({ paths }: Policy): boolean {
  const { include, exclude } = DEFAULT_POLICY.paths;
  return paths.include.join() === include.join() && paths.exclude.join() === exclude.join();
}

/** Whether one of the globs names a path. They are those of a policy that was read, so each of them is valid. */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  const plain = globs.flatMap((text) => {
    const read = readGlob(text);
    if (!read.ok) throw new Error(`a policy was taken with the glob ${JSON.stringify(text)}`);
    return read.globs;
  });
  return (path) => {
    const names = path.split("/");
    return plain.some((steps) => matchesPath(steps, names));
  };
}

/**
 * Where a name fails, only the last "any folders" before it takes one folder more: what the earlier ones took is the
 * least that was possible, which leaves the most for the rest.
 */
function matchesPath(steps: readonly GlobStep[], names: readonly string[]): boolean {
  let step = 0;
  let at = 0;
  let retryStep = -1;
  let retryAt = 0;
  while (at < names.length || step < steps.length) {
    const wanted = steps[step];
    if (wanted === ANY_FOLDERS) {
      step += 1;
      // At the end it stands for everything below, and not for a file of the folder's name.
      if (step === steps.length) return at < names.length;
      retryStep = step;
      retryAt = at;
    } else if (wanted !== undefined && at < names.length && matchesName(wanted, names[at] as string)) {
      step += 1;
      at += 1;
    } else if (retryStep !== -1 && retryAt < names.length) {
      retryAt += 1;
      step = retryStep;
      at = retryAt;
    } else return false;
  }
  return true;
}

/** Each piece is taken where it stands first, and the last one at the end. */
function matchesName(wanted: string | readonly NamePiece[], name: string): boolean {
  if (typeof wanted === "string") return wanted === name;
  const pieces = wanted;
  const first = pieces[0] as NamePiece;
  if (pieces.length === 1) return first.length === name.length && stands(first, name, 0);
  if (!stands(first, name, 0)) return false;
  const last = pieces.at(-1) as NamePiece;
  let at = first.length;
  for (let index = 1; index < pieces.length - 1; index++) {
    const piece = pieces[index] as NamePiece;
    const found = find(piece, name, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  const end = name.length - last.length;
  return at <= end && stands(last, name, end);
}

function stands({ literal, here }: NamePiece, name: string, at: number): boolean {
  if (literal !== null) return name.startsWith(literal, at);
  here.lastIndex = at;
  return here.test(name);
}

function find({ literal, next }: NamePiece, name: string, from: number): number {
  if (literal !== null) return name.indexOf(literal, from);
  next.lastIndex = from;
  return next.exec(name)?.index ?? -1;
}
