/**
 * The Applications that an ApplicationSet of Argo CD makes, as far as they are certain: from lists that are written in it, from
 * folders of the repository, and from both together. Whatever a cluster or another service would tell is left out.
 */
import { asArray, asObject, asString, get, isObject } from "../../../manifest/json-value.js";
import { globMatcher } from "../../../policy/path-filter.js";
import { readGlob } from "../../../policy/read-glob.js";

/** Applications of one set that are looked at. */
const MAX_APPLICATIONS = 100;

/** The parameters of one Application, by the words of a placeholder. */
type Parameters = Readonly<Record<string, string>>;

/** The Applications of a set, and whether there are more than are looked at. */
export interface MadeApplications {
  applications: unknown[];
  isInPart: boolean;
}

/** What may still be done for the sets of one side: about the characters that are filled in, and the paths compared. */
export interface Effort {
  left: number;
}

/** Returns the Applications; `folders` are those of the repository. */
export function applicationsOf(set: unknown, folders: readonly string[], effort: Effort): MadeApplications {
  const template = get(set, "spec", "template");
  // A patch is a text that may change anything.
  if (!isObject(template) || asString(get(set, "spec", "templatePatch")))
    return { applications: [], isInPart: false };
  const isGo = get(set, "spec", "goTemplate") === true;
  const repository = asString(get(template, "spec", "source", "repoURL"));
  const all: Parameters[] = [];
  for (const generator of asArray(get(set, "spec", "generators"))) {
    if (all.length > MAX_APPLICATIONS) break;
    all.push(...(parametersOf(generator, { folders, isGo, repository, effort }) ?? []));
  }
  const applications: unknown[] = [];
  for (const parameters of all.slice(0, MAX_APPLICATIONS)) {
    const application = filledIn({ metadata: template.metadata, spec: template.spec }, parameters, effort);
    if (effort.left < 0) break;
    if (isCertain(application)) applications.push(application);
  }
  return { applications, isInPart: all.length > MAX_APPLICATIONS || effort.left < 0 };
}

interface Around {
  folders: readonly string[];
  isGo: boolean;
  repository: string | null;
  effort: Effort;
}

/** Returns what a generator gives, an entry an Application; null where that cannot be told from the repository. */
function parametersOf(generator: unknown, around: Around): Parameters[] | null {
  const { list, git, matrix, ...others } = asObject(generator);
  if (Object.keys(others).length > 0) return null;
  if (list !== undefined) return isPlain(list, ["elements"]) ? ofList(list) : null;
  if (git !== undefined) return ofFolders(git, around);
  if (matrix === undefined) return null;
  const both = asArray(get(matrix, "generators")).map((one) => parametersOf(one, around));
  const [left, right] = both;
  if (both.length !== 2 || !left || !right || !isPlain(matrix, ["generators"])) return null;
  const found: Parameters[] = [];
  for (const one of left)
    for (const other of right) {
      if (found.length > MAX_APPLICATIONS) return found;
      found.push({ ...one, ...other });
    }
  return found;
}

function ofList(list: unknown): Parameters[] | null {
  const elements = asArray(get(list, "elements")).slice(0, MAX_APPLICATIONS + 1);
  const all = elements.map((element) => flat(element));
  return all.includes(null) ? null : (all as Parameters[]);
}

/** Folders that begin with a dot are none (argo-cd: util/git, getDirectories). */
function ofFolders(git: unknown, { folders, isGo, repository, effort }: Around): Parameters[] | null {
  if (!isPlain(git, ["repoURL", "revision", "directories", "requeueAfterSeconds"])) return null;
  // Another repository than that of the chart has folders of its own.
  if (repository === null || get(git, "repoURL") !== repository) return null;
  const directories = asArray(get(git, "directories"));
  const patterns = directories.map((one) => ({
    path: asString(get(one, "path")),
    exclude: get(one, "exclude") === true,
  }));
  effort.left -= folders.length * patterns.length;
  if (
    effort.left < 0 ||
    patterns.length === 0 ||
    !patterns.every(({ path }) => path !== null && isPattern(path))
  )
    return null;
  const matcherOf = (exclude: boolean) =>
    globMatcher(patterns.filter((one) => one.exclude === exclude).map(({ path }) => path as string));
  const [isIncluded, isExcluded] = [matcherOf(false), matcherOf(true)];
  return folders
    .filter((path) => !/(?:^|\/)\./.test(path) && isIncluded(path) && !isExcluded(path))
    .slice(0, MAX_APPLICATIONS + 1)
    .map((path) => ofFolder(path, isGo));
}

function ofFolder(path: string, isGo: boolean): Parameters {
  const names = path.split("/");
  const basename = names.at(-1) as string;
  const basenameNormalized = basename.toLowerCase().replace(/[^a-z0-9.-]/g, "-");
  const shared = { "path.basename": basename, "path.basenameNormalized": basenameNormalized };
  if (isGo) return { "path.path": path, ...shared };
  const parts = names.map((name, index) => [`path[${index}]`, name]);
  return { path, ...shared, ...Object.fromEntries(parts) };
}

/** Patterns are Go's `path.Match`, in which `**` is no more than `*`. */
function isPattern(path: string): boolean {
  return path !== "" && !path.includes("**") && !/[{}]/.test(path) && readGlob(path).ok;
}

/** Whether a generator has these keys and no template or selector of its own. */
function isPlain(generator: unknown, keys: readonly string[]): boolean {
  return isObject(generator) && Object.keys(generator).every((key) => keys.includes(key));
}

/** Returns the scalars of an element by their way of keys; null where there is more than mappings and scalars. */
function flat(element: unknown, way = ""): Parameters | null {
  if (!isObject(element)) return null;
  const found: Record<string, string> = {};
  for (const [key, value] of Object.entries(element)) {
    const at = way === "" ? key : `${way}.${key}`;
    if (["string", "number", "boolean"].includes(typeof value)) found[at] = String(value);
    else if (isObject(value)) Object.assign(found, flat(value, at) ?? {});
  }
  return found;
}

/** `{{path.basename}}`, or `{{ .path.basename }}` where Go's templates are in use: both name the same. */
const PLACEHOLDER = /\{\{\s*\.?([\w-]+(?:\[\d+\])?(?:\.[\w-]+)*)\s*\}\}/g;

function filledIn(value: unknown, parameters: Parameters, effort: Effort): unknown {
  effort.left -= 1;
  if (effort.left < 0) return null;
  if (typeof value === "string") {
    effort.left -= value.length;
    return value.replace(PLACEHOLDER, (all, name: string) => {
      const text = Object.hasOwn(parameters, name) ? (parameters[name] as string) : all;
      effort.left -= text.length;
      return effort.left < 0 ? "" : text;
    });
  }
  if (Array.isArray(value)) return value.map((item) => filledIn(item, parameters, effort));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, filledIn(item, parameters, effort)]),
  );
}

/** Whether all that decides how a chart is rendered is filled in. */
function isCertain(application: unknown): boolean {
  const spec = get(application, "spec");
  const decisive = [
    get(application, "metadata", "name"),
    get(spec, "source"),
    get(spec, "sources"),
    get(spec, "destination", "namespace"),
  ];
  return !JSON.stringify(decisive).includes("{{");
}
