/** Objects beside workloads whose kind or apiVersion no API server has, and that are meant as one of the known ones. */
import { asString, isObject } from "../../manifest/json-value.js";
import type { ManifestObject } from "../../manifest/manifest.js";
import { quoted } from "../../words/quote.js";
import { isNear } from "../slips.js";
import type { ShapeFault } from "../workload.js";

/** Every apiVersion that ever served them, today's first; none of their groups has a dot, as those of other projects have. */
const VERSIONS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  Service: ["v1"],
  PersistentVolumeClaim: ["v1"],
  ResourceQuota: ["v1"],
  HorizontalPodAutoscaler: ["autoscaling/v2", "autoscaling/v1", "autoscaling/v2beta2", "autoscaling/v2beta1"],
  PodDisruptionBudget: ["policy/v1", "policy/v1beta1"],
};

/** Those of them that are gone, with the first minor version of Kubernetes that did not have them (kubernetes.io: deprecation-guide). */
const GONE: Readonly<Record<string, string>> = {
  "HorizontalPodAutoscaler autoscaling/v2beta1": "1.25",
  "HorizontalPodAutoscaler autoscaling/v2beta2": "1.26",
  "PodDisruptionBudget policy/v1beta1": "1.25",
};

/** Returns since when no API server has an object's apiVersion, and today's; null for one that is served. */
export function goneNeighbour({
  kind,
  apiVersion,
}: ManifestObject): { since: string; served: string } | null {
  const key = `${kind} ${apiVersion}`;
  if (!Object.hasOwn(GONE, key)) return null;
  const [served] = VERSIONS[kind] as readonly [string, ...string[]];
  return { since: GONE[key] as string, served };
}

/** Returns the fault in the name of an object's kind or apiVersion, and the kind that is meant; null without a fault. */
export function misnamedNeighbour(object: ManifestObject): (ShapeFault & { meant: string }) | null {
  const { kind, apiVersion, value } = object;
  if (!isObject(value.metadata) || !isObject(value.spec) || apiVersion.split("/", 1)[0]?.includes("."))
    return null;
  const isKnown = Object.hasOwn(VERSIONS, kind);
  const meant = isKnown ? kind : Object.keys(VERSIONS).find((known) => isNear(kind, known));
  if (meant === undefined || (!isKnown && apiVersion === "")) return null;
  const versions = VERSIONS[meant] as readonly [string, ...string[]];
  if (!isKnown) {
    const message = `kind is ${quoted(kind)}, which no API has; ${quoted(meant)} is meant`;
    return { path: ["kind"], message, meant };
  }
  if (versions.includes(apiVersion)) return null;
  const message =
    asString(value.apiVersion) === null
      ? "apiVersion is missing"
      : `apiVersion is ${quoted(apiVersion)}, which has no ${meant}; ${versions[0]} has`;
  return { path: ["apiVersion"], message, meant };
}
