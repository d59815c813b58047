import { asString, get } from "../../manifest/json-value.js";
import type { Manifest } from "../../manifest/manifest.js";
import { readManifest } from "../../manifest/read-manifest.js";
import { isPlaceholder } from "../../manifest/template-text.js";

const LABELS = /istio-injection|istio\.io\/rev/;
const KINDS: ReadonlySet<string> = new Set(["Namespace"]);

const known = new WeakMap<Manifest, readonly string[]>();

/**
 * Returns the namespaces of a file whose labels ask Istio for a sidecar in each pod (istio.io, Installing the Sidecar; the
 * label of a revision counts where the other one is not written). They are read for that alone.
 */
export function injectedIn(manifest: Manifest): readonly string[] {
  let names = known.get(manifest);
  if (names === undefined) {
    names = LABELS.test(manifest.text) ? read(manifest) : [];
    known.set(manifest, names);
  }
  return names;
}

function read({ path, text }: Manifest): string[] {
  return readManifest(path, text, KINDS).objects.flatMap(({ apiVersion, value }) => {
    const name = asString(get(value, "metadata", "name"));
    const labels = get(value, "metadata", "labels");
    const [injection, revision] = ["istio-injection", "istio.io/rev"].map((key) => get(labels, key));
    const isAsked = injection === undefined ? isRevision(revision) : injection === "enabled";
    return apiVersion === "v1" && name !== null && name !== "" && isAsked ? [name] : [];
  });
}

function isRevision(value: unknown): boolean {
  return typeof value === "string" && value !== "" && !isPlaceholder(value);
}
