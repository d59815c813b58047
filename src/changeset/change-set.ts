/**
 * A pull request's change as text: the changed files before and after, the hunks of its diff, and the unchanged
 * manifests that stand in the same folders. This folder knows nothing of YAML or Kubernetes.
 */

/** Files above this size are not read at GitHub: at the parser's pace one would hold a review up for seconds. */
export const MAX_FILE_BYTES = 3 * 1024 * 1024;

/** The same on a laptop or in a CI: what is made of 60 MB took 1.7 GB, and where Node's heap ends no word is said. */
export const MAX_LOCAL_FILE_BYTES = 64 * 1024 * 1024;

/** What standard input is called, as no file is. */
export const STDIN_PATH = "<stdin>";

/** The content of one file at one commit, or why there is no text to read. */
export type FileContent =
  | {
      kind: "text";
      text: string;
      /** set where the bytes are not those of the text in UTF-8, so that no edit of the text is one of the file */
      encoding?: "utf-16";
    }
  | { kind: "too-large"; bytes: number /** the bound, in bytes */; limit: number }
  | { kind: "binary" }
  /** a symbolic link or a submodule, which is not followed */
  | { kind: "link" };

/** One hunk of a unified diff; lines are 1-based, a count of 0 means that the side has no line there. */
export interface Hunk {
  oldStart: number;
  oldLines: number;
  newStart: number;
  newLines: number;
}

export interface ChangedFile {
  /** path at the head, or at the base for a removed file; `/` between folders */
  path: string;
  /** path at the base where the change renames the file */
  previousPath: string | null;
  status: "added" | "modified" | "removed" | "renamed";
  before: FileContent | null;
  after: FileContent | null;
  /** null where the diff has no hunks to comment on: GitHub leaves them out for large and binary files */
  hunks: Hunk[] | null;
}

/** A manifest that the change leaves alone: context for the workloads beside it. */
export interface SiblingFile {
  path: string;
  content: FileContent;
}

/** A changed file that holds no manifest, such as a chart's helpers: what a tool makes of others may depend on it. */
export interface OtherFile {
  path: string;
  previousPath: string | null;
  status: ChangedFile["status"];
  hunks: Hunk[] | null;
}

/** Something of the change that could not be loaded; the review says so instead of passing it in silence. */
export interface Omission {
  path: string;
  message: string;
  /** beside the change: a Service or an autoscaler may be missing, and nothing that is to be judged */
  beside?: true;
}

export interface ChangeSet {
  /** commit id of the merge base; null where everything counts as new */
  base: string | null;
  /** commit id of the head, or a word for what has none, such as "working tree" */
  head: string;
  /** where the head's files can be seen, without a final slash: "https://github.com/o/r/blob/<sha>"; null offline */
  webUrl: string | null;
  files: ChangedFile[];
  /** the other changed files, where the reader tells them */
  others?: readonly OtherFile[];
  siblings: SiblingFile[];
  omissions: Omission[];
}

/** The folder of a path, without a final slash; "" for the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

/** Whether a path can hold a manifest. Lock files are JSON too, large, and never one. */
export function isManifestPath(path: string): boolean {
  return (
    (path === STDIN_PATH || /\.(ya?ml|json)$/i.test(path)) &&
    !/(^|\/)(package-lock|npm-shrinkwrap|composer|pnpm-lock)\.(json|ya?ml)$/.test(path)
  );
}

/**
 * Whether a file without an edit in it only lost the ending of a template, which some tool applied by its former name as well:
 * its objects are no new ones. One that was laid aside (`.bak`, `.txt`) is new to a cluster, and so is one that people were
 * to fill in and copy (`.template`), which no tool needs to have known.
 */
export function isFormerTemplate(previousPath: string, path: string): boolean {
  return /\.(?:tmpl|tpl|j2)$/i.test(previousPath) && isManifestPath(path);
}

/** The hunk that shows the 1-based line of the head's file, so that a comment can be put on its RIGHT side. */
export function hunkAtHeadLine(hunks: readonly Hunk[], line: number): Hunk | undefined {
  return hunks.find((hunk) => line >= hunk.newStart && line < hunk.newStart + hunk.newLines);
}

/**
 * Bytes to text, or what they are instead. A mark tells UTF-16, as kubectl reads it (cli-runtime, visitor.go); invalid
 * UTF-8 or a NUL byte make any other file binary. A mark is kept.
 */
export function decodeContent(bytes: Uint8Array, limit = MAX_FILE_BYTES): FileContent {
  if (bytes.byteLength > limit) return { kind: "too-large", bytes: bytes.byteLength, limit };
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) {
    const text = new TextDecoder(utf16, { ignoreBOM: true }).decode(bytes);
    return { kind: "text", text, encoding: "utf-16" };
  }
  if (bytes.includes(0)) return { kind: "binary" };
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { kind: "binary" };
  }
}

function utf16Of([first, second]: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : null;
}
