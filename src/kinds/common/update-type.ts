import { asObject, type JsonObject } from "../../manifest/json-value.js";

/** Returns the type of `spec.updateStrategy`: the one that is written, or the default, which an empty one gets too. */
export function updateTypeOf({ spec }: { spec: JsonObject }, standard: string): unknown {
  return asObject(spec.updateStrategy).type || standard;
}
