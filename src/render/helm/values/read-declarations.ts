/** Objects of the repository by which Argo CD and Flux install charts of the same repository. */
import { folderOf } from "../../../changeset/change-set.js";
import { asString, get } from "../../../manifest/json-value.js";
import { parseSlice } from "../../../manifest/parse-yaml.js";
import { splitStream } from "../../../manifest/split-stream.js";
import type { RenderingNote } from "../../rendering.js";
import { setsOfApplication } from "./argo-application.js";
import { applicationsOf } from "./argo-application-set.js";
import type { Effort } from "./effort.js";
import { mayDeclareSets } from "./find-declarations.js";
import { setOfRelease } from "./flux-release.js";
import { ParameterFiles } from "./parameter-files.js";
import type { ValuesSource } from "./values-source.js";

const MAX_DOCUMENTS = 200;
const MAX_SETS = 500;

/** About half a second, for Applications that are made of ApplicationSets. */
const MAX_EFFORT = 20_000_000;

/** Sets that objects name, and what was not looked at. */
export interface DeclaredSets {
  declared: readonly ValuesSource[];
  notes: readonly RenderingNote[];
}

/** Returns the sets that objects in texts name, of whatever chart; `paths` are all of the same side. */
export function declaredSets(
  texts: ReadonlyMap<string, string>,
  paths: readonly string[],
  files = new ParameterFiles(paths),
): DeclaredSets {
  if (texts.size === 0) return { declared: [], notes: [] };
  const folders = [...foldersOf(paths)].sort();
  const found: ValuesSource[] = [];
  const notes: RenderingNote[] = [];
  const around: Around = { folders, files, effort: { left: MAX_EFFORT } };
  for (const [path, text] of [...texts].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const slices = splitStream(text).slices.filter((slice) => mayDeclareSets(slice.text));
    let isInPart = slices.length > MAX_DOCUMENTS;
    for (const slice of slices.slice(0, MAX_DOCUMENTS)) {
      const read = parseSlice(slice);
      if (!read.ok) continue;
      const here = setsOf(read.value, path, around);
      isInPart ||= here.isInPart || found.length + here.sets.length > MAX_SETS;
      found.push(...here.sets.slice(0, MAX_SETS - found.length));
    }
    if (isInPart) notes.push({ path, line: 1, message: TOO_MANY });
  }
  return { declared: apart(found), notes };
}

const TOO_MANY =
  "a file that says with which values charts are installed more often, or by more or larger files, than is looked at";

/** What is shared by all objects of a side. */
interface Around {
  folders: readonly string[];
  files: ParameterFiles;
  effort: Effort;
}

/** The sets of one object, and whether it has more. */
interface SetsOfObject {
  sets: ValuesSource[];
  isInPart: boolean;
}

function setsOf(object: unknown, path: string, around: Around): SetsOfObject {
  const group = (asString(get(object, "apiVersion")) ?? "").split("/")[0];
  const kind = asString(get(object, "kind"));
  if (group === "argoproj.io" && kind === "Application")
    return { sets: setsOfApplication(object, path), isInPart: false };
  if (group === "argoproj.io" && kind === "ApplicationSet") {
    const { applications, isInPart } = applicationsOf(object, around);
    const sets = applications.flatMap(({ value, readFrom }) =>
      setsOfApplication(value, path).map((one) => (readFrom.length > 0 ? { ...one, readFrom } : one)),
    );
    return { sets, isInPart };
  }
  const isRelease = group === "helm.toolkit.fluxcd.io" && kind === "HelmRelease";
  const set = isRelease ? setOfRelease(object, path) : null;
  return { sets: set === null ? [] : [set], isInPart: false };
}

function foldersOf(paths: readonly string[]): Set<string> {
  const folders = new Set<string>();
  for (const path of paths)
    for (let at = folderOf(path); at !== "" && !folders.has(at); at = folderOf(at)) folders.add(at);
  return folders;
}

/** Objects of one name, such as those of several clusters, are told apart by where they stand. */
function apart(sets: readonly ValuesSource[]): ValuesSource[] {
  const count = new Map<string, number>();
  const keyOf = ({ chart, name }: ValuesSource) => JSON.stringify([chart, name]);
  for (const set of sets) count.set(keyOf(set), (count.get(keyOf(set)) ?? 0) + 1);
  const seen = new Map<string, number>();
  return sets.map((set) => {
    if (count.get(keyOf(set)) === 1) return set;
    const name = `${set.name} in ${set.declaredIn}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return { ...set, name: times === 1 ? name : `${name} (${times})` };
  });
}
