import { asString, get } from "../../manifest/json-value.js";
import type { Manifest } from "../../manifest/manifest.js";
import { readObjects } from "../../manifest/read-manifest.js";
import { isPlaceholder } from "../../manifest/template-text.js";
import { oncePerManifest } from "../sight/once-per-manifest.js";

/** Meshes that a namespace may ask for a sidecar in each pod that does not refuse it. */
export type NamespaceMesh = "istio" | "linkerd";

export interface InjectedNamespace {
  name: string;
  meshes: readonly NamespaceMesh[];
}

const SIGNS = /istio-injection|istio\.io\/rev|linkerd\.io\/inject/;
const KINDS: ReadonlySet<string> = new Set(["Namespace"]);

/**
 * Returns the namespaces of a file that ask a mesh for a sidecar in each pod, by a label of Istio's (istio.io, Installing the
 * Sidecar; the label of a revision counts where the other one is not written) or an annotation of Linkerd's (linkerd.io,
 * Automatic Proxy Injection). They are read for that alone.
 */
export const injectedIn = oncePerManifest<readonly InjectedNamespace[]>((manifest) =>
  SIGNS.test(manifest.text) ? read(manifest) : [],
);

function read({ path, text }: Manifest): InjectedNamespace[] {
  return readObjects(path, text, KINDS).flatMap(({ apiVersion, value }) => {
    const name = asString(get(value, "metadata", "name"));
    const meshes = [
      ...(asksIstio(value) ? ["istio" as const] : []),
      ...(asksLinkerd(value) ? ["linkerd" as const] : []),
    ];
    return apiVersion === "v1" && name !== null && name !== "" && meshes.length > 0 ? [{ name, meshes }] : [];
  });
}

function asksIstio(namespace: unknown): boolean {
  const labels = get(namespace, "metadata", "labels");
  const [injection, revision] = ["istio-injection", "istio.io/rev"].map((key) => get(labels, key));
  return injection === undefined ? isRevision(revision) : injection === "enabled";
}

function asksLinkerd(namespace: unknown): boolean {
  return isLinkerdAsked(get(namespace, "metadata", "annotations", LINKERD_INJECT));
}

/** An annotation of a pod or of its namespace. */
export const LINKERD_INJECT = "linkerd.io/inject";

/** Whether a value of that annotation asks for the proxy (pkg/k8s/labels.go: ProxyInjectEnabled, ProxyInjectIngress). */
export function isLinkerdAsked(value: unknown): boolean {
  return value === "enabled" || value === "ingress";
}

function isRevision(value: unknown): boolean {
  return typeof value === "string" && value !== "" && !isPlaceholder(value);
}
