/** The files of a kustomization and of all that it takes in, within what a build takes. */
import { type FileContent, MAX_FILE_BYTES } from "../../changeset/change-set.js";
import type { Tree } from "../../changeset/tree.js";
import { quoted } from "../../words/quote.js";
import { inFolder } from "../folders.js";
import type { RenderingNote } from "../rendering.js";
import { isKustomizationPath, KUSTOMIZATION_FILES, readKustomizationFile } from "./kustomization-file.js";
import { legacyPatches } from "./legacy-patches.js";

export type LoadedKustomization =
  | {
      ok: true;
      files: Record<string, string>;
      /** paths of those whose text is not what their bytes say, so that an edit of it is none of the file */
      notAsWritten: ReadonlySet<string>;
      /** path of the root's own file */
      path: string;
      /** what is read in another way than the kustomize that builds it reads it */
      notes: readonly RenderingNote[];
    }
  | { ok: false; reason: "limit" | "not-loaded"; path: string; message: string };

const MAX_FILES = 3_000;
const MAX_LENGTH = 16 * 1024 * 1024;

/** Loads what the kustomization of a folder reads; null where there is none. What it names and is not there is left out. */
export async function loadKustomization(root: string, tree: Tree): Promise<LoadedKustomization | null> {
  const paths = new Set(await tree.paths());
  const fileOf = (folder: string) =>
    KUSTOMIZATION_FILES.map((name) => inFolder(folder, name)).find((path) => paths.has(path));
  const own = fileOf(root);
  if (own === undefined) return null;
  const files: Record<string, string> = {};
  const notAsWritten = new Set<string>();
  const notes: RenderingNote[] = [];
  const asked = new Set<string>([own]);
  let waiting = [own];
  let length = 0;
  while (waiting.length > 0) {
    if (asked.size > MAX_FILES) return tooLarge(own, `more than ${MAX_FILES} files`);
    const contents = await tree.read(waiting);
    const binary = waiting.filter((path) => contents.get(path)?.kind === "binary");
    const bytes = binary.length === 0 ? new Map<string, Uint8Array>() : await tree.readBytes(binary);
    const next: string[] = [];
    for (const path of waiting) {
      const content = contents.get(path);
      if (content === undefined) return notLoaded(own, path);
      if (content.kind === "binary" && !bytes.has(path)) return notLoaded(own, path);
      const text = textFor(content, bytes.get(path));
      if (text === null) continue;
      if (text.length > MAX_FILE_BYTES) return tooLarge(own, `${path}, which is above 3 MiB`);
      length += text.length;
      if (length > MAX_LENGTH) return tooLarge(own, `more than ${MAX_LENGTH / 1024 / 1024} MiB of text`);
      const legacy = isKustomizationPath(path) ? legacyPatches(path, text) : null;
      files[path] = legacy?.text ?? text;
      if (legacy !== null) notes.push(legacy.note);
      if (content.kind !== "text" || content.encoding !== undefined || legacy !== null)
        notAsWritten.add(path);
      for (const name of readKustomization(path, text)) {
        const found = paths.has(name) ? name : fileOf(name);
        if (found === undefined || asked.has(found)) continue;
        asked.add(found);
        next.push(found);
      }
    }
    waiting = next;
  }
  return { ok: true, files, notAsWritten, path: own, notes };
}

function readKustomization(path: string, text: string): readonly string[] {
  return isKustomizationPath(path) ? (readKustomizationFile(path, text)?.names ?? []) : [];
}

/** What has no text is put into a config map as it is, so that only whether it changes matters. */
function textFor(content: FileContent, bytes: Uint8Array | undefined): string | null {
  if (content.kind === "text") return content.text;
  if (content.kind === "too-large") return `${content.bytes} bytes`;
  if (content.kind === "binary" && bytes !== undefined) return Buffer.from(bytes).toString("base64");
  return null;
}

function notLoaded(path: string, missing: string): LoadedKustomization & { ok: false } {
  const message =
    path === missing ? "it could not be loaded" : `${quoted(missing)}, a file of it, could not be loaded`;
  return { ok: false, reason: "not-loaded", path, message };
}

function tooLarge(path: string, what: string): LoadedKustomization & { ok: false } {
  return { ok: false, reason: "limit", path, message: `it has ${what}` };
}
