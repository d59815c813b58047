/** Folders that Argo CD applies as they stand: what is in one is all that its Application brings. */
import { asArray, asString, get } from "../../manifest/json-value.js";
import type { Manifest } from "../../manifest/manifest.js";
import { readObjects } from "../../manifest/read-manifest.js";
import { isPlaceholder } from "../../manifest/template-text.js";
import { oncePerManifest } from "./once-per-manifest.js";

const KINDS: ReadonlySet<string> = new Set(["Application"]);
const HAS_ANY = /\bkind["']?[ \t]*:[ \t]*["']?Application\b/;

/** A folder of a repository, as an Application names them. */
export interface AppliedFolder {
  folder: string;
  repository: string | null;
}

/**
 * Returns the folders that the Applications of a file name as the path of a source (argoproj.io/v1alpha1: `spec.source`,
 * `spec.sources`), without a slash at the ends. One with several sources, or with a chart, a plugin or a kustomization's settings, may
 * bring more than the folder holds and is left out.
 */
export const appliedFoldersIn = oncePerManifest<readonly AppliedFolder[]>(read);

function read({ path, text }: Manifest): AppliedFolder[] {
  if (!HAS_ANY.test(text)) return [];
  return readObjects(path, text, KINDS).flatMap(({ apiVersion, value }) => {
    if (!apiVersion.startsWith("argoproj.io/")) return [];
    const several = asArray(get(value, "spec", "sources"));
    const source = get(value, "spec", "source") ?? (several.length === 1 ? several[0] : undefined);
    const isMade = ["chart", "helm", "kustomize", "plugin"].some((tool) => get(source, tool) != null);
    const folder = asString(get(source, "path"))?.replace(/^\.?\/+|\/+$/g, "");
    if (isMade || several.length > 1 || !folder || folder === ".") return [];
    return [{ folder, repository: asString(get(source, "repoURL")) }];
  });
}

/**
 * Whether a folder may be one of the repository that is seen at `webUrl`. Repositories go by their names alone, as a fork and a
 * mirror have another owner or host; where either is not known it may be.
 */
export function isOfRepository({ repository }: AppliedFolder, webUrl: string | null): boolean {
  if (repository === null || webUrl === null || isPlaceholder(repository)) return true;
  return nameOf(repository) === nameOf(webUrl.replace(/\/blob\/[^/]*$/, ""));
}

/** "deploy" of https://git.example.com/org/deploy.git and of git@git.example.com:org/deploy */
function nameOf(url: string): string {
  const path = url.replace(/\/+$/, "").replace(/\.git$/i, "");
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf(":")) + 1).toLowerCase();
}
