/** Where a workload's pod template stands: its kind says it, and no other place writes it down. */
import { get, type JsonObject, type KeyPath, withValue } from "../manifest/json-value.js";
import type { KindTraits, Workload } from "./workload.js";

/** Returns a place in the pod template, as keys below the object. */
export function inPodTemplate({ podTemplate }: KindTraits, ...keys: KeyPath): KeyPath {
  return ["spec", ...podTemplate, ...keys];
}

/** Returns the pod template of a spec, as it is written. */
export function podTemplateOf({ spec, traits }: Pick<Workload, "spec" | "traits">): unknown {
  return get(spec, ...traits.podTemplate);
}

/** Returns the spec with another pod template. */
export function withPodTemplate(
  { spec, traits }: Pick<Workload, "spec" | "traits">,
  template: unknown,
): JsonObject {
  return withValue(spec, traits.podTemplate, template);
}
