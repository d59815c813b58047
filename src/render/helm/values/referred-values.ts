/**
 * Values that a release of Flux takes from a ConfigMap or a Secret: from an object that stands beside it, or from files of which the
 * kustomization of its folder makes one.
 */
import { decodeContent, folderOf, isManifestPath } from "../../../changeset/change-set.js";
import type { Tree } from "../../../changeset/tree.js";
import { asArray, asString, get, isObject } from "../../../manifest/json-value.js";
import { parseSlice } from "../../../manifest/parse-yaml.js";
import { splitStream } from "../../../manifest/split-stream.js";
import type { HelmValues } from "../../../renderer/helm.js";
import { folderWithin, inFolder } from "../../folders.js";
import { KUSTOMIZATION_FILES, readKustomizationFile } from "../../kustomize/kustomization-file.js";
import { valuesText } from "./flux-release.js";
import type { ValuesLayer, ValuesReference, ValuesSource } from "./values-source.js";

/** Files beside a release that are looked into, and what they hold. */
const MAX_FILES = 40;
const MAX_LENGTH = 1024 * 1024;

/** A text of values, and where it stands. */
interface Found {
  text: string;
  path: string;
  /** the text is the whole file */
  isFile?: true;
}

/** Returns the sets with what their references lead to; what is not found is told. */
export async function withReferences(
  sources: readonly ValuesSource[],
  paths: readonly string[],
  tree: Tree,
): Promise<ValuesSource[]> {
  const folders = new Map<string, Promise<ReadonlyMap<string, string>>>();
  const textsOf = (folder: string) => {
    const known = folders.get(folder) ?? textsIn(folder, paths, tree);
    folders.set(folder, known);
    return known;
  };
  const made: ValuesSource[] = [];
  for (const source of sources) {
    const { declaredIn, layers } = source;
    if (declaredIn === null || !layers.some((layer) => "reference" in layer)) made.push(source);
    else made.push(await withFound(source, folderOf(declaredIn), await textsOf(folderOf(declaredIn)), tree));
  }
  return made;
}

async function withFound(
  source: ValuesSource,
  folder: string,
  texts: ReadonlyMap<string, string>,
  tree: Tree,
): Promise<ValuesSource> {
  const layers: ValuesLayer[] = [];
  const readFrom = [...(source.readFrom ?? [])];
  const notes = [...(source.notes ?? [])];
  const missing: string[] = [];
  for (const layer of source.layers) {
    if (!("reference" in layer)) {
      layers.push(layer);
      continue;
    }
    const { reference } = layer;
    const found = inObjects(reference, texts) ?? (await inGenerators(reference, folder, texts, tree));
    if (found === null || ENCRYPTED.test(found.text)) {
      missing.push(`${reference.kind} ${JSON.stringify(reference.name)}`);
      continue;
    }
    const { text, notes: more } = valuesText(found.text);
    // An edit of values is one of the file of their name.
    const isWritten = found.isFile === true && text === found.text;
    layers.push({ inline: layerOf(reference, text, isWritten ? found.path : null) });
    readFrom.push(found.path);
    notes.push(...more);
  }
  if (missing.length > 0)
    notes.unshift(
      `the chart was rendered without the values that stand in ${missing.slice(0, 3).join(", ")}`,
    );
  return { ...source, layers, readFrom, ...(notes.length > 0 ? { notes } : {}) };
}

/** What sops leaves of a value (getsops.io). */
const ENCRYPTED = /\bENC\[AES256_GCM,/;

/** A text in quotes is one, whatever it looks like (fluxcd/pkg/chartutil: replacePathValue). */
function layerOf({ kind, targetPath, name }: ValuesReference, text: string, path: string | null): HelmValues {
  if (targetPath === null) return { name: path ?? `${kind} ${name}`, yaml: text };
  const quoted = /^(["'])([\s\S]*)\1$/.exec(text)?.[2];
  return quoted === undefined
    ? { name, set: `${targetPath}=${text}` }
    : { name, setString: `${targetPath}=${quoted}` };
}

async function textsIn(
  folder: string,
  paths: readonly string[],
  tree: Tree,
): Promise<ReadonlyMap<string, string>> {
  const wanted = paths.filter((path) => folderOf(path) === folder && isReadable(path)).sort();
  return textsAt(wanted.slice(0, MAX_FILES), tree);
}

function isReadable(path: string): boolean {
  return isManifestPath(path) || KUSTOMIZATION_FILES.some((name) => path.endsWith(name));
}

async function textsAt(paths: readonly string[], tree: Tree): Promise<ReadonlyMap<string, string>> {
  return new Map(
    [...(await tree.read(paths))].flatMap(([path, content]): [string, string][] =>
      content.kind === "text" && content.text.length <= MAX_LENGTH ? [[path, content.text]] : [],
    ),
  );
}

/** Returns the value of the one object that is meant; null where there are several, or none. */
function inObjects(
  { kind, name, namespace, key }: ValuesReference,
  texts: ReadonlyMap<string, string>,
): Found | null {
  const found: Found[] = [];
  for (const [path, text] of texts) {
    if (!text.includes(name)) continue;
    for (const slice of splitStream(text).slices) {
      const read = slice.text.includes(name) ? parseSlice(slice) : null;
      if (!read?.ok || get(read.value, "kind") !== kind) continue;
      const { metadata, data, stringData, binaryData } = read.value as Record<string, unknown>;
      const own = asString(get(metadata, "namespace"));
      // A kustomization may write the namespace into either of them.
      if (get(metadata, "name") !== name || (own !== null && namespace !== null && own !== namespace))
        continue;
      const written =
        asString(get(stringData, key)) ?? (kind === "ConfigMap" ? asString(get(data, key)) : null);
      const coded = asString(get(kind === "Secret" ? data : binaryData, key));
      const value = written ?? (coded === null ? null : decoded(coded));
      if (value !== null) found.push({ text: value, path });
    }
  }
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Returns the text of a value in base64, as Go's decoder takes it; null for what is no text, such as one that sops encrypted. */
function decoded(coded: string): string | null {
  // Line breaks are no part of it (Go: encoding/base64).
  const signs = coded.replace(/[\r\n]/g, "");
  if (signs.length % 4 !== 0 || !/^[A-Za-z\d+/]*={0,2}$/.test(signs)) return null;
  const content = decodeContent(Buffer.from(signs, "base64"));
  return content.kind === "text" && content.encoding === undefined ? content.text : null;
}

/** Returns the text of the file of which the folder's kustomization makes the object. */
async function inGenerators(
  { kind, name, key }: ValuesReference,
  folder: string,
  texts: ReadonlyMap<string, string>,
  tree: Tree,
): Promise<Found | null> {
  const path = KUSTOMIZATION_FILES.map((file) => inFolder(folder, file)).find((file) => texts.has(file));
  const file = path === undefined ? null : readKustomizationFile(path, texts.get(path) ?? "");
  if (file === null) return null;
  const field = kind === "ConfigMap" ? "configMapGenerator" : "secretGenerator";
  const [generator, ...others] = asArray(file.value[field]).filter((one) => get(one, "name") === name);
  if (!isObject(generator) || others.length > 0) return null;
  for (const literal of asArray(generator.literals)) {
    const text = asString(literal);
    if (text?.startsWith(`${key}=`)) return { text: text.slice(key.length + 1), path: file.path };
  }
  for (const entry of asArray(generator.files)) {
    const written = asString(entry) ?? "";
    const at = written.indexOf("=");
    const [as, source] =
      at === -1 ? [written.split("/").at(-1), written] : [written.slice(0, at), written.slice(at + 1)];
    const wanted = as === key ? folderWithin(folder, source) : null;
    const text = wanted === null ? undefined : (await textsAt([wanted], tree)).get(wanted);
    if (wanted !== null && text !== undefined) return { text, path: wanted, isFile: true };
  }
  return null;
}
