import type { Manifest } from "../../manifest/manifest.js";

/** Returns a reader of files that reads each once, for as long as the file is held. Several reviews may hold one file. */
export function oncePerManifest<Found>(read: (manifest: Manifest) => Found): (manifest: Manifest) => Found {
  const known = new WeakMap<Manifest, { found: Found }>();
  return (manifest) => {
    let kept = known.get(manifest);
    if (kept === undefined) {
      kept = { found: read(manifest) };
      known.set(manifest, kept);
    }
    return kept.found;
  };
}
