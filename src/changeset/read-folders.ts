/** A change set from folders on disk, without git: rendered charts, fixtures, whatever a build step wrote. */
import { realpath, stat } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import {
  type ChangedFile,
  type ChangeSet,
  type FileContent,
  folderOf,
  isManifestPath,
  type Omission,
  type OtherFile,
  type SiblingFile,
} from "./change-set.js";
import { ChangeSetError } from "./change-set-error.js";
import {
  type FolderFiles,
  type FoundFile,
  listFilesBelow,
  listManifestFiles,
  listManifestsBeside,
  readFiles,
} from "./folder-files.js";
import { folderTree, sourceFolderOf } from "./folder-tree.js";
import { contentHunks } from "./line-hunks.js";
import type { Trees } from "./tree.js";

interface FolderChangeSetRequest {
  /** null where there was nothing before */
  before: string | null;
  after: string;
}

/** Compares two folders; paths are relative to them. A file moved without an edit is a rename. */
export async function readFolderChangeSet(request: FolderChangeSetRequest): Promise<ChangeSet> {
  const before = request.before === null ? null : await readFolder(request.before);
  const after = await readFolder(request.after);
  const files = markRenames(compareContents(before?.contents ?? new Map(), after.contents));
  const omissions = [...(before?.omissions ?? []), ...after.omissions];
  // A file that could not be read on one side would pass for added or removed.
  const unread = (path: string) =>
    omissions.some((one) => path === one.path || path.startsWith(`${one.path}/`));
  const changed = files.filter((file) => !unread(file.path));
  return {
    base: request.before,
    head: request.after,
    webUrl: null,
    files: changed,
    others: await compareOthers(request),
    siblings: siblingsIn(after.contents, changed),
    omissions,
  };
}

/** Returns all files of both folders. */
export function folderTrees({ before, after }: FolderChangeSetRequest): Trees {
  const whole = (folder: string) => folderTree(folder, async () => [folder]);
  return { base: before === null ? null : whole(before), head: whole(after) };
}

/** Returns all files at or below the paths, and those of the charts that they are in, as far up as the current folder. */
export function addedTrees(paths: readonly string[], cwd: string = process.cwd()): Trees {
  const folders = () =>
    Promise.all(
      paths.map(async (path) => {
        const location = resolve(cwd, path);
        return sourceFolderOf((await isFolder(path, location)) ? location : dirname(location), cwd);
      }),
    );
  return { base: null, head: folderTree(cwd, folders) };
}

/** Files beside the manifests that are compared, and bytes of one: beyond these they are no sources of a chart. */
const MAX_OTHERS = 5_000;
const MAX_OTHER_BYTES = 1024 * 1024;

/** Returns what differs beside the manifests. */
async function compareOthers({ before, after }: FolderChangeSetRequest): Promise<OtherFile[]> {
  const read = async (folder: string | null) => {
    if (folder === null) return new Map<string, FileContent>();
    const { locations } = await listFilesBelow(folder, (name) => !isManifestPath(name));
    const { files } = await readFiles(locations.slice(0, MAX_OTHERS), new Set(), MAX_OTHER_BYTES);
    return new Map(files.map(({ location, content }) => [slashed(relative(folder, location)), content]));
  };
  const files = markRenames(compareContents(await read(before), await read(after)));
  return files.map(({ path, previousPath, status, hunks }) => ({ path, previousPath, status, hunks }));
}

/** Every manifest at or below the paths as an added file; its path is the one from the current folder. */
export async function readAsAdded(paths: readonly string[], cwd: string = process.cwd()): Promise<ChangeSet> {
  const locations = new Set<string>();
  const named = new Set<string>();
  const omissions: Omission[] = [];
  for (const path of paths) {
    const location = resolve(cwd, path);
    if (await isFolder(path, location)) {
      const found = await listManifestFiles(location);
      for (const one of found.locations) locations.add(one);
      omissions.push(...found.omissions);
    } else if (isManifestPath(location)) {
      locations.add(location);
      named.add(location);
    } else {
      omissions.push({ path: location, message: "not a .yaml, .yml or .json file, so it was not read" });
    }
  }
  const beside = await listBeside(named, locations);
  const read = await withoutLinksWithin(await readFiles([...locations].sort(), named));
  const context = await readFiles(beside);
  const display = (location: string) => slashed(relative(cwd, location));
  return {
    base: null,
    head: "working tree",
    webUrl: null,
    files: read.files.map(({ location, content }) => changedFile(display(location), null, content)),
    siblings: context.files.map(({ location, content }) => ({ path: display(location), content })),
    omissions: [
      ...omissions,
      ...read.omissions,
      ...context.omissions.map((one) => ({ ...one, beside: true as const })),
    ].map((one) => ({ ...one, path: display(one.path) })),
  };
}

/** Leaves out links to files that are read under their own names. */
async function withoutLinksWithin({ files, omissions }: FolderFiles): Promise<FolderFiles> {
  const isLink = ({ content }: FoundFile) => content.kind === "link";
  if (!files.some(isLink)) return { files, omissions };
  const read = new Set(await Promise.all(files.filter((file) => !isLink(file)).map(targetOf)));
  const kept = await Promise.all(
    files.map(async (file) => (isLink(file) && read.has(await targetOf(file)) ? [] : [file])),
  );
  return { files: kept.flat(), omissions };
}

/** Returns what a path leads to, through links; null where it leads nowhere. */
async function targetOf({ location }: FoundFile): Promise<string | null> {
  return realpath(location).catch(() => null);
}

async function readFolder(
  folder: string,
): Promise<{ contents: Map<string, FileContent>; omissions: Omission[] }> {
  if (!(await isFolder(folder, folder))) {
    throw new ChangeSetError("not-found", `${JSON.stringify(folder)} is a file; name a folder`);
  }
  const found = await listManifestFiles(folder);
  const { files, omissions } = await readFiles(found.locations);
  const inside = (location: string) => slashed(relative(folder, location));
  return {
    contents: new Map(files.map(({ location, content }) => [inside(location), content])),
    omissions: [...found.omissions, ...omissions].map(({ path, message }) => ({
      path: inside(path),
      message,
    })),
  };
}

function compareContents(before: Map<string, FileContent>, after: Map<string, FileContent>): ChangedFile[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths
    .map((path) => changedFile(path, before.get(path) ?? null, after.get(path) ?? null))
    .filter((file) => !sameContent(file.before, file.after));
}

function changedFile(path: string, before: FileContent | null, after: FileContent | null): ChangedFile {
  const status = before === null ? "added" : after === null ? "removed" : "modified";
  return { path, previousPath: null, status, before, after, hunks: contentHunks(before, after) };
}

// Only what moved without an edit: to guess at similar contents is git's business.
function markRenames(files: ChangedFile[]): ChangedFile[] {
  const removed = new Map<string, ChangedFile>();
  for (const file of files) {
    if (file.status === "removed" && file.before?.kind === "text") removed.set(file.before.text, file);
  }
  const moved = new Set<string>();
  const renamed = files.map((file): ChangedFile => {
    const source =
      file.status === "added" && file.after?.kind === "text" ? removed.get(file.after.text) : undefined;
    if (source === undefined || file.hunks === null) return file;
    removed.delete((source.before as { text: string }).text);
    moved.add(source.path);
    return { ...file, status: "renamed", previousPath: source.path, before: source.before, hunks: null };
  });
  return renamed.filter((file) => !moved.has(file.path));
}

// A file that is not read (too large, binary, a link) counts as changed only where its kind or size is another.
function sameContent(a: FileContent | null, b: FileContent | null): boolean {
  if (a?.kind === "text" && b?.kind === "text") return a.text === b.text && a.encoding === b.encoding;
  return JSON.stringify(a) === JSON.stringify(b);
}

function siblingsIn(contents: Map<string, FileContent>, files: ChangedFile[]): SiblingFile[] {
  const changed = new Set(files.map((file) => file.path));
  const folders = new Set(files.flatMap((file) => [file.path, file.previousPath ?? file.path]).map(folderOf));
  return [...contents]
    .filter(([path]) => !changed.has(path) && folders.has(folderOf(path)))
    .map(([path, content]) => ({ path, content }));
}

async function listBeside(named: ReadonlySet<string>, taken: ReadonlySet<string>): Promise<string[]> {
  const folders = new Set([...named].map((location) => dirname(location)));
  const found: string[] = [];
  for (const folder of folders) found.push(...(await listManifestsBeside(folder)));
  return found.filter((location) => !taken.has(location)).sort();
}

async function isFolder(path: string, location: string): Promise<boolean> {
  try {
    return (await stat(location)).isDirectory();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === "ENOENT" ? "does not exist" : "cannot be read";
    throw new ChangeSetError(
      "not-found",
      `${JSON.stringify(path)} ${reason}; name a file or folder that does`,
    );
  }
}

function slashed(path: string): string {
  return sep === "/" ? path : path.split(sep).join("/");
}
