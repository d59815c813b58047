import { asArray, asObject, get, isObject } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import type { KindIndex } from "../kind-index.js";
import { podTemplateOf } from "../pod-template.js";

/** Entries that no object of these kinds is taken without, one of each list. */
const NEEDED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Service: [["ports", "externalName"]],
  HorizontalPodAutoscaler: [["scaleTargetRef"], ["maxReplicas"]],
  PodDisruptionBudget: [["selector"]],
};

/**
 * Whether an object leaves out what the API server takes none of its kind without: a pod template, a container's image, a
 * Service's ports. Where patches are likely it is one of them.
 */
export function looksLikePart(object: ManifestObject, kinds: KindIndex): boolean {
  const spec = asObject(object.value.spec);
  const traits = kinds.meantAs(object);
  if (traits !== null) {
    const containers = asArray(get(podTemplateOf({ spec, traits }), "spec", "containers"));
    return containers.length === 0 || containers.some((container) => isObject(container) && !container.image);
  }
  const needed = Object.hasOwn(NEEDED, object.kind) ? NEEDED[object.kind] : undefined;
  return needed?.some((entries) => entries.every((entry) => spec[entry] == null)) === true;
}
