/** Where objects are looked for by which charts of the repository may be installed. */
import { isManifestPath } from "../../../changeset/change-set.js";
import type { Tree } from "../../../changeset/tree.js";
import type { RenderingNote } from "../../rendering.js";

/** Files of a repository that are looked at: the changed ones, and those that are called like what is looked for. */
const MAX_FILES = 100;
const MAX_LENGTH = 256 * 1024;
const MAX_TOTAL_LENGTH = 4 * 1024 * 1024;

const DECLARES = /^kind["']?[ \t]*:[ \t]*["']?(?:Application|ApplicationSet|HelmRelease)\b/m;

/** Whether a text has an object by which a chart may be installed. */
export function mayDeclareSets(text: string): boolean {
  return DECLARES.test(text);
}

/** Words in the paths of such files, the surest first. */
const WORDS: readonly RegExp[] = [
  /(?:^|[/._-])(?:argo(?:-?cd)?|application-?sets?|app-?sets?|applications?|helm-?releases?|flux(?:-system|cd)?)(?=[/._-]|$)/i,
  /(?:^|[/._-])(?:releases?|hr|gitops|bootstrap)(?=[/._-]|$)/i,
  /(?:^|[/._-])(?:apps?|clusters?|env(?:ironment)?s?)(?=[/._-]|$)/i,
];

/** Files of these names hold something else. */
const OTHER_NAMES =
  /(?:^|\/)(?:kustomization|Chart|values[^/]*|(?:deployment|service|ingress|configmap|namespace|secret)s?)\.ya?ml$/i;

/** Files to look into, and those that are too many. */
interface Wanted {
  paths: string[];
  left: string[];
}

/**
 * Returns the paths of files to look into: changed ones first, then those whose words tell more, and of these the ones that
 * name one of the charts. What stands in a chart's templates is none yet.
 */
export function pathsOfDeclarations(
  paths: readonly string[],
  charts: readonly string[],
  changed: ReadonlySet<string>,
): Wanted {
  const names = charts.map((folder) => folder.split("/").at(-1) ?? "").filter((name) => name.length > 2);
  const rank = (path: string): number | null => {
    if (!isManifestPath(path) || /(?:^|\/)(?:templates|crds|node_modules)\//.test(path)) return null;
    if (changed.has(path)) return 0;
    if (OTHER_NAMES.test(path)) return null;
    const word = WORDS.findIndex((words) => words.test(path));
    const isNamed = names.some((name) => path.includes(name));
    if (word === -1) return isNamed ? 2 * WORDS.length + 1 : null;
    return 2 * word + (isNamed ? 1 : 2);
  };
  const found = paths
    .flatMap((path): [string, number][] => {
      const at = rank(path);
      return at === null ? [] : [[path, at]];
    })
    .sort(([left, a], [right, b]) => a - b || (left < right ? -1 : 1))
    .map(([path]) => path);
  return { paths: found.slice(0, MAX_FILES), left: found.slice(MAX_FILES) };
}

/** Texts of files with such objects, by their paths, and what was not looked at. */
interface Declarations {
  texts: ReadonlyMap<string, string>;
  notes: RenderingNote[];
}

/** Reads such files. */
export async function readDeclarations({ paths, left }: Wanted, tree: Tree): Promise<Declarations> {
  const texts = new Map<string, string>();
  const notes: RenderingNote[] = [];
  if (paths.length === 0) return { texts, notes };
  const contents = await tree.read(paths);
  let room = MAX_TOTAL_LENGTH;
  for (const [path, content] of contents) {
    const isText = content.kind === "text";
    if (isText && !mayDeclareSets(content.text)) continue;
    const length = isText ? content.text.length : 0;
    if (content.kind === "too-large" || length > Math.min(room, MAX_LENGTH))
      notes.push({ path, line: 1, message: TOO_LARGE });
    else if (isText) texts.set(path, content.text);
    room -= length;
  }
  const [first, ...others] = [...paths.filter((path) => !contents.has(path)), ...left];
  if (first !== undefined) {
    const more = others.length === 0 ? "" : ` (and ${others.length} more like that)`;
    const message = `a file that may say with which values charts are installed, and was not looked at${more}`;
    notes.push({ path: first, line: 1, message });
  }
  return { texts, notes };
}

const TOO_LARGE =
  "a file that may say with which values charts are installed, and is too large to be looked at";
