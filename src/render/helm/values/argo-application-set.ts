/**
 * The Applications that an ApplicationSet of Argo CD makes, as far as they are certain: from lists that are written in it, from
 * folders and files of the repository, and from these together. Whatever a cluster or another service would tell is left out.
 */
import { asArray, asObject, asString, get, isObject } from "../../../manifest/json-value.js";
import { globMatcher } from "../../../policy/path-filter.js";
import { readGlob } from "../../../policy/read-glob.js";
import type { Effort } from "./effort.js";
import type { ParameterFiles } from "./parameter-files.js";

/** Applications of one set that are looked at. */
const MAX_APPLICATIONS = 100;

/** The parameters of one Application, by the words of a placeholder. */
type Parameters = Readonly<Record<string, string>>;

/** The parameters of one Application, and the files that they were read from. */
interface Entry {
  parameters: Parameters;
  readFrom: readonly string[];
}

/** What a generator gives, an entry an Application, and whether a limit left out some of it, or a file that is not read yet. */
interface Entries {
  entries: Entry[];
  isInPart: boolean;
}

/** The Applications of a set, and whether there are more than are looked at. */
export interface MadeApplications {
  applications: { value: unknown; readFrom: readonly string[] }[];
  isInPart: boolean;
}

/** What an ApplicationSet may ask of the repository. */
export interface RepositoryFiles {
  /** its folders, sorted */
  folders: readonly string[];
  files: ParameterFiles;
  effort: Effort;
}

export function applicationsOf(set: unknown, { folders, files, effort }: RepositoryFiles): MadeApplications {
  const template = get(set, "spec", "template");
  // A patch is a text that may change anything.
  if (!isObject(template) || asString(get(set, "spec", "templatePatch")))
    return { applications: [], isInPart: false };
  const isGo = get(set, "spec", "goTemplate") === true;
  const repository = asString(get(template, "spec", "source", "repoURL"));
  const all: Entry[] = [];
  let isInPart = false;
  for (const generator of asArray(get(set, "spec", "generators"))) {
    if (all.length > MAX_APPLICATIONS) break;
    const made = entriesOf(generator, { folders, files, isGo, repository, effort });
    all.push(...(made?.entries ?? []));
    isInPart ||= made?.isInPart === true;
  }
  const { entries, isInPart: isCut } = firstOf(all, isInPart);
  const applications: MadeApplications["applications"] = [];
  for (const { parameters, readFrom } of entries) {
    const application = filledIn({ metadata: template.metadata, spec: template.spec }, parameters, effort);
    if (effort.left < 0) break;
    if (isCertain(application)) applications.push({ value: application, readFrom });
  }
  return { applications, isInPart: isCut || effort.left < 0 };
}

/** As many as are looked at. */
function firstOf(entries: readonly Entry[], isInPart = false): Entries {
  return {
    entries: entries.slice(0, MAX_APPLICATIONS),
    isInPart: isInPart || entries.length > MAX_APPLICATIONS,
  };
}

interface Around extends RepositoryFiles {
  isGo: boolean;
  repository: string | null;
}

/** Returns what a generator gives; null where that cannot be told from the repository. */
function entriesOf(generator: unknown, around: Around): Entries | null {
  const { list, git, matrix, merge, ...others } = asObject(generator);
  if (Object.keys(others).length > 0) return null;
  const found = [list, git, matrix, merge].filter((one) => one !== undefined);
  if (found.length !== 1) return null;
  if (list !== undefined) return isPlain(list, ["elements"]) ? ofList(list) : null;
  if (git !== undefined)
    return get(git, "files") === undefined ? ofFolders(git, around) : ofFiles(git, around);
  return matrix === undefined ? ofMerge(merge, around) : ofMatrix(matrix, around);
}

/** The second generator may have placeholders that the first one fills in (argo-cd: applicationset/generators/matrix.go). */
function ofMatrix(matrix: unknown, around: Around): Entries | null {
  const [first, second, ...more] = asArray(get(matrix, "generators"));
  if (second === undefined || more.length > 0 || !isPlain(matrix, ["generators"])) return null;
  const ones = entriesOf(first, around);
  if (ones === null) return null;
  let { isInPart } = ones;
  const found: Entry[] = [];
  for (const one of ones.entries) {
    if (found.length > MAX_APPLICATIONS) break;
    const others = entriesOf(filledIn(second, one.parameters, around.effort), around);
    if (others === null) return null;
    isInPart ||= others.isInPart;
    found.push(...others.entries.map((other) => together(one, other)));
  }
  return firstOf(found, isInPart);
}

/**
 * The first generator says which there are, and others put their parameters over those that have the same values of some keys
 * (argo-cd: applicationset/generators/merge.go). Keys that do not tell them apart are an error there. Of a part of them it is
 * not known what would be put over which.
 */
function ofMerge(merge: unknown, around: Around): Entries | null {
  const keys = asArray(get(merge, "mergeKeys")).flatMap((key) => asString(key) ?? []);
  const all = asArray(get(merge, "generators")).map((one) => entriesOf(one, around));
  if (keys.length === 0 || all.length < 2 || !isPlain(merge, ["generators", "mergeKeys"])) return null;
  if (all.includes(null)) return null;
  if (all.some((one) => one?.isInPart)) return { entries: [], isInPart: true };
  const byKeys: Map<string, Entry>[] = [];
  for (const { entries } of all as Entries[]) {
    const own = new Map(
      entries.map((one) => [JSON.stringify(keys.map((key) => one.parameters[key] ?? null)), one]),
    );
    if (own.size < entries.length) return null;
    byKeys.push(own);
  }
  const [first = new Map<string, Entry>(), ...others] = byKeys;
  return firstOf(
    [...first].map(([key, one]) =>
      others.reduce((known, own) => {
        const over = own.get(key);
        return over === undefined ? known : together(known, over);
      }, one),
    ),
  );
}

function together(one: Entry, over: Entry): Entry {
  return {
    parameters: { ...one.parameters, ...over.parameters },
    readFrom: [...one.readFrom, ...over.readFrom],
  };
}

function ofList(list: unknown): Entries | null {
  const entries = ofElements(asArray(get(list, "elements")).slice(0, MAX_APPLICATIONS + 1));
  return entries === null ? null : firstOf(entries);
}

function ofElements(elements: readonly unknown[], readFrom: readonly string[] = []): Entry[] | null {
  const all = elements.map((element) => flat(element));
  return all.includes(null) ? null : (all as Parameters[]).map((parameters) => ({ parameters, readFrom }));
}

/** Each file has the parameters of one Application, or of each of a list (argo-cd: applicationset/generators/git.go). */
function ofFiles(git: unknown, { files, isGo, repository, effort }: Around): Entries | null {
  if (!isPlain(git, ["repoURL", "revision", "files", "requeueAfterSeconds"])) return null;
  if (repository === null || get(git, "repoURL") !== repository) return null;
  const patterns = asArray(get(git, "files")).map((one) => ({
    path: asString(get(one, "path")) ?? "",
    exclude: get(one, "exclude") === true,
  }));
  const paths = patterns.length === 0 ? null : files.matching(patterns, effort);
  if (paths === null) return null;
  const found: Entry[] = [];
  let isInPart = false;
  // All are asked for before any is looked at, so that one round reads them.
  for (const [path, content] of paths.map((path) => [path, files.contentOf(path)] as const)) {
    if (content === "left-out" || content === "not-yet") {
      isInPart = true;
      continue;
    }
    const elements = Array.isArray(content.value) ? content.value : [content.value];
    const own = ofElements(elements.slice(0, MAX_APPLICATIONS + 1), [path]);
    // Argo CD makes none at all where a file holds something else.
    if (own === null) return null;
    found.push(...own.map((one) => ({ ...one, parameters: { ...one.parameters, ...ofFile(path, isGo) } })));
  }
  return firstOf(found, isInPart);
}

function ofFile(path: string, isGo: boolean): Parameters {
  const at = path.lastIndexOf("/");
  const filename = path.slice(at + 1);
  return {
    ...ofFolder(at === -1 ? "." : path.slice(0, at), isGo),
    "path.filename": filename,
    "path.filenameNormalized": normalized(filename),
  };
}

function normalized(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9.-]/g, "-");
}

/** Folders that begin with a dot are none (argo-cd: util/git, getDirectories). */
function ofFolders(git: unknown, { folders, isGo, repository, effort }: Around): Entries | null {
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
  return firstOf(
    folders
      .filter((path) => !/(?:^|\/)\./.test(path) && isIncluded(path) && !isExcluded(path))
      .map((path) => ({ parameters: ofFolder(path, isGo), readFrom: [] })),
  );
}

function ofFolder(path: string, isGo: boolean): Parameters {
  const names = path.split("/");
  const basename = names.at(-1) as string;
  const basenameNormalized = normalized(basename);
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
