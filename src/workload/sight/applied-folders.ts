/** Folders that Argo CD applies as they stand: what is in one is all that its Application brings. */
import { asArray, asString, get } from "../../manifest/json-value.js";
import type { Manifest } from "../../manifest/manifest.js";
import { readManifest } from "../../manifest/read-manifest.js";

const KINDS: ReadonlySet<string> = new Set(["Application"]);
const HAS_ANY = /\bkind["']?[ \t]*:[ \t]*["']?Application\b/;

const known = new WeakMap<Manifest, readonly string[]>();

/**
 * Returns the folders that the Applications of a file name as the path of a source (argoproj.io/v1alpha1: `spec.source`,
 * `spec.sources`), without a slash at the ends. One with several sources, or with a chart, a plugin or a kustomization's settings, may
 * bring more than the folder holds and is left out.
 */
export function appliedFoldersIn(manifest: Manifest): readonly string[] {
  let folders = known.get(manifest);
  if (folders === undefined) {
    folders = read(manifest);
    known.set(manifest, folders);
  }
  return folders;
}

function read({ path, text }: Manifest): string[] {
  if (!HAS_ANY.test(text)) return [];
  return readManifest(path, text, KINDS).objects.flatMap(({ apiVersion, value }) => {
    if (!apiVersion.startsWith("argoproj.io/")) return [];
    const several = asArray(get(value, "spec", "sources"));
    const source = get(value, "spec", "source") ?? (several.length === 1 ? several[0] : undefined);
    const isMade = ["chart", "helm", "kustomize", "plugin"].some((tool) => get(source, tool) != null);
    const folder = asString(get(source, "path"))?.replace(/^\.?\/+|\/+$/g, "");
    return isMade || several.length > 1 || !folder || folder === "." ? [] : [folder];
  });
}
