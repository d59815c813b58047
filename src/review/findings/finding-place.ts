import type { KeyPath } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { placeOf, shownPlace } from "../../manifest/origin.js";
import type { Finding } from "./finding.js";

/** Returns where a finding stands, as it tells it. */
export function findingPlace(
  object: ManifestObject,
  keys: KeyPath,
): Pick<Finding, "path" | "line" | "endLine" | "isUnplaced"> {
  const { path, line, endLine } = shownPlace(object, keys);
  return { path, line, endLine, ...(placeOf(object, keys) === null ? { isUnplaced: true } : {}) };
}
