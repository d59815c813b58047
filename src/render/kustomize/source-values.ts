/** Values in the files of a kustomization, with their lines: what an object came from, and what was written over it. */
import type { SourceEdit } from "../../manifest/edit/source-edit.js";
import { asArray, asString, get, isObject, type KeyPath } from "../../manifest/json-value.js";
import { indexLines } from "../../manifest/line-index.js";
import { entryBelow } from "../../manifest/locate.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { parseYaml } from "../../manifest/parse-yaml.js";
import { readObjects } from "../../manifest/read-manifest.js";
import type { SourceNode } from "../../manifest/source-tree.js";
import { folderWithin } from "../folders.js";
import { type KustomizationFile, readKustomizationFile } from "./kustomization-file.js";

/** A part of a source: a document, or a text within a kustomization. */
export interface SourceValue {
  path: string;
  text: string;
  tree: SourceNode;
  /** Returns the line of the file on which an offset of the part stands, 1-based. */
  lineAt(offset: number): number;
  /** Returns where that line stands, where it is in another file; null where that is none. Left out where it is in this one. */
  placeAt?(offset: number): { path: string; line: number } | null;
}

/** One operation of a JSON patch: where it writes, and where it stands. */
export interface PatchOperation {
  pointer: KeyPath;
  /** null where it takes away */
  value: SourceValue | null;
  path: string;
  line: number;
  text: string;
}

/** A strategic merge patch. */
export interface MergePatch extends SourceValue {
  /** as it stands in its own text */
  object: ManifestObject;
  /** Returns an edit of that text as one of the file; null where the file has the text in another form. */
  inFile(edit: SourceEdit): SourceEdit | null;
}

/** What one kustomization may have written over an object. */
export interface Patches {
  merged: readonly MergePatch[];
  operations: readonly PatchOperation[];
}

/** Names by which a patch may mean an object: that of its file, and that of the build. */
export interface ObjectNames {
  kind: string;
  names: readonly string[];
}

/** Reads the sources of one side; each file is parsed once, whatever objects come of it. */
export class Sources {
  readonly #objects = new Map<string, readonly ManifestObject[]>();
  readonly #kustomizations = new Map<string, KustomizationFile | null>();

  constructor(readonly files: Readonly<Record<string, string>>) {}

  kustomization(path: string): KustomizationFile | null {
    const known = this.#kustomizations.get(path);
    if (known !== undefined) return known;
    const text = this.files[path];
    const read = text === undefined ? null : readKustomizationFile(path, text);
    this.#kustomizations.set(path, read);
    return read;
  }

  /** Returns the objects of a kind in a file. */
  objects(path: string, kind: string): readonly ManifestObject[] {
    const key = `${kind} ${path}`;
    const known = this.#objects.get(key);
    if (known !== undefined) return known;
    const text = this.files[path];
    const read = text === undefined ? [] : readObjects(path, text, new Set([kind]));
    this.#objects.set(key, read);
    return read;
  }

  /** Returns the object of a file that was built to one of a name; null where several may be it, or none. */
  origin(path: string, kind: string, name: string): ManifestObject | null {
    const named = this.objects(path, kind).flatMap((object) => {
      const own = asString(get(object.value, "metadata", "name"));
      return own !== null && name.includes(own) ? [{ object, length: own.length }] : [];
    });
    const longest = named.reduce((most, { length }) => Math.max(most, length), 0);
    const found = named.filter(({ length }) => length === longest);
    return found.length === 1 ? (found[0]?.object ?? null) : null;
  }

  /** Returns the patches of a kustomization that may be meant for an object. */
  patches(kustomization: string, object: ObjectNames): Patches {
    const file = this.kustomization(kustomization);
    const merged: MergePatch[] = [];
    const operations: PatchOperation[] = [];
    if (file === null) return { merged, operations };
    for (const { text, path, target, at } of entriesOf(file)) {
      if (target !== undefined && !isMeant(target, object)) continue;
      const inner = text === null ? this.#named(file, path) : inlineText(file, at, text);
      if (inner === null) continue;
      const listed = parseYaml(inner.text);
      if (listed.ok && Array.isArray(listed.value)) {
        if (target !== undefined) operations.push(...operationsIn(listed.value, listed.tree, inner));
        continue;
      }
      for (const part of readObjects(inner.path, inner.text, new Set([object.kind])))
        if (target !== undefined || isMeant({ name: get(part.value, "metadata", "name") }, object))
          merged.push(
            ...asValue(part, inner.lineOf).map((value) => ({ ...value, object: part, inFile: inner.inFile })),
          );
    }
    return { merged, operations };
  }

  #named(file: KustomizationFile, name: string): Inner | null {
    const path = folderWithin(file.folder, name);
    const text = path === null ? undefined : this.files[path];
    return path === null || text === undefined
      ? null
      : { path, text, lineOf: (line) => line, inFile: (edit) => edit };
  }
}

/** A text of its own, with the line of its file for each of its lines. */
interface Inner extends Pick<MergePatch, "inFile"> {
  path: string;
  text: string;
  lineOf(line: number): number;
}

interface PatchEntry {
  /** null where it stands in a file */
  text: string | null;
  path: string;
  target: unknown;
  /** where its text stands in the kustomization */
  at: KeyPath;
}

function entriesOf({ value }: KustomizationFile): PatchEntry[] {
  const one = (patch: unknown, target: unknown, at: KeyPath): PatchEntry[] =>
    typeof patch !== "string"
      ? []
      : patch.includes("\n")
        ? [{ text: patch, path: "", target, at }]
        : [{ text: null, path: patch, target, at }];
  return [
    ...asArray(value.patchesStrategicMerge).flatMap((patch, index) =>
      one(patch, undefined, ["patchesStrategicMerge", index]),
    ),
    ...["patches", "patchesJson6902"].flatMap((field) =>
      asArray(value[field]).flatMap((entry, index) => {
        const target = get(entry, "target");
        const inline = get(entry, "patch");
        return typeof inline === "string"
          ? [{ text: inline, path: "", target, at: [field, index, "patch"] }]
          : one(get(entry, "path"), target, [field, index, "path"]);
      }),
    ),
  ];
}

/** Selectors of labels and annotations are taken to fit: whether it was this patch is told by its values. */
function isMeant(target: unknown, { kind, names }: ObjectNames): boolean {
  const wanted = asString(get(target, "kind"));
  const name = asString(get(target, "name"));
  if (wanted !== null && !fits(wanted, [kind])) return false;
  return name === null || fits(name, names);
}

/** kustomize takes them for anchored regular expressions (api/types, selector.go); plain names are all that is tried. */
function fits(pattern: string, texts: readonly string[]): boolean {
  return texts.includes(pattern) || /[.*+?()[\]|^$\\]/.test(pattern);
}

function inlineText(file: KustomizationFile, at: KeyPath, text: string): Inner | null {
  const tree = parseYaml(file.text);
  const node = tree.ok ? entryBelow(tree.tree, at)?.value : undefined;
  if (node?.kind !== "scalar") return null;
  const start = indexLines(file.text).lineAt(node.start);
  // A literal text has its lines below its sign; of any other it is only known where it begins.
  const isLiteral = file.text[node.start] === "|";
  const lineOf = (line: number) => (isLiteral ? start + line : start);
  return {
    ...{ path: file.path, text, lineOf },
    inFile: (edit) => (isLiteral ? editOfLiteral(edit, text, file, lineOf) : null),
  };
}

/** The lines of a literal text stand in the file as they are, but further in. */
function editOfLiteral(
  { startLine, endLine, replacement }: SourceEdit,
  text: string,
  file: KustomizationFile,
  lineOf: (line: number) => number,
): SourceEdit | null {
  const [own, written] = [text, file.text].map((one) => one.split("\n")) as [string[], string[]];
  const margins = new Set<string>();
  for (let line = startLine; line <= endLine; line++) {
    const [inner, outer] = [own[line - 1] ?? "", written[lineOf(line) - 1] ?? ""];
    if (inner.trim() === "") continue;
    if (!outer.endsWith(inner)) return null;
    margins.add(outer.slice(0, outer.length - inner.length));
  }
  const [margin = "", ...others] = margins;
  if (others.length > 0 || margin.trim() !== "") return null;
  const lines = replacement.split("\n").map((line) => (line === "" ? "" : margin + line));
  return {
    ...{ path: file.path, startLine: lineOf(startLine), endLine: lineOf(endLine) },
    replacement: lines.join("\n"),
  };
}

function asValue({ document, root }: ManifestObject, lineOf: (line: number) => number): SourceValue[] {
  const tree = entryBelow(document.tree, root)?.value;
  if (tree === undefined) return [];
  const { manifest, start } = document;
  const lineAt = (offset: number) => lineOf(manifest.lines.lineAt(start + offset));
  return [{ path: manifest.path, text: document.text, tree, lineAt }];
}

/** Returns an object of a file as a source of what was built from it. */
export function originValue(object: ManifestObject): SourceValue | null {
  return asValue(object, (line) => line)[0] ?? null;
}

function operationsIn(list: readonly unknown[], tree: SourceNode | null, inner: Inner): PatchOperation[] {
  const lines = indexLines(inner.text);
  const lineAt = (offset: number) => inner.lineOf(lines.lineAt(offset));
  return list.flatMap((operation, index): PatchOperation[] => {
    const pointer = asString(get(operation, "path"));
    const node = entryBelow(tree, [index])?.value;
    if (pointer === null || node === undefined || !isObject(operation)) return [];
    const value = entryBelow(node, ["value"])?.value;
    return [
      {
        pointer: keysOf(pointer),
        value: value === undefined ? null : { path: inner.path, text: inner.text, tree: value, lineAt },
        ...{ path: inner.path, text: inner.text },
        line: lineAt(node.start),
      },
    ];
  });
}

/** RFC 6901. */
function keysOf(pointer: string): KeyPath {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
