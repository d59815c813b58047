/** Images whose running containers Skaffold copies changed sources into, as one does while one develops them. */
import { folderOf } from "../../changeset/change-set.js";
import { asArray, asString, get } from "../../manifest/json-value.js";
import type { Manifest } from "../../manifest/manifest.js";
import { readObjects } from "../../manifest/read-manifest.js";
import { oncePerManifest } from "./once-per-manifest.js";

/** An artifact with a `sync` (skaffold.dev, File Sync) that needs no profile: it works in `skaffold dev` alone. */
export interface SyncedImage {
  /** as written there; Skaffold gives it a tag */
  image: string;
  /** whether a file is one of those that Skaffold deploys beside it */
  deploys(path: string): boolean;
}

const KINDS: ReadonlySet<string> = new Set(["Config"]);
const HAS_ANY = /\bapiVersion["']?[ \t]*:[ \t]*["']?skaffold\//;

/** Returns those of a file. */
export const syncedImagesIn = oncePerManifest<readonly SyncedImage[]>(read);

function read({ path, text }: Manifest): SyncedImage[] {
  if (!HAS_ANY.test(text)) return [];
  return readObjects(path, text, KINDS).flatMap(({ apiVersion, value }) => {
    if (!apiVersion.startsWith("skaffold/")) return [];
    const folder = folderOf(path);
    const deploys = deployedBy(value, folder);
    return asArray(get(value, "build", "artifacts")).flatMap((artifact) => {
      const image = asString(get(artifact, "image"));
      return image !== null && syncs(get(artifact, "sync")) ? [{ image, deploys }] : [];
    });
  });
}

/**
 * Whether it copies anything. One without an entry infers all files, and `auto: false` alone turns it off (setDefaultSync in
 * pkg/skaffold/schema/defaults/defaults.go).
 */
function syncs(sync: unknown): boolean {
  if (sync === null || typeof sync !== "object") return false;
  const isNone = (name: string) => asArray(get(sync, name)).length === 0;
  return !(get(sync, "auto") === false && isNone("manual") && isNone("infer"));
}

/** Where neither manifests nor a deployer are written (DefaultKubectlManifests in pkg/skaffold/constants/constants.go). */
const DEFAULT_MANIFESTS = ["k8s/*.yaml"];

/** Since skaffold/v3alpha1 what is deployed stands under `manifests`, before that under `deploy`. */
function deployedBy(config: unknown, folder: string): (path: string) => boolean {
  const lists = (...places: string[][]) => places.flatMap((place) => asArray(get(config, ...place)));
  const written = (...places: string[][]) => places.some((place) => get(config, ...place) !== undefined);
  const raw = lists(["manifests", "rawYaml"], ["deploy", "kubectl", "manifests"]);
  const oldPath = asString(get(config, "deploy", "kustomize", "path"));
  const folders = [
    ...lists(["manifests", "kustomize", "paths"], ["deploy", "kustomize", "paths"]),
    ...(oldPath === null ? [] : [oldPath]),
  ];
  const isKustomized = written(["manifests", "kustomize"], ["deploy", "kustomize"]);
  const releases = lists(["manifests", "helm", "releases"], ["deploy", "helm", "releases"]);
  const charts = releases.flatMap((release) => asString(get(release, "chartPath")) ?? []);
  const isDefault = !written(["manifests"], ["deploy", "helm"], ["deploy", "kustomize"], ["deploy", "kpt"]);
  const patterns = [
    ...raw,
    ...(raw.length === 0 && isDefault ? DEFAULT_MANIFESTS : []),
    ...(isKustomized && folders.length === 0 ? ["."] : folders),
    ...charts,
  ].flatMap((pattern) => (typeof pattern === "string" ? matching(pattern) : []));
  return (path) => {
    const inside =
      folder === "" ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
    return inside !== null && patterns.some((pattern) => pattern.test(inside));
  };
}

/** A pattern with more of them is none that anybody wrote by hand, and takes long to try. */
const MAX_STARS = 4;

/** A pattern of files; one of a folder is of all that stands in it (ExpandPathsGlob in pkg/skaffold/util/util.go). */
function matching(pattern: string): RegExp[] {
  const plain = pattern.replace(/^(?:\.\/)+|\/+$/g, "");
  if (plain === "." || plain === "") return [/^/];
  if ((plain.match(/\*+/g) ?? []).length > MAX_STARS || plain.length > 200) return [];
  const source = plain
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*{2,}\/?|\*|\?/g, (mark) => (mark === "?" ? "[^/]" : mark === "*" ? "[^/]*" : ".*"));
  return [new RegExp(`^${source}(?:/|$)`)];
}

/** Whether a container has such an image, without a tag of its own, in a file that its skaffold.yaml deploys. */
export function isSynced(
  { image }: { image: string | null },
  { path }: { path: string },
  { syncedImages }: { syncedImages: readonly SyncedImage[] },
): boolean {
  return syncedImages.some((one) => one.image === image && one.deploys(path));
}
