import { asObject } from "../../manifest/json-value.js";
import type { Workload } from "../workload.js";

/** The type of `spec.updateStrategy`: what is written, or the default of its apiVersion. */
export function updateTypeOf({ spec, apiVersion }: Pick<Workload, "spec" | "apiVersion">): unknown {
  return asObject(spec.updateStrategy).type || defaultUpdateType(apiVersion);
}

/** Until apps/v1beta2 nothing was replaced unless asked for: pkg/apis/{apps/v1beta1,extensions/v1beta1}/defaults.go. */
function defaultUpdateType(apiVersion: string): "OnDelete" | "RollingUpdate" {
  return apiVersion === "apps/v1beta1" || apiVersion === "extensions/v1beta1" ? "OnDelete" : "RollingUpdate";
}
