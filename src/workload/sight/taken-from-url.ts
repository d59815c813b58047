/** Files that a change puts in the place of a URL: what stood there at the base is in no repository that is read. */
import { type ChangedFile, type FileContent, folderOf } from "../../changeset/change-set.js";
import { asArray, isObject } from "../../manifest/json-value.js";
import { parseYaml } from "../../manifest/parse-yaml.js";
import { resolvePath } from "../neighbours/resolve-path.js";

/** The URL that a file takes the place of, and the kustomization that named it. */
export interface TakenFromUrl {
  url: string;
  kustomization: string;
}

const KUSTOMIZATION = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;

/**
 * Returns, by path, the added files that a kustomization of the change takes in where at the base it took in a URL that it no
 * longer has, of a file of the same name.
 */
export function takenFromUrl(files: readonly ChangedFile[]): Map<string, TakenFromUrl> {
  const added = new Set(files.flatMap(({ path, status }) => (status === "added" ? path : [])));
  const found = new Map<string, TakenFromUrl>();
  if (added.size === 0) return found;
  for (const { path, before, after } of files) {
    if (!KUSTOMIZATION.test(path)) continue;
    const [old, now] = [resourcesOf(before), resourcesOf(after)];
    const gone = old.filter((one) => isUrl(one) && !now.includes(one));
    if (gone.length === 0) continue;
    for (const name of now) {
      const local = isUrl(name) || old.includes(name) ? null : resolvePath(folderOf(path), name);
      const url = gone.find((one) => fileName(one) === fileName(name));
      if (local !== null && url !== undefined && added.has(local))
        found.set(local, { url, kustomization: path });
    }
  }
  return found;
}

function resourcesOf(content: FileContent | null): string[] {
  if (content?.kind !== "text") return [];
  const read = parseYaml(content.text);
  if (!read.ok || !isObject(read.value)) return [];
  return asArray(read.value.resources).filter((name) => typeof name === "string");
}

function isUrl(name: string): boolean {
  return /^https?:\/\//.test(name);
}

/** The last part of a path or a URL, without what asks for a version. */
function fileName(name: string): string {
  const path = name.split(/[?#]/, 1)[0] as string;
  return path.slice(path.lastIndexOf("/") + 1);
}
