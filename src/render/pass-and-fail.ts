/**
 * What linters and policy tools are tried with, known by its neighbours: in one folder, a file or a folder that has to pass
 * and one that has to fail, below a folder of tests or beside the policy that they are for.
 */
import { folderOf } from "../changeset/change-set.js";

/** The words of those that pass, and of those that fail, at the same place. */
const PAIRS: readonly (readonly [good: string, bad: string])[] = [
  ["pass", "fail"],
  ["passing", "failing"],
  ["success", "failure"],
  ["valid", "invalid"],
  ["good", "bad"],
];
const WORDS = new Map(
  PAIRS.flatMap((pair, index) => pair.map((word, side) => [word, { index, side }] as const)),
);
const OF_TESTS = /(?:^|\/)tests?[^/]*\//i;
const POLICY = /(?:^|[/ ._-])polic(?:y|ies)\.ya?ml$/i;

/** Returns whether a file of one side is such a one. */
export function passesOrFails(paths: Iterable<string>): (path: string) => boolean {
  const sides = new Map<string, number>();
  const withPolicy = new Set<string>();
  for (const path of paths) {
    if (POLICY.test(path)) withPolicy.add(folderOf(path));
    for (const { key, side } of marksOf(path)) sides.set(key, (sides.get(key) ?? 0) | (1 << side));
  }
  const isTest = (folder: string) => OF_TESTS.test(`${folder}/`) || withPolicy.has(folder);
  return (path) => marksOf(path).some(({ key, folder }) => sides.get(key) === BOTH && isTest(folder));
}

const BOTH = 0b11;

/** Returns the words of pairs in a path, each with the folder that it is the name in, and which of the two it is. */
function marksOf(path: string): { key: string; folder: string; side: number }[] {
  const names = path.split("/");
  return names.flatMap((name, index) => {
    const isFile = index === names.length - 1;
    const word = (isFile ? name.split(/[._-]/, 1)[0] : name)?.toLowerCase() ?? "";
    const found = WORDS.get(word);
    if (found === undefined) return [];
    const folder = names.slice(0, index).join("/");
    return [{ key: JSON.stringify([folder, found.index]), folder, side: found.side }];
  });
}
