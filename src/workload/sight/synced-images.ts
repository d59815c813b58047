/** Images whose running containers Skaffold copies changed sources into, as one does while one develops them. */
import { folderOf } from "../../changeset/change-set.js";
import { asArray, asString, get } from "../../manifest/json-value.js";
import type { Manifest } from "../../manifest/manifest.js";
import { readManifest } from "../../manifest/read-manifest.js";

/** An artifact with a `sync` (skaffold.dev, File Sync): it works in `skaffold dev` alone. */
export interface SyncedImage {
  /** of the skaffold.yaml */
  folder: string;
  /** as written there; Skaffold gives it a tag */
  image: string;
}

const KINDS: ReadonlySet<string> = new Set(["Config"]);
const HAS_ANY = /\bapiVersion["']?[ \t]*:[ \t]*["']?skaffold\//;

const known = new WeakMap<Manifest, readonly SyncedImage[]>();

/** Returns those of a file. */
export function syncedImagesIn(manifest: Manifest): readonly SyncedImage[] {
  let images = known.get(manifest);
  if (images === undefined) {
    images = read(manifest);
    known.set(manifest, images);
  }
  return images;
}

function read({ path, text }: Manifest): SyncedImage[] {
  if (!HAS_ANY.test(text)) return [];
  return readManifest(path, text, KINDS).objects.flatMap(({ apiVersion, value }) =>
    apiVersion.startsWith("skaffold/")
      ? asArray(get(value, "build", "artifacts")).flatMap((artifact) => {
          const image = asString(get(artifact, "image"));
          return image !== null && get(artifact, "sync") != null ? [{ folder: folderOf(path), image }] : [];
        })
      : [],
  );
}

/** Whether a container has such an image, without a tag of its own, below the folder of the skaffold.yaml. */
export function isSynced(
  { image }: { image: string | null },
  { path }: { path: string },
  { syncedImages }: { syncedImages: readonly SyncedImage[] },
): boolean {
  return syncedImages.some(
    (one) => one.image === image && (one.folder === "" || path.startsWith(`${one.folder}/`)),
  );
}
