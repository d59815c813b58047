/** Reads the texts out of what GitHub answered. Pure: what must be asked for again comes out as a CutBlob. */
import { type FileContent, folderOf, isManifestPath, type Omission } from "../../../changeset/change-set.js";
import type { BlobNode, TreeEntryNode } from "./blob-nodes.js";
import { nameOf } from "./folder-plan.js";
import type { ListedFile } from "./list-changed-files.js";
import { type CutBlob, isBlob, readBlob, readEntry } from "./read-blob.js";

/** Unchanged manifests that a review reads, in all: they cost parsing, and few of them matter. */
const MAX_SIBLINGS = 1_000;
const MAX_SIBLING_BYTES = 8 * 1024 * 1024;

/** GitHub's answer by path. A null says that GitHub found nothing there. */
export interface Answered {
  /** entries of the folders at the head; null where there is no such folder */
  folders: Map<string, TreeEntryNode[] | null>;
  base: Map<string, unknown>;
  /** files at the head whose folder was not loaded */
  loose: Map<string, unknown>;
  /** paths at the head that were asked for by name, and that are there */
  probes: Set<string>;
}

export type MaybeCut = FileContent | CutBlob;

export interface Contents<Content> {
  before: Map<string, Content>;
  after: Map<string, Content>;
  siblings: Map<string, Content>;
  omissions: Omission[];
}

/** Sorts the texts by what they are to the change. */
export function readContents(files: readonly ListedFile[], answered: Answered): Contents<MaybeCut> {
  const contents: Contents<MaybeCut> = {
    before: new Map(),
    after: new Map(),
    siblings: new Map(),
    omissions: [],
  };
  for (const file of files) {
    if (file.status !== "added") {
      const path = file.previousPath ?? file.path;
      put(contents.before, path, readObject(answered.base.get(path)), "at the base", contents.omissions);
    }
    if (file.status !== "removed") {
      put(contents.after, file.path, readHead(file.path, answered), "at the head", contents.omissions);
    }
  }
  readSiblings(files, answered, contents);
  return contents;
}

function put(
  into: Map<string, MaybeCut>,
  path: string,
  content: MaybeCut | null,
  where: string,
  omissions: Omission[],
): void {
  if (content !== null) into.set(path, content);
  else omissions.push({ path, message: `GitHub did not give its text ${where}, so it was not reviewed.` });
}

function readHead(path: string, answered: Answered): MaybeCut | null {
  const entries = answered.folders.get(folderOf(path));
  if (entries === undefined) return readObject(answered.loose.get(path));
  const entry = entries?.find((each) => each.name === nameOf(path));
  return entry === undefined ? null : readEntry(entry);
}

function readObject(object: unknown): MaybeCut | null {
  return isBlob(object) ? readBlob(object) : null;
}

function readSiblings(files: readonly ListedFile[], answered: Answered, contents: Contents<MaybeCut>): void {
  const changed = new Set(files.map((file) => file.path));
  let bytes = 0;
  for (const [folder, entries] of answered.folders) {
    const siblings = (entries ?? []).flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const content = isManifestPath(path) && !changed.has(path) ? readEntry(entry) : null;
      return content === null || content.kind === "link" ? [] : [{ path, content, size: sizeOf(entry) }];
    });
    bytes += siblings.reduce((sum, sibling) => sum + sibling.size, 0);
    if (contents.siblings.size + siblings.length > MAX_SIBLINGS || bytes > MAX_SIBLING_BYTES) {
      contents.omissions.push(unreadFolder(folder));
      continue;
    }
    for (const { path, content } of siblings) contents.siblings.set(path, content);
  }
}

function sizeOf(entry: TreeEntryNode): number {
  return isBlob(entry.object) ? (entry.object as BlobNode).byteSize : entry.size;
}

/** Says that Services and autoscalers of a folder may be missing from the review. */
export function unreadFolder(folder: string): Omission {
  return {
    beside: true,
    path: folder === "" ? "." : folder,
    message:
      "There are too many manifests to read those beside the changed ones; a Service or an autoscaler here was not seen.",
  };
}
